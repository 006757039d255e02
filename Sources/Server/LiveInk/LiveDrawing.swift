import Ink
import Recognition
import Storage

/// A drawing that is being drawn: its ink so far, how good it is, and the newest operation in it.
///
/// It has one owner at a time, a loop or the table of open drawings, and moves as a whole.
final class LiveDrawing: @unchecked Sendable {
  // Safe to hand over: whoever gives it away keeps no reference that it uses.
  let id: DrawingID
  let userID: Int64
  let shape: Shape
  let device: Device
  let userAgent: String
  /// ms since 1970.
  let begun: Int64
  /// What the game says of it.
  let play: Play?

  private(set) var numbered: NumberedInk
  private(set) var isSubmitted = false
  /// How often ink was taken back.
  private(set) var truncations = 0
  private var scorer: LiveScorer
  /// Undo leaves the scorer behind until the next score: many in a row then cost one rebuilding.
  private var isScorerStale = false
  /// Of the ink as it is, until it changes: several ask for it in turn.
  private var knownScore: Score?
  /// What a model sees of it.
  var sight = Sight()

  var canvas: Canvas { numbered.canvas }
  var ink: Strokes { numbered.ink }
  var style: StrokeStyle { numbered.style }
  /// The newest operation that was applied.
  var seq: UInt32 { numbered.seq }
  /// ms from the drawing's beginning to its last point.
  var clock: UInt32 { numbered.clock }

  init(
    id: DrawingID, userID: Int64, shape: Shape, ink: NumberedInk, device: Device,
    userAgent: String, begun: Int64, play: Play? = nil
  ) {
    self.id = id
    self.userID = userID
    self.shape = shape
    self.device = device
    self.userAgent = userAgent
    self.begun = begun
    self.play = play
    numbered = ink
    scorer = LiveScorer(kind: shape.kind, canvas: ink.canvas)
  }

  /// Goes on from a state that was stored.
  convenience init(_ drawing: Drawing, userID: Int64, shape: Shape, state: OpenState) {
    let ink = NumberedInk(
      drawing.ink, canvas: drawing.canvas, style: state.style, seq: state.seq)
    self.init(
      id: drawing.id, userID: userID, shape: shape, ink: ink, device: drawing.device,
      userAgent: drawing.userAgent, begun: state.begun, play: state.play)
    scorer.rebuild(from: drawing.ink)
  }

  /// Where an operation stands: the next one, or one that was applied before.
  /// - Throws: a gap, with the number that is expected.
  func order(of seq: UInt32) throws(Refusal) -> NumberedInk.Order {
    if isSubmitted && seq > self.seq {
      throw Refusal(
        code: "submitted", message: "The drawing was submitted; nothing can follow.")
    }
    return try numbered.order(of: seq)
  }

  /// Applies the next operation's points.
  func append(
    _ points: UnsafeBufferPointer<Point>, flags: PointFlags
  ) throws(Refusal) {
    try numbered.append(points, flags: flags)
    knownScore = nil
    guard !isScorerStale else { return }
    if flags.contains(.startsStroke) { scorer.startStroke() }
    scorer.append(points)
  }

  func setStyle(_ style: StrokeStyle) { numbered.setStyle(style) }

  /// Keeps the first points: undo and clear both.
  func truncate(to count: Int) throws(Refusal) {
    try numbered.truncate(to: count)
    truncations += 1
    isScorerStale = true
    knownScore = nil
    sight.reset()
  }

  func submit() throws(Refusal) {
    guard ink.points.count >= 2 else {
      throw Refusal(
        code: "too_few_points", message: "A drawing has at least 2 points; draw before submitting.")
    }
    numbered.pass()
    isSubmitted = true
    knownScore = nil
  }

  func score() -> Score {
    if let knownScore { return knownScore }
    if isScorerStale {
      scorer.rebuild(from: ink)
      isScorerStale = false
    }
    let score = scorer.score(finished: isSubmitted)
    knownScore = score
    return score
  }

  /// - Parameter guesses: a model's.
  func judgement(_ guesses: Guesses?) -> Judgement {
    let score = score()
    return Judgement(score: score, ideal: scorer.ideal(), guesses: guesses)
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
  /// - Parameter guess: a model's, of the finished drawing.
  func stored(_ guess: StoredGuess? = nil) -> NewDrawing {
    let score = score()
    return NewDrawing(
      drawing: drawing, userID: userID, shapeID: shape.id, quality: score.quality,
      completeness: score.completeness, strokes: StrokeCodec.encode(ink), guess: guess,
      play: play, begun: begun)
  }

  var openState: OpenState { OpenState(seq: seq, style: style, begun: begun, play: play) }
}
