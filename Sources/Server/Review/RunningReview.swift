import Foundation
import Storage
import Synchronization

/// A scan on its own thread, and what its worker and it have to tell each other.
final class RunningReview: Sendable {
  private struct State {
    /// Progress that is not in the store yet, JSON.
    var news: String?
    var result: Result<ReviewFindings, any Error>?
  }

  private let state = Mutex(State())
  private let asksToStop = Atomic(false)
  private let done = DispatchSemaphore(value: 0)

  func start(_ run: @escaping ReviewRun, store: Store) {
    let context = ReviewContext(
      store: store,
      progress: { [self] progress in state.withLock { $0.news = progress.json } },
      asksToStop: { [self] in asksToStop.load(ordering: .relaxed) })
    let thread = Thread { [self] in
      Priority.lowerThisThread()
      let result = Result { try run(context) }
      state.withLock { $0.result = result }
      done.signal()
    }
    thread.name = "review"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// - Parameter seconds: nil to wait for the end.
  /// - Returns: nil when it is not over by then.
  func wait(seconds: Double?) -> Result<ReviewFindings, any Error>? {
    if let seconds { _ = done.wait(timeout: .now() + seconds) } else { done.wait() }
    return state.withLock { $0.result }
  }

  func takeNews() -> String? {
    state.withLock { state in
      defer { state.news = nil }
      return state.news
    }
  }

  func askToStop() { asksToStop.store(true, ordering: .relaxed) }
}
