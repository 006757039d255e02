import DequeModule
import Ink
import Recognition
import Storage
import Transport

/// One connection to `/ws/drawing`: reads its messages, applies them, tells its client the state.
final class InkSession: WebSocketHandler, Answering {
  unowned let ink: InkLoop
  private let token: String?
  let userAgent: String
  var connection: WebSocketConnection?
  private(set) var session: Session?
  var held: HeldDrawing?
  /// The client waits for `resumed`.
  var owesResumed = false

  /// Messages that came while the store was being asked; reading is paused meanwhile.
  private var waiting: Deque<(bytes: [UInt8], isText: Bool)> = []
  private var waitingBytes = 0
  private var isTakingUp = false
  private(set) var isBusy = true

  private var isListed = false
  var isInQueue = false
  private var hasFeedback = false
  /// The newest feedback went out without guesses, for the loop was busy.
  private var owesGuesses = false
  /// When its next turn in the loop's queue is, ms, while that lies ahead.
  private var turn: UInt64 = 0
  private var answers = TokenBucket(capacity: 8, perSecond: 30)
  private var toldSaved: UInt32 = 0
  private var toldGap: UInt32 = 0
  private(set) var isWelcome = false
  var lesson = ToldLesson()
  private var toldPace = 0
  /// An hour of drawing without a network comes in one go.
  private var frames = TokenBucket(capacity: 4_000, perSecond: 250)
  /// Since when more comes than `frames` gives, and when it last did, ms.
  private var flood: (since: UInt64, last: UInt64)?
  private var isHeldBack = false
  var begins = TokenBucket(capacity: 200, perSecond: 20)
  /// A drawing comes back whole, up to some 500 kB: a client that lost its connection needs one.
  var resumes = TokenBucket(capacity: 20, perSecond: 2)

  private static let waitingLimit = 4 << 20
  /// ms for which more than its share may come before it is taken for a flood.
  private static let floodLimit: UInt64 = 5_000
  /// Messages that it waits for once it has used up its own.
  private static let messagesAtOnce = 25.0
  private static let answersForScores = 4.0
  /// ms until an answer is there again for a client that used up its own.
  private static let answerPause = 34
  /// ms for which an answer waits until it can say that its ink is saved.
  private static let patience = 15

  init(ink: InkLoop, token: String?, userAgent: String) {
    self.ink = ink
    self.token = token
    self.userAgent = userAgent
  }

  // MARK: - Opening

  func opened(_ connection: WebSocketConnection) {
    self.connection = connection
    ink.add(self)
    guard !ink.isDraining else { return goAway() }
    connection.setReading(false)
    if let token {
      if let session = ink.shared.sessions.cached(token: token) { return welcome(session) }
      ask { shared in
        try shared.sessions.find(token: token)
      } then: { session, result in
        switch result {
        case .success(let found?): session.welcome(found)
        case .success(nil):
          session.end(
            Refusal(
              code: "session_unknown",
              message: "This session is not known here; ask for a new one with POST /api/session."))
        case .failure: session.end(.unavailable)
        }
      }
    } else {
      let loop = ink.loop
      let box = WeakSession(self)
      ink.shared.sessions.create(name: nil) { result in
        loop.post {
          guard let session = box.openSession else { return }
          switch result {
          case .success(let made): session.welcome(made)
          case .failure: session.end(.unavailable)
          }
        }
      }
    }
  }

  private func welcome(_ session: Session) {
    self.session = session
    let user = session.user.id
    if let parked = ink.shared.open.newestParked(ofUser: user) {
      return sayWelcome(session, open: parked)
    }
    ask { shared in
      try shared.store.newestOpen(ofUser: user)
    } then: { inkSession, result in
      inkSession.sayWelcome(session, open: (try? result.get()) ?? nil)
    }
  }

  private func sayWelcome(_ session: Session, open: (id: DrawingID, shape: String, seq: UInt32)?) {
    toldPace = ink.pace.interval
    send(ink.messages.welcome(session, open: open, interval: toldPace, build: ink.shared.build))
    isWelcome = true
    tellLesson()
    becomeIdle()
  }

  // MARK: - Messages

