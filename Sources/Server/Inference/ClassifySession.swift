import Ink
import Recognition
import Transport

/// One connection to `/ws/classify`: takes ink as it is drawn and says what it looks like. Nothing
/// is stored.
final class ClassifySession: WebSocketHandler {
  unowned let loop: ClassifyLoop
  /// Has to be good for something before anything is answered.
  let shown: Shown
  let peer: String
  /// Nil until that is known.
  var asker: Asker?
  var connection: WebSocketConnection?

  private var id: DrawingID?
  private var numbered: NumberedInk?
  private var sight = Sight()
  /// When the newest operation came, until it is answered.
  private var arrived: ContinuousClock.Instant?

  /// The model that was asked for by name; nil for whichever serves.
  var chosen: ChosenModel?
  var isLoading = false

  private var isListed = false
  var isAdmitted: Bool { asker != nil }
  var waiting: [(bytes: [UInt8], isText: Bool)] = []
  var toldModel: String?
  private var toldGap: UInt32 = 0
  private var frames = TokenBucket(capacity: 30_000, perSecond: 2_000)
  private var answers = TokenBucket(capacity: 200, perSecond: 1_000)
  private var resumes = TokenBucket(capacity: 20, perSecond: 2)

  /// Messages that may come before the key is known to be good, or while a model is read.
  private static let waitingLimit = 64

  init(loop: ClassifyLoop, shown: Shown, peer: String) {
    self.loop = loop
    self.shown = shown
    self.peer = peer
  }

  var ink: InkLoop { loop.ink }

  // MARK: - Opening and ending

  func opened(_ connection: WebSocketConnection) {
    self.connection = connection
    loop.add(self)
    guard !ink.isDraining else { return goAway() }
    letIn()
  }

  func goAway() { connection?.close(.goingAway) }

  func closed() {
    connection = nil
    loop.remove(self)
    if let id, let numbered, numbered.seq > 0 { loop.left.keep(numbered, as: id) }
  }

  func end(_ refusal: Refusal) {
    send(ink.messages.error(refusal, isFatal: true))
    connection?.close(.policy)
  }

  func send(_ bytes: [UInt8]) { connection?.send(bytes) }

  // MARK: - Messages

