import Logging
import Storage

/// Begins a scan by itself when enough was drawn since the last.
final class ReviewWatch: Sendable {
  private let thread: PeriodicThread

  /// - Parameter pause: between two looks, seconds. A look reads a few counters.
  init(store: Store, pause: Double, log: Logger) {
    thread = PeriodicThread(name: "review watch", pause: pause)
    thread.start {
      do {
        guard try store.reviews.isDue() else { return }
        let (job, isNew) = try store.reviews.scan(actor: "server")
        if isNew { log.notice("a review is due", metadata: ["job": "\(job.id)"]) }
      } catch {
        // The next look is soon enough.
        log.error("cannot see whether a review is due", metadata: ["reason": "\(error)"])
      }
    }
  }

  func stop() { thread.stop() }
}