  func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
    if !frames.take() && !isHeldBack { holdBack() }
    if isBusy || !waiting.isEmpty {
      waitingBytes += message.count
      guard waitingBytes <= Self.waitingLimit else {
        return end(Refusal(code: "flood", message: "Too much at once."), code: .policy)
      }
      waiting.append((Array(message), isText))
      return
    }
    take(message, isText: isText)
  }

  /// More comes than anybody draws: it waits in the network, so that others need not.
  private func holdBack() {
    let now = monotonicMilliseconds()
    var since = now
    if let flood, now - flood.last < Self.floodLimit / 2 { since = flood.since }
    flood = (since, now)
    guard now - since < Self.floodLimit else {
      return end(
        Refusal(code: "flood", message: "Too many frames; keep to the pace."), code: .policy)
    }
    isHeldBack = true
    regulateReading()
    ink.holdBack(self)
  }

  /// - Returns: whether it may be read again.
  func isReadAgain() -> Bool {
    guard frames.has(Self.messagesAtOnce) else { return false }
    isHeldBack = false
    regulateReading()
    return true
  }

  private func take(_ message: UnsafeRawBufferPointer, isText: Bool) {
    do {
      if isText {
        try receivedText(JSON(parsing: message.bindMemory(to: UInt8.self)))
      } else {
        try receivedPoints(message)
      }
    } catch let refusal as Refusal {
      refuse(refusal)
    } catch let error as JSONError {
      refuse(.malformed(error.description))
    } catch {
      refuse(.unavailable)
    }
  }

  /// An operation came again: its client wants to hear how far things are.
  func repeated() {
    toldSaved = 0
    list()
  }

  // MARK: - Telling

  func changed() {
    hasFeedback = true
    if ink.seats.hasRoom, let held { ink.seats.offer(held.drawing) }
    showInLesson()
    // Where many draw, one answer is to say both how good it is and that it is saved; it waits for
    // the disk only as long as a good one takes.
    if ink.answersAtOnce && !isListed { tell() } else { list(in: Self.patience) }
  }

  /// What was waited for is on the disk.
  func inkBecameDurable() {
    if owesResumed { resumed() }
    if isListed { ink.hasNewsNow(self) } else { list() }
  }

  func list(in delay: Int = 0) {
    guard !isListed else { return }
    isListed = true
    takeTurn(in: delay)
  }

  /// A turn that comes before serves as well: there are never many for one session.
  private func takeTurn(in delay: Int) {
    let wanted = ink.now + UInt64(delay)
    guard turn <= ink.now || turn > wanted else { return }
    turn = wanted
    ink.hasNews(self, in: delay)
  }

  /// Tells the newest state, or sees to it that it is told later.
  func tell() {
    isListed = false
    guard let held, let connection, connection.isOpen else { return }
    if toldPace != ink.pace.interval { tellPace() }
    if hasFeedback {
      // At most 30 a second to each client, a few at once.
      guard answers.take() else { return list(in: Self.answerPause) }
      let guesses = ink.look(at: held.drawing)
      guard tellFeedback(of: held, guesses, to: connection) else { return }
      owesGuesses = guesses == nil && ink.inference.served != nil && !held.drawing.ink.isEmpty
    } else if held.saved > toldSaved && held.saved == held.drawing.seq {
      if connection.sendIfRoom(ink.messages.saved(held.drawing.id, seq: held.saved)) {
        toldSaved = held.saved
      }
    }
    guard owesGuesses, !held.drawing.isSubmitted else { return }
    // Only from what newer scores leave over.
    guard answers.has(Self.answersForScores), let guesses = ink.look(at: held.drawing) else {
      // The next frame's answer brings them along, if there is one, and does not wait for this.
      return takeTurn(in: max(Self.answerPause, ink.pace.interval * 3 / 2))
    }
    if tellFeedback(of: held, guesses, to: connection) {
      owesGuesses = false
      _ = answers.take()
    }
  }

  /// - Returns: false when the socket is full; `hasRoom` lists the session again.
  private func tellFeedback(
    of held: HeldDrawing, _ guesses: Guesses?, to connection: WebSocketConnection
  ) -> Bool {
    let bytes = ink.messages.feedback(
      held.drawing, saved: held.saved, score: held.drawing.score(), guesses: guesses)
    guard connection.sendIfRoom(bytes) else { return false }
    hasFeedback = false
    toldSaved = held.saved
    return true
  }

  func hasRoom() {
    if toldPace != ink.pace.interval { tellPace() }
    list()
  }

  private func tellPace() {
    guard session != nil, let connection else { return }
    let interval = ink.pace.interval
    if connection.sendIfRoom(ink.messages.pace(interval: interval)) { toldPace = interval }
  }

  func stored(_ stored: HeldDrawing, _ judgement: Judgement, _ result: StoredResult) {
    send(ink.messages.submitted(stored.drawing.id, judgement, result))
    if held === stored { setHeld(nil) }
  }

  func failedToStore(_ stored: HeldDrawing, _ error: StoreError) {
    let refusal =
      error == .notYours
      ? Refusal(code: "not_yours", message: "There is a drawing of this id by somebody else.")
      : .unavailable
    send(ink.messages.error(refusal))
    if held === stored { setHeld(nil) }
  }

  func setHeld(_ held: HeldDrawing?) {
    if (held == nil) != (self.held == nil) {
      ink.shared.drawing.add(held == nil ? -1 : 1, ordering: .relaxed)
    }
    self.held = held
    owesResumed = false
    hasFeedback = held?.drawing.ink.isEmpty == false
    owesGuesses = false
    toldSaved = 0
    toldGap = 0
    if held != nil { list() }
  }

  // MARK: - Refusing and ending

  func refuse(_ refusal: Refusal) {
    if let expected = refusal.expected {
      // Frames behind a gap are many: one answer is enough.
      guard toldGap != expected else { return }
      toldGap = expected
    }
    send(ink.messages.error(refusal))
    if refusal.isMalformed { connection?.close(.malformed) }
  }

  private func end(
    _ refusal: Refusal, code: WebSocketConnection.CloseCode = .policy
  ) {
    send(ink.messages.error(refusal, isFatal: true))
    connection?.close(code)
  }

  /// The drawing goes on at another connection.
  func lose() {
    setHeld(nil)
    end(Refusal(code: "taken_over", message: "This drawing goes on elsewhere."))
  }

  /// The server stops: the last word on what is durable, then close code 1001.
  func goAway() {
    guard let connection, connection.isOpen else { return }
    if let held, held.saved > toldSaved {
      connection.send(ink.messages.saved(held.drawing.id, seq: held.saved))
    }
    connection.close(.goingAway)
  }

  func closed() {
    connection = nil
    ink.remove(self)
    if let held {
      setHeld(nil)
      ink.release(held)
    }
  }

  func send(_ bytes: [UInt8]) { connection?.send(bytes) }

  // MARK: - Waiting for the store

  /// Asks the store on the pool; nothing is read from the client meanwhile.
  func ask<T: Sendable>(
    _ question: @escaping @Sendable (LiveInk) throws -> T,
    then answer: @escaping @Sendable (InkSession, Result<T, any Error>) -> Void
  ) {
    becomeBusy()
    let shared = ink.shared
    let loop = ink.loop
    let box = WeakSession(self)
    let isQueued = shared.pool.run {
      let result = Result { try question(shared) }
      loop.post { if let session = box.openSession { answer(session, result) } }
    }
    if !isQueued { end(.unavailable, code: .tryAgainLater) }
  }

  func becomeBusy() {
    isBusy = true
    regulateReading()
  }

  /// Takes up what came in the meantime.
  func becomeIdle() {
    isBusy = false
    // A message that is taken up may ask and be answered at once: the loop below goes on then.
    guard !isTakingUp else { return }
    isTakingUp = true
    while !isBusy, connection?.isOpen == true, let next = waiting.popFirst() {
      waitingBytes -= next.bytes.count
      next.bytes.withUnsafeBytes { take($0, isText: next.isText) }
    }
    isTakingUp = false
    regulateReading()
  }

  func regulateReading() {
    connection?.setReading(!isBusy && !isHeldBack && !ink.isChoked && !ink.isDraining)
  }
}

extension Refusal {
  static let noDrawing = Refusal(
    code: "no_drawing", message: "No drawing is open on this connection; begin or resume one.")
  static let unavailable = Refusal(
    code: "unavailable", message: "The server cannot do this just now; try again in a moment.")
}
