import Crypto
import Foundation
import Ink
import Storage

/// A recorded drawing that is ready to be stored: scored as live ones are, and in the compact form.
public struct PreparedDrawing: Sendable {
  let person: RecordedDrawing.Person
  private let recorded: RecordedDrawing
  private let shapeID: Int64
  private let quality, completeness: Float
  private let strokes: [UInt8]

  /// Any thread may ask.
  /// - Throws: `.unknownShape`.
  init(_ recorded: RecordedDrawing, _ shapes: ShapeCatalogue) throws(StoreError) {
    let drawing = recorded.drawing
    guard let shape = shapes.find(drawing.shape) else { throw .unknownShape(drawing.shape) }
    let score = Scorer.score(drawing: drawing.ink, kind: shape.kind, canvas: drawing.canvas)
    let strokes = StrokeCodec.encode(drawing.ink)
    var recorded = recorded
    if !recorded.hasID { recorded.drawing.id = Self.id(of: drawing, strokes) }
    self.recorded = recorded
    self.strokes = strokes
    person = recorded.person
    shapeID = shape.id
    (quality, completeness) = (score.quality, score.completeness)
  }

  /// - Parameter user: the person's row.
  func stored(by user: Int64) -> BulkDrawing {
    var drawing = BulkDrawing(
      NewDrawing(
        drawing: recorded.drawing, userID: user, shapeID: shapeID, quality: quality,
        completeness: completeness, strokes: strokes))
    drawing.isComplete = recorded.isComplete
    if recorded.isDeleted { drawing.deleted = storeTime() }
    drawing.isFlagged = recorded.isFlagged
    drawing.flagReason = recorded.flagReason
    return drawing
  }

  /// The id of a drawing without one follows from what was drawn (RFC 9562, version 8), so that a
  /// second import of the same file adds nothing.
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

/// The rows of people whose drawings are imported, found once each.
struct PeopleMet {
  private var rows: [RecordedDrawing.Person: Int64] = [:]

  /// The drawings as they are stored, in their order.
  mutating func stored(
    _ drawings: [PreparedDrawing], in store: Store
  ) throws(StoreError) -> [BulkDrawing] {
    // Always in the same order: the first import of a file gives the same rows.
    var new: [RecordedDrawing.Person] = []
    var seen: Set<RecordedDrawing.Person> = []
    for drawing in drawings where rows[drawing.person] == nil {
      if seen.insert(drawing.person).inserted { new.append(drawing.person) }
    }
    if !new.isEmpty {
      for (person, row) in zip(new, try store.people(new.map(Self.imported))) {
        rows[person] = row
      }
    }
    return drawings.map { $0.stored(by: rows[$0.person]!) }
  }

  /// One person stands for all who are not named. A repeated import finds the same people.
  private static func imported(_ person: RecordedDrawing.Person) -> ImportedPerson {
    let token = "the importer's own session, known to nobody else"
    switch person {
    case .unnamed: return .made(hash: Sessions.hash(of: token), name: "import")
    case .named(let name): return .made(hash: Sessions.hash(of: "\(token): \(name)"), name: nil)
    case .known(let id): return .known(id)
    }
  }
}
