import Synchronization

/// The drawings that were finished since somebody last looked: the newest by their rows, of all the
/// number. They are told from memory, since a table of them would have to be written with each.
final class Submissions: Sendable {
  private let state = Mutex((count: 0, newest: [Int64]()))

  /// So many are told one by one.
  static let shown = 4

  func note(_ row: Int64) {
    state.withLock { state in
      state.count += 1
      if state.newest.count == Self.shown { state.newest.removeFirst() }
      state.newest.append(row)
    }
  }

  /// - Returns: rows, oldest first, and how many more there were.
  func take() -> (rows: [Int64], more: Int) {
    state.withLock { state in
      defer { state = (0, []) }
      return (state.newest, state.count - state.newest.count)
    }
  }
}