  func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
    guard frames.take() else {
      return end(Refusal(code: "flood", message: "Too many frames; keep to the pace."))
    }
    guard isAdmitted && !isLoading else {
      guard waiting.count < Self.waitingLimit else {
        return end(
          Refusal(code: "flood", message: "Too much before the welcome, or before the model came."))
      }
      return waiting.append((Array(message), isText))
    }
    take(message, isText: isText)
  }

  func take(_ message: UnsafeRawBufferPointer, isText: Bool) {
    let now = ContinuousClock.now
    do {
      if isText {
        try receivedText(JSON(parsing: message.bindMemory(to: UInt8.self)), now)
      } else {
        try receivedPoints(message, now)
      }
    } catch let refusal as Refusal {
      refuse(refusal)
    } catch let error as JSONError {
      refuse(.malformed(error.description))
    } catch {
      refuse(.unavailable)
    }
  }

  func refuse(_ refusal: Refusal) {
    if let expected = refusal.expected {
      // Frames behind a gap are many: one answer is enough.
      guard toldGap != expected else { return }
      toldGap = expected
    }
    send(ink.messages.error(refusal))
    if refusal.isMalformed { connection?.close(.malformed) }
  }

  private func receivedPoints(
    _ frame: UnsafeRawBufferPointer, _ now: ContinuousClock.Instant
  ) throws {
    let header = try PointFrame.header(of: frame)
    try operation(header.seq, now) { numbered in
      try PointFrame.readPoints(frame, count: header.count, into: ink.points)
      try numbered.append(
        UnsafeBufferPointer(rebasing: ink.points[..<header.count]), flags: header.flags)
    }
  }

  private func receivedText(_ message: JSON, _ now: ContinuousClock.Instant) throws {
    let type = try message.readType()
    switch type {
    case "begin": try begin(message)
    case "resume": try resume(try message.readDrawingID())
    case "reset":
      guard let numbered else { throw Refusal.noDrawing }
      start(NumberedInk(canvas: numbered.canvas), id)
      send(ink.messages.begun(id))
    case "points":
      try operation(try message.readSeq(), now) { numbered in
        let count = try message.readPoints(after: numbered.clock, into: ink.points)
        try numbered.append(
          UnsafeBufferPointer(rebasing: ink.points[..<count]), flags: message.readPointFlags())
      }
    case "style":
      // It changes nothing of what is seen: it is answered only where there is something to see.
      try operation(try message.readSeq(), now, isAnswered: numbered?.ink.isEmpty == false) {
        $0.setStyle(try message.readStyle())
      }
    case "truncate":
      try operation(try message.readSeq(), now) { numbered in
        try numbered.truncate(to: try message.readPointsToKeep())
        sight.reset()
      }
    default:
      throw Refusal.unknownType(type, known: "begin, points, style, truncate, resume and reset")
    }
  }

  func begin(_ message: JSON) throws(Refusal) {
    let version = try message.readModel()
    if let version, chosen?.version != version {
      start(nil, nil)
      return load(version, for: message)
    }
    if version == nil { chosen = nil }
    // What follows a refused begin must not reach the ink before.
    let before = (id, numbered)
    start(nil, nil)
    var id: DrawingID?
    if let given = message["drawing"], !given.isNull { id = try message.readDrawingID() }
    if let id, id == before.0, let ink = before.1 {
      // As told again as by `resume`, and so as rarely; refused, it is the same ink still.
      start(ink, id)
      return try resume(id)
    }
    if let id, let ink = loop.left.take(id) { return resumed(ink, id) }
    let canvas =
      message["canvas"] == nil ? Drawing.standardCanvas : try message.readCanvas()
    _ = try message.readDevice()
    start(NumberedInk(canvas: canvas), id)
    send(ink.messages.begun(id))
  }

  private func resume(_ id: DrawingID) throws(Refusal) {
    guard resumes.take() else { throw .tooManyAtOnce }
    if id == self.id, let numbered { return resumed(numbered, id) }
    start(nil, nil)
    guard let ink = loop.left.take(id) else {
      throw Refusal(
        code: "unknown_drawing", message: "There is no such drawing to go on with; begin it.")
    }
    resumed(ink, id)
  }

  private func resumed(_ numbered: NumberedInk, _ id: DrawingID) {
    start(numbered, id)
    send(ink.messages.resumed(numbered, id, shape: nil))
    if !numbered.ink.isEmpty { answer(.now) }
  }

  private func start(_ numbered: NumberedInk?, _ id: DrawingID?) {
    self.numbered = numbered
    self.id = id
    sight.reset()
    toldGap = 0
    arrived = nil
  }

  /// Applies an operation if it is the next one; one that came again is answered again.
  private func operation(
    _ seq: UInt32, _ now: ContinuousClock.Instant, isAnswered: Bool = true,
    _ apply: (inout NumberedInk) throws -> Void
  ) throws {
    guard numbered != nil else { throw Refusal.noDrawing }
    if try numbered!.order(of: seq) == .next { try apply(&numbered!) }
    if isAnswered { answer(now) }
  }

  // MARK: - Telling

  private func answer(_ now: ContinuousClock.Instant) {
    arrived = now
    // A loop that keeps up answers at once; a busy one collects until its tick.
    if ink.answersAtOnce && !isListed { _ = tell() } else { list() }
  }

  private func list() {
    guard !isListed else { return }
    isListed = true
    loop.hasNews(self)
  }

  /// Says what the ink looks like as of the newest operation, if it is time.
  /// - Returns: false when there is something to tell that has to wait.
  func tell() -> Bool {
    guard let arrived, let numbered, let connection, connection.isOpen else {
      isListed = false
      return true
    }
    guard answers.take(), asker.map(loop.access.hasLeft) ?? true else {
      list()
      return false
    }
    let guesses = look(at: numbered)
    guard guesses != nil || numbered.ink.isEmpty else {
      list()
      return false
    }
    announceModel()
    let bytes = ink.messages.guess(
      numbered, guesses, sight.decision, model: chosen?.version ?? toldModel ?? "", since: arrived)
    isListed = false
    // When the socket is full `hasRoom` comes back to it.
    if connection.sendIfRoom(bytes) { self.arrived = nil }
    return true
  }

  /// A key pays for each look with what it may ask about in a second.
  private func look(at numbered: NumberedInk) -> Guesses? {
    let guesses: Guesses?
    if chosen == nil {
      guesses = ink.inference.look(
        at: numbered.ink, &sight, isFinished: !numbered.isPenDown, for: .question)
    } else {
      guesses = ink.inference.look(
        at: numbered.ink, &sight, isFinished: !numbered.isPenDown, by: &chosen!)
    }
    if guesses != nil, let asker, asker.key != nil { _ = loop.access.trySpend(1, by: asker) }
    return guesses
  }

  func hasRoom() { list() }

  func tellPace() {
    guard isAdmitted else { return }
    _ = connection?.sendIfRoom(ink.messages.pace(interval: ink.pace.interval))
  }

  /// Says which model answers from now on, if the client was told of another one.
  func announceModel() {
    guard isAdmitted, chosen == nil, let version = ink.inference.served?.version,
      version != toldModel
    else { return }
    toldModel = version
    send(ink.messages.model(version))
  }
}
