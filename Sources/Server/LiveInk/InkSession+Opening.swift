import Ink
import Storage
import Transport

// How a connection comes to its drawing: begin, resume, discard.
extension InkSession {
  /// Unfinished drawings that one person may have in memory.
  private static let openLimit = 200

  func begin(_ message: JSON, userAgent: String) throws(Refusal) {
    guard let session else { throw .unavailable }
    let id: DrawingID
    do {
      id = try message.readDrawingID()
      // Operations name no drawing: what follows a refused begin must not reach the one before.
      if let held, held.drawing.id != id { setAside(current: held) }
    } catch {
      setAside(current: held)
      throw error
    }
    guard let key = message["shape"]?.string, let shape = ink.shared.shapes.find(key),
      shape.isEnabled
    else {
      throw Refusal(
        code: "unknown_shape", message: "There is no such shape to draw; see GET /api/shapes.")
    }
    let canvas = try message.readCanvas()
    let device = try message.readDevice()
    let play = try message.readPlay()
    guard begins.take() else { throw .tooManyAtOnce }
    let drawing = LiveDrawing(
      id: id, userID: session.user.id, shape: shape, ink: NumberedInk(canvas: canvas),
      device: device, userAgent: userAgent, begun: storeTime(), play: play)
    if held?.drawing.id == id { return resumed() }
    // An id that was used before, perhaps before a crash, is a drawing to go on with.
    find(id) { session, found in
      if found != nil { return session.take(found) }
      session.start(drawing)
    }
  }

  func resume(_ id: DrawingID) throws(Refusal) {
    guard resumes.take() else { throw .tooManyAtOnce }
    if let held, held.drawing.id == id { return resumed() }
    setAside(current: held)
    find(id) { session, found in
      guard found == nil else { return session.take(found) }
      session.send(
        session.ink.messages.error(
          Refusal(
            code: "unknown_drawing",
            message: "There is no such drawing to go on with; begin it.")))
      session.becomeIdle()
    }
  }

  func discard(_ id: DrawingID) throws(Refusal) {
    if held?.drawing.id == id { return drop(id) }
    find(id) { session, found in
      switch found {
      case .open, .stored:
        // What was found may have gone on elsewhere since; then another drawing is held still.
        if session.adopt(found) { session.drop(id) }
      case .finished:
        session.refuse(
          Refusal(
            code: "submitted", message: "This drawing was submitted; it is not open any more."))
      case .notYours: session.refuse(.notYours)
      case .unavailable: session.refuse(.unavailable)
      case nil: session.send(session.ink.messages.discarded(id))
      }
      session.becomeIdle()
    }
  }

  private func drop(_ id: DrawingID) {
    guard let held, let session else { return }
    ink.append(held) { InkRecord.appendDiscard(of: held.drawing, to: &$0) }
    ink.forget(held)
    setHeld(nil)
    ink.shared.store.writer.discard(id, userID: session.user.id) { _ in }
    send(ink.messages.discarded(id))
  }

  // MARK: - Finding

  /// What is known under an id.
  enum Found: Sendable {
    case open(LiveDrawing, base: Int64?)
    /// It was put aside in the store; nobody held it when the store was asked (ms).
    case stored(LiveDrawing, askedAt: UInt64)
    case finished(DrawingID, Judgement, StoredResult)
    case notYours
    case unavailable
  }

  /// Looks an id up in the table of open drawings and in the store; where another connection
  /// holds it, waits until that has let go.
  private func find(
    _ id: DrawingID, attempt: Int = 0,
    then answer: @escaping @Sendable (InkSession, Found?) -> Void
  ) {
    guard let user = session?.user.id, connection != nil else { return }
    switch ink.shared.open.claim(id, userID: user, loop: ink.loop.index) {
    case .granted(let drawing, let base): answer(self, .open(drawing, base: base))
    case .notYours: answer(self, .notYours)
    case .held(let index):
      guard attempt < 5 else { return answer(self, .unavailable) }
      becomeBusy()
      let holder = ink.siblings[index]
      let loop = ink.loop
      let box = WeakSession(self)
      holder.loop.post {
        holder.handOver(id) {
          loop.post { box.openSession?.find(id, attempt: attempt + 1, then: answer) }
        }
      }
    case .unknown:
      ask { shared in
        try shared.lookUp(id, userID: user)
      } then: { session, result in
        switch result {
        case .success(let found): answer(session, found)
        case .failure: answer(session, .unavailable)
        }
      }
    }
  }

