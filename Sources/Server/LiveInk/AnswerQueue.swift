import DequeModule

/// Who may stand in a queue of those that have something to tell.
protocol Answering: AnyObject {
  /// Whether it stands there already; the queue's alone to change.
  var isInQueue: Bool { get set }
}

/// Sessions with something to tell, by the time from which they may tell it, and then in the order
/// in which that time has come.
///
/// Ten thousand that wait cost nothing until then: each lies in the slot of its tick, and a tick
/// looks at its own slot alone. Whoever takes from the queue stops when it has spent the time that
/// answers may take; the others keep their place, and tell what is newest when their turn comes. So
/// the answers become fewer as the load grows, and no tick becomes longer. Nobody stands there twice:
/// or those with most news would take everybody's turns.
struct AnswerQueue<Session: Answering> {
  private var slots: [[Session]]
  /// The slot that was opened last.
  private var position = 0
  private var ready: Deque<(session: Session, since: UInt64)> = []

  /// - Parameter ticks: how far ahead a session can be put; a power of two.
  init(ticks: Int) {
    precondition(ticks > 1 && ticks & (ticks - 1) == 0)
    slots = [[Session]](repeating: [], count: ticks)
  }

  /// - Parameter ticks: from now, at least 1; what is further ahead than the slots comes sooner.
  mutating func put(_ session: Session, in ticks: Int) {
    let ahead = min(max(ticks, 1), slots.count - 1)
    slots[(position + ahead) & (slots.count - 1)].append(session)
  }

  /// Its time has come already.
  mutating func putReady(_ session: Session, at now: UInt64) {
    guard !session.isInQueue else { return }
    session.isInQueue = true
    ready.append((session, now))
  }

  /// Opens the slots of the ticks that have passed since the last call.
  mutating func advance(_ ticks: Int, at now: UInt64) {
    for _ in 0..<min(ticks, slots.count) {
      position = (position + 1) & (slots.count - 1)
      for session in slots[position] { putReady(session, at: now) }
      slots[position].removeAll(keepingCapacity: true)
    }
  }

  /// Takes the one whose time came first.
  mutating func next() -> Session? {
    guard let session = ready.popFirst()?.session else { return nil }
    session.isInQueue = false
    return session
  }

  /// When the time of the foremost came, ms; nil when nobody's has.
  var oldest: UInt64? { ready.first?.since }
}
