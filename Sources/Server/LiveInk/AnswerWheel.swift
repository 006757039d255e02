/// Sessions with something to tell, by the tick at which they may tell it.
///
/// Ten thousand that wait cost nothing until their time has come: each lies in the slot of its
/// tick, and a tick looks at its own slot alone.
struct AnswerWheel<Session> {
  private var slots: [[Session]]
  /// The slot that was taken last.
  private var position = 0

  /// - Parameter ticks: how far ahead a session can be put; a power of two.
  init(ticks: Int) {
    precondition(ticks > 1 && ticks & (ticks - 1) == 0)
    slots = [[Session]](repeating: [], count: ticks)
  }

  /// - Parameter ticks: from now, at least 1; what is further ahead than the wheel comes sooner.
  mutating func put(_ session: Session, in ticks: Int) {
    let ahead = min(max(ticks, 1), slots.count - 1)
    slots[(position + ahead) & (slots.count - 1)].append(session)
  }

  /// Those whose time has come since the last call.
  ///
  /// - Parameters:
  ///   - ticks: that have passed.
  ///   - due: emptied and filled; its memory and the slots' are used again and again.
  mutating func take(_ ticks: Int, into due: inout [Session]) {
    due.removeAll(keepingCapacity: true)
    for _ in 0..<min(ticks, slots.count) {
      position = (position + 1) & (slots.count - 1)
      if due.isEmpty {
        swap(&due, &slots[position])
      } else {
        due.append(contentsOf: slots[position])
        slots[position].removeAll(keepingCapacity: true)
      }
    }
  }
}
