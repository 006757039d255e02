import Ink
import Storage

/// A drawing that is being drawn: its ink so far, how good it is, and the newest operation in it.
///
/// It has one owner at a time, a loop or the table of open drawings, and moves as a whole.
final class LiveDrawing: @unchecked Sendable {
  // Safe to hand over: whoever gives it away keeps no reference that it uses.
  let id: DrawingID
  let userID: Int64
  let shape: Shape
  let canvas: Canvas
  let device: Device
  let userAgent: String
  /// ms since 1970.
  let begun: Int64

  private(set) var ink = Strokes()
  private(set) var style: StrokeStyle
  /// The newest operation that was applied.
  private(set) var seq: UInt32 = 0
  /// ms from the drawing's beginning to its last point.
  private(set) var clock: UInt32 = 0
  private(set) var isSubmitted = false
  private var scorer: LiveScorer
  /// Undo leaves the scorer behind until the next score: many in a row then cost one rebuilding.
  private var isScorerStale = false

  init(
    id: DrawingID, userID: Int64, shape: Shape, canvas: Canvas, device: Device,
    userAgent: String, begun: Int64, style: StrokeStyle = .standard
  ) {
    self.id = id
    self.userID = userID
    self.shape = shape
    self.canvas = canvas
    self.device = device
    self.userAgent = userAgent
    self.begun = begun
    self.style = style
    scorer = LiveScorer(kind: shape.kind, canvas: canvas)
  }

  /// Goes on from a state that was stored.
  convenience init(_ drawing: Drawing, userID: Int64, shape: Shape, state: OpenState) {
    self.init(
      id: drawing.id, userID: userID, shape: shape, canvas: drawing.canvas,
      device: drawing.device, userAgent: drawing.userAgent, begun: state.begun,
      style: state.style)
    ink = drawing.ink
    seq = state.seq
    clock = Self.clock(of: ink)
    scorer.rebuild(from: ink)
  }

  private static func clock(of ink: Strokes) -> UInt32 {
    ink.points.reduce(0) { $0 + UInt32($1.elapsed) }
  }

  enum Order { case next, known }

  /// Where an operation stands: the next one, or one that was applied before.
  /// - Throws: a gap, with the number that is expected.
  func order(of seq: UInt32) throws(Refusal) -> Order {
    if seq <= self.seq && seq > 0 { return .known }
    if isSubmitted {
      throw Refusal(
        code: "submitted", message: "The drawing was submitted; nothing can follow.")
    }
    guard seq == self.seq + 1 else {
      throw Refusal(
        code: "gap", message: "Operation \(seq) cannot follow \(self.seq); send \(self.seq + 1).",
        expected: self.seq + 1)
    }
    return .next
  }

  /// Applies the next operation's points.
  func append(
    _ points: UnsafeBufferPointer<Point>, flags: PointFlags
  ) throws(Refusal) {
    guard ink.points.count + points.count <= InkLimits.points else {
      throw Refusal(
        code: "too_many_points",
        message: "A drawing has at most \(InkLimits.points) points; submit it or take some back.")
    }
    let starts = flags.contains(.startsStroke)
    if starts && ink.strokes.count >= InkLimits.strokes {
      throw Refusal(
        code: "too_many_strokes",
        message: "A drawing has at most \(InkLimits.strokes) strokes; submit it or take some back.")
    }
    if points.isEmpty {
      guard flags == .endsStroke else {
        throw .invalid("A frame without points can only end a stroke.")
      }
    } else if ink.isEmpty && !starts {
      throw .invalid("The first point of a drawing starts a stroke.")
    }
    for point in points where !canvas.admits(point) {
      throw Refusal(
        code: "off_canvas",
        message:
          "The point \(point.xInUnits), \(point.yInUnits) lies outside the canvas and a tenth around it."
      )
    }
    seq += 1
    if starts { ink.startStroke(style: style) }
    for point in points {
      clock += UInt32(point.elapsed)
      ink.append(point)
    }
    guard !isScorerStale else { return }
    if starts { scorer.startStroke() }
    scorer.append(points)
  }

  func setStyle(_ style: StrokeStyle) {
    seq += 1
    self.style = style
  }

  /// Keeps the first points: undo and clear both.
  func truncate(to count: Int) throws(Refusal) {
    guard 0...ink.points.count ~= count else {
      throw .invalid("The drawing has \(ink.points.count) points; it cannot keep \(count).")
    }
    seq += 1
    ink.truncate(to: count)
    clock = Self.clock(of: ink)
    isScorerStale = true
  }

  func submit() throws(Refusal) {
    guard ink.points.count >= 2 else {
      throw Refusal(
        code: "too_few_points", message: "A drawing has at least 2 points; draw before submitting.")
    }
    seq += 1
    isSubmitted = true
  }

  func score() -> Score {
    if isScorerStale {
      scorer.rebuild(from: ink)
      isScorerStale = false
    }
    return scorer.score(finished: isSubmitted)
  }

  func judgement() -> Judgement {
    let score = score()
    return Judgement(score: score, ideal: scorer.ideal())
  }

  private var drawing: Drawing {
    Drawing(
      id: id, shape: shape.key, canvas: canvas, device: device, ink: ink, userAgent: userAgent)
  }

  /// Keeps it where a person can find it, after the store has refused it.
  func keepAside(in writer: StoreWriter, _ error: StoreError) {
    writer.keepAside(drawing, userID: userID, error: error)
  }

  /// The drawing as it stands, for the store.
  func stored() -> NewDrawing {
    let score = score()
    return NewDrawing(
      drawing: drawing, userID: userID, shapeID: shape.id, quality: score.quality,
      completeness: score.completeness, strokes: StrokeCodec.encode(ink))
  }

  var openState: OpenState { OpenState(seq: seq, style: style, begun: begun) }
}