  private func take(_ found: Found?) {
    switch found {
    case .open, .stored: if adopt(found) { resumed() }
    case .finished(let id, let judgement, let result):
      send(ink.messages.submitted(id, judgement, result))
    case .notYours: refuse(.notYours)
    case .unavailable, nil: refuse(.unavailable)
    }
    becomeIdle()
  }

  /// Makes a drawing that was found this connection's own.
  private func adopt(_ found: Found?) -> Bool {
    switch found {
    case .open(let drawing, let base):
      setAside(current: held)
      setHeld(ink.hold(drawing, for: self, saved: drawing.seq, base: base))
      return true
    case .stored(let drawing, let asked):
      guard ink.shared.open.add(drawing, loop: ink.loop.index, askedAt: asked) else {
        refuse(.unavailable)
        return false
      }
      setAside(current: held)
      let held = ink.hold(drawing, for: self, saved: drawing.seq, base: nil)
      // The log knows it no more: it starts there anew.
      ink.append(held, isBase: true) { InkRecord.appendSnapshot(of: drawing, to: &$0) }
      setHeld(held)
      return true
    default: return false
    }
  }

  private func start(_ drawing: LiveDrawing) {
    let open = ink.shared.open
    if open.fill >= 1 || open.count(ofUser: drawing.userID) >= Self.openLimit {
      refuse(.tooManyAtOnce)
    } else if open.add(drawing, loop: ink.loop.index) {
      setAside(current: held)
      let held = ink.hold(drawing, for: self, saved: 0, base: nil)
      ink.append(held, isBase: true) { InkRecord.appendBegin(of: drawing, to: &$0) }
      setHeld(held)
      send(ink.messages.begun(drawing.id))
    } else {
      refuse(.unavailable)
    }
    becomeIdle()
  }

  /// What this connection drew before stays open, for later.
  private func setAside(current: HeldDrawing?) {
    guard let current else { return }
    setHeld(nil)
    if !current.drawing.isSubmitted { ink.release(current) }
  }

  /// Answers once all of it is durable: a client takes the number in the answer for saved.
  func resumed() {
    guard let held else { return }
    owesResumed = !held.isDurable
    guard held.isDurable else { return }
    let drawing = held.drawing
    send(ink.messages.resumed(drawing.numbered, drawing.id, shape: drawing.shape.key))
  }
}

extension LiveInk {
  /// What the store knows of a drawing; nil when it knows nothing. Runs on the pool.
  func lookUp(_ id: DrawingID, userID: Int64) throws(StoreError) -> InkSession.Found? {
    let asked = monotonicMilliseconds()
    guard let row = try store.drawing(id) else { return nil }
    guard row.userID == userID else { return .notYours }
    guard let shape = shapes.find(row.shape) else { return .unavailable }
    let ink: Strokes
    do { ink = try StrokeCodec.decode(row.data) } catch { return .unavailable }
    if row.isComplete {
      let judgement = Judgement(
        ink, kind: shape.kind, canvas: row.canvas, guesses: inference.guesses(of: ink))
      return .finished(id, judgement, try store.result(of: row))
    }
    guard let state = try store.openState(id) else { return .unavailable }
    return .stored(
      LiveDrawing(row.drawing(ink), userID: userID, shape: shape, state: state), askedAt: asked)
  }
}

extension DrawingRow {
  func drawing(_ ink: Strokes) -> Drawing {
    Drawing(
      id: publicID, shape: shape, canvas: canvas, device: device, ink: ink, userAgent: userAgent)
  }
}

extension Refusal {
  static let tooManyAtOnce = Refusal(
    code: "rate_limited", message: "Too many drawings at once; wait a second and try again.")
  static let notYours = Refusal(
    code: "not_yours", message: "This drawing belongs to somebody else.")
}
