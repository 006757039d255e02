import Foundation
import Storage
import Synchronization

/// A training on its own thread, and what its worker and it have to tell each other.
final class RunningTraining: Sendable {
  /// What the store does not know yet.
  struct News: Sendable {
    var progress: TrainingProgress?
    /// After which step it goes on, once it has begun.
    var begun: Int?
    var points: [CurvePoint] = []
    var checkpoint: [UInt8]?
    /// JSON: the drawings that it learns from.
    var data: String?

    var isEmpty: Bool {
      progress == nil && begun == nil && points.isEmpty && checkpoint == nil && data == nil
    }
  }

  private struct State {
    var news = News()
    var result: Result<TrainedModel, any Error>?
  }

  let settings: TrainingSettings
  private let store: Store
  private let baseModel, activeModel: [UInt8]?
  private let job: Job
  private let state = Mutex(State())
  private let asksToStop = Atomic(false)
  private let done = DispatchSemaphore(value: 0)

  init(
    _ job: Job, settings: TrainingSettings, store: Store, baseModel: [UInt8]?,
    activeModel: [UInt8]?
  ) {
    self.settings = settings
    self.store = store
    self.baseModel = baseModel
    self.activeModel = activeModel
    self.job = job
  }

  func start(_ run: @escaping TrainingRun) {
    let context = TrainingContext(
      settings: settings, store: store, baseModel: baseModel, activeModel: activeModel,
      newestDrawing: job.newestDrawing,
      progress: { [self] progress in
        state.withLock { state in
          state.news.progress = progress
          if let point = CurvePoint(keptOf: progress) { state.news.points.append(point) }
        }
      },
      data: { [self] data in state.withLock { $0.news.data = data } },
      begun: { [self] step in state.withLock { $0.news.begun = step } },
      checkpoint: { [store, job] in store.checkpoints.read(of: job.id) },
      keep: { [self] checkpoint in state.withLock { $0.news.checkpoint = checkpoint } },
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

  var hasNews: Bool { state.withLock { !$0.news.isEmpty } }

  /// Passes on what is new; what cannot be written waits for the next time.
  func tellNews<T>(_ tell: (News) throws -> T) rethrows -> T {
    let news = state.withLock { state in
      defer { state.news = News() }
      return state.news
    }
    do { return try tell(news) } catch {
      state.withLock { state in
        state.news.begun = state.news.begun ?? news.begun
        state.news.points = news.points + state.news.points
        state.news.data = state.news.data ?? news.data
      }
      throw error
    }
  }

  func askToStop() { asksToStop.store(true, ordering: .relaxed) }
}

extension CurvePoint {
  /// So many steps of a training are kept at equal distances, beside those after which it was
  /// judged: fewer than 2,000 in all.
  private static let kept = 1_500

  /// Nil for a step that is not kept.
  fileprivate init?(keptOf progress: TrainingProgress) {
    guard let loss = progress.loss, let accuracy = progress.accuracy, progress.step > 0,
      progress.phase == TrainingProgress.training
    else { return nil }
    let distance = max((progress.steps + Self.kept - 1) / Self.kept, 1)
    guard progress.isJudged || progress.step % distance == 0 else { return nil }
    self.init(
      step: progress.step, epoch: progress.epoch, loss: loss, accuracy: accuracy,
      validationLoss: progress.isJudged ? progress.validationLoss : nil,
      validationAccuracy: progress.isJudged ? progress.validationAccuracy : nil)
  }
}
