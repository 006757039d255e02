import Foundation
import Storage
import Synchronization

/// A training on its own thread, and what its worker and it have to tell each other.
final class RunningTraining: Sendable {
  private struct State {
    /// Progress that is not in the store yet, JSON.
    var news: String?
    var result: Result<TrainedModel, any Error>?
  }

  let settings: TrainingSettings
  private let store: Store
  private let baseModel, activeModel: [UInt8]?
  private let state = Mutex(State())
  private let asksToStop = Atomic(false)
  private let done = DispatchSemaphore(value: 0)

  init(settings: TrainingSettings, store: Store, baseModel: [UInt8]?, activeModel: [UInt8]?) {
    self.settings = settings
    self.store = store
    self.baseModel = baseModel
    self.activeModel = activeModel
  }

  func start(_ run: @escaping TrainingRun) {
    let context = TrainingContext(
      settings: settings, store: store, baseModel: baseModel, activeModel: activeModel,
      progress: { [self] progress in state.withLock { $0.news = progress.json } },
      asksToStop: { [self] in asksToStop.load(ordering: .relaxed) })
    let thread = Thread { [self] in
      Priority.lowerThisThread()
      let result = Result { try run(context) }
      state.withLock { $0.result = result }
      done.signal()
    }
    thread.name = "training"
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// - Parameter seconds: nil to wait for the end.
  /// - Returns: nil when it is not over by then.
  func wait(seconds: Double?) -> Result<TrainedModel, any Error>? {
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
