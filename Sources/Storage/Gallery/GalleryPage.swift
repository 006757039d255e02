import GRDB
public import Ink

/// What a gallery shows of a drawing.
public struct GalleryDrawing: Sendable, Equatable {
  /// The store's own, time-ordered name.
  public let id: Int64
  public let publicID: DrawingID
  /// Who drew it, by the public name.
  public let user: DrawingID
  /// Keys of shapes: what was asked for, and what the model saw. The guess is nil for none of the
  /// shapes, and where nobody guessed: then its confidence is nil, too.
  public let shape: String
  public let guess: String?
  /// 0...1.
  public let guessConfidence: Float?
  public let isComplete: Bool
  public let quality, completeness: Float
  public let canvas: Canvas
  public let device: Device
  public let points, strokes, durationInMilliseconds: Int
  public let isFlagged: Bool
  public let flagReason: String?
  /// ms since 1970; nil when it is not deleted.
  public let deleted: Int64?
  /// The audit's row of the newest change that somebody made; 0 for none.
  public let mended: Int64

  /// ms since 1970.
  public var stored: Int64 { id >> 20 }

  /// Another one after each change, also by the person who goes on drawing.
  public var etag: String { "\(mended)-\(points)-\(isComplete ? 1 : 0)" }

  static let select = """
    SELECT d.id, d.public_id, user.public_id, shape.key, seen.key, guess_permille, status, quality,
      completeness, canvas_width, canvas_height, device, points, strokes, duration_ms, flagged,
      flag_reason, deleted, mended
    FROM drawing d JOIN user ON user.id = d.user_id JOIN shape ON shape.id = d.shape
      LEFT JOIN shape seen ON seen.id = d.guess
    """

  init(_ row: Row) {
    id = row[0]
    publicID = DrawingID(data: row[1])
    user = DrawingID(data: row[2])
    shape = row[3]
    guess = row[4]
    guessConfidence = (row[5] as Int?).map { Float($0) / 1_000 }
    isComplete = row[6] == 1
    quality = row[7]
    completeness = row[8]
    canvas = Canvas(width: row[9], height: row[10])
    device = Device(rawValue: row[11]) ?? .unknown
    points = row[12]
    strokes = row[13]
    durationInMilliseconds = row[14]
    isFlagged = row[15] == 1
    flagReason = row[16]
    deleted = row[17]
    mended = row[18]
  }
}

/// How many drawings match.
public struct GalleryTotal: Sendable, Equatable {
  public let count: Int
  /// False where only so many were looked for: there are at least `count`.
  public let isExact: Bool

  public init(count: Int, isExact: Bool) {
    self.count = count
    self.isExact = isExact
  }
}

/// Some drawings of a gallery, in its order.
public struct GalleryPage: Sendable {
  /// At most as many as were asked for. There may be fewer although more follow: a page ends where
  /// finding the next one would take too long.
  public let drawings: [GalleryDrawing]
  /// Where to go on; nil at the end.
  public let next: String?
  /// As it was when the first page was made.
  public let total: GalleryTotal
}
