import Storage
import Synchronization

/// A scan under way, and its progress that is not in the store yet.
final class RunningReview: Sendable {
  let work = LongWork<ReviewFindings>()
  /// JSON.
  private let news = Mutex<String?>(nil)

  func start(_ run: @escaping ReviewRun, store: Store) {
    let context = ReviewContext(
      store: store,
      progress: { [self] progress in news.withLock { $0 = progress.json } },
      asksToStop: { [work] in work.asksToStop })
    work.start("review") { try run(context) }
  }

  func takeNews() -> String? {
    news.withLock { news in
      defer { news = nil }
      return news
    }
  }
}
