import Crypto
import Foundation
public import Ink
public import Storage
import Synchronization

/// Puts recorded drawings into a data folder: scored as live ones are, stored once, and told apart
/// by who drew them, so that a training can be measured by people whom it never saw.
///
/// Scoring and coding run on as many cores as ask for it; one hand-over after the other is stored.
public final class DrawingImporter: Sendable {
  /// A drawing that is ready to be stored.
  public struct Prepared: Sendable {
    fileprivate let drawing: Drawing
    fileprivate let person: String?
    fileprivate let shapeID: Int64
    fileprivate let quality, completeness: Float
    fileprivate let strokes: [UInt8]
  }

  private let store: Store
  private let shapes: ShapeCatalogue
  private let load: Mutex<(bulk: BulkLoad, people: [String?: Int64])>

  /// - Throws: `StoreError`; a folder that a server works on is refused.
  public init(dataFolder: String) throws {
    store = try Store(folder: DataFolder(path: dataFolder, exclusive: true))
    shapes = try ShapeCatalogue(store: store)
    load = Mutex((try BulkLoad(store), [:]))
  }

  /// Scores and encodes a drawing; any thread may ask.
  ///
  /// - Parameter person: who drew it, as the file names them; nil where it does not say.
  /// - Throws: `.unknownShape`.
  public func prepare(
    _ drawing: Drawing, by person: String?
  ) throws(StoreError) -> Prepared {
    guard let shape = shapes.find(drawing.shape) else { throw .unknownShape(drawing.shape) }
    let score = Scorer.score(drawing: drawing.ink, kind: shape.kind, canvas: drawing.canvas)
    let strokes = StrokeCodec.encode(drawing.ink)
    var drawing = drawing
    drawing.id = Self.id(of: drawing, strokes)
    return Prepared(
      drawing: drawing, person: person, shapeID: shape.id, quality: score.quality,
      completeness: score.completeness, strokes: strokes)
  }

  /// Stores drawings in their order, those that are known already not again.
  public func store(_ drawings: [Prepared]) throws(StoreError) -> [BulkOutcome] {
    do {
      return try load.withLock { load in
        let met = Set(drawings.lazy.map(\.person)).filter { load.people[$0] == nil }
        let new = met.sorted { ($0 ?? "") < ($1 ?? "") }
        let ids = try load.bulk.people(
          new.map { (hash: Self.hash(of: $0), name: $0 == nil ? "import" : nil) })
        for (person, id) in zip(new, ids) { load.people[person] = id }
        return try load.bulk.add(
          drawings.map { drawing in
            BulkDrawing(
              NewDrawing(
                drawing: drawing.drawing, userID: load.people[drawing.person]!,
                shapeID: drawing.shapeID, quality: drawing.quality,
                completeness: drawing.completeness, strokes: drawing.strokes))
          })
      }
    } catch {
      throw error as? StoreError ?? .unavailable(reason: "\(error)")
    }
  }

  /// One person stands for all who are not named. A repeated import finds the same people.
  private static func hash(of person: String?) -> [UInt8] {
    let token = "the importer's own session, known to nobody else"
    return Sessions.hash(of: person.map { "\(token): \($0)" } ?? token)
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

  /// The id follows from what was drawn (RFC 9562, version 8), so that a second import of the
  /// same file adds nothing.
  private static func id(of drawing: Drawing, _ strokes: [UInt8]) -> DrawingID {
    var hash = SHA256()
    hash.update(data: Data(drawing.shape.utf8))
    hash.update(data: Data(strokes))
    var words: (UInt64, UInt64) = (0, 0)
    for (index, byte) in hash.finalize().prefix(16).enumerated() {
      if index < 8 {
        words.0 = words.0 << 8 | UInt64(byte)
      } else {
        words.1 = words.1 << 8 | UInt64(byte)
      }
    }
    return DrawingID(
      high: words.0 & 0xffff_ffff_ffff_0fff | 0x8000,
      low: words.1 & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000)
  }
}
