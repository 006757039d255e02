public import Ink
public import Storage
import Synchronization

/// Puts recorded drawings into a data folder: scored as live ones are, stored once, and told apart
/// by who drew them, so that a training can be measured by people whom it never saw.
///
/// Scoring and coding run on as many cores as ask for it; one hand-over after the other is stored.
public final class DrawingImporter: Sendable {
  private let store: Store
  private let shapes: ShapeCatalogue
  private let load: Mutex<(bulk: BulkLoad, people: PeopleMet)>

  /// - Throws: `StoreError`; a folder that a server works on is refused.
  public init(dataFolder: String) throws {
    store = try Store(folder: DataFolder(path: dataFolder, exclusive: true))
    shapes = try ShapeCatalogue(store: store)
    load = Mutex((try BulkLoad(store), PeopleMet()))
  }

  /// Scores and encodes a drawing; any thread may ask.
  ///
  /// - Throws: `.unknownShape`.
  public func prepare(_ recorded: RecordedDrawing) throws(StoreError) -> PreparedDrawing {
    try PreparedDrawing(recorded, shapes)
  }

  /// Stores drawings in their order, those that are known already not again.
  public func store(_ drawings: [PreparedDrawing]) throws(StoreError) -> [BulkOutcome] {
    do {
      return try load.withLock { load in
        try load.bulk.add(load.people.stored(drawings, in: store))
      }
    } catch {
      throw error as? StoreError ?? .unavailable(reason: "\(error)")
    }
  }

  /// Makes the indexes that a large import goes without.
  public func finish() throws(StoreError) {
    do {
      try load.withLock { try $0.bulk.finish() }
    } catch {
      throw error as? StoreError ?? .unavailable(reason: "\(error)")
    }
  }

  public func close() { store.close() }
}
