import Crypto
import Foundation
public import Ink
public import Storage
import Synchronization

/// Puts recorded drawings into a data folder: scored as live ones are, stored once, and told apart
/// by who drew them, so that a training can be measured by people whom it never saw.
public final class DrawingImporter: Sendable {
  private let store: Store
  private let shapes: ShapeCatalogue
  /// Ids of the people who were met already.
  private let people = Mutex<[String?: Int64]>([:])
  private let pending = PendingFinishes()
  /// So many may wait for the writer before the reader waits for it.
  private let room = DispatchSemaphore(value: 2_000)

  /// - Throws: `StoreError`; a folder that a server works on is refused.
  public init(dataFolder: String) throws {
    store = try Store(folder: DataFolder(path: dataFolder, exclusive: true))
    shapes = try ShapeCatalogue(store: store)
  }

  /// - Parameters:
  ///   - person: who drew it, as the file names them; nil where it does not say.
  ///   - then: called on another thread with whether it was there already.
  public func store(
    _ drawing: Drawing, by person: String?,
    then: @escaping @Sendable (Result<Bool, StoreError>) -> Void
  ) {
    guard let shape = shapes.find(drawing.shape) else {
      return then(.failure(.unknownShape(drawing.shape)))
    }
    let user: Int64
    do { user = try id(of: person) } catch { return then(.failure(error)) }
    let score = Scorer.score(drawing: drawing.ink, kind: shape.kind, canvas: drawing.canvas)
    let strokes = StrokeCodec.encode(drawing.ink)
    var drawing = drawing
    drawing.id = Self.id(of: drawing, strokes)
    let new = NewDrawing(
      drawing: drawing, userID: user, shapeID: shape.id, quality: score.quality,
      completeness: score.completeness, strokes: strokes)
    room.wait()
    pending.begin()
    store.writer.finish(new, isAccepted: false) { [room, pending] result in
      then(result.map(\.wasThere))
      room.signal()
      pending.end()
    }
  }

  /// One person stands for all who are not named. A repeated import finds the same people.
  private func id(of person: String?) throws(StoreError) -> Int64 {
    if let known = people.withLock({ $0[person] }) { return known }
    let token = "the importer's own session, known to nobody else"
    let hash = Sessions.hash(of: person.map { "\(token): \($0)" } ?? token)
    let user: User
    if let known = try store.user(tokenHash: hash) {
      user = known
    } else {
      let writer = store.writer
      user = try store.waitForChange {
        writer.createSession(
          publicID: .random(), name: person == nil ? "import" : nil, tokenHash: hash,
          completion: $0)
      }
    }
    people.withLock { $0[person] = user.id }
    return user.id
  }

  public func waitUntilStored() { pending.wait() }

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
