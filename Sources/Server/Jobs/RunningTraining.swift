import Storage
import Synchronization

/// A training under way, and what the store does not know of it yet.
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

  let settings: TrainingSettings
  private let store: Store
  private let baseModel, activeModel: [UInt8]?
  private let job: Job
  let work = LongWork<TrainedModel>()
  private let news = Mutex(News())

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
        news.withLock { news in
          news.progress = progress
          if let point = CurvePoint(keptOf: progress) { news.points.append(point) }
        }
      },
      data: { [self] data in news.withLock { $0.data = data } },
      begun: { [self] step in news.withLock { $0.begun = step } },
      checkpoint: { [store, job] in store.checkpoints.read(of: job.id) },
      keep: { [self] checkpoint in news.withLock { $0.checkpoint = checkpoint } },
      asksToStop: { [work] in work.asksToStop })
    work.start("training") { try run(context) }
  }

  var hasNews: Bool { news.withLock { !$0.isEmpty } }

  /// Passes on what is new; what cannot be written waits for the next time.
  func tellNews<T>(_ tell: (News) throws -> T) rethrows -> T {
    let told = news.withLock { news in
      defer { news = News() }
      return news
    }
    do { return try tell(told) } catch {
      news.withLock { news in
        news.begun = news.begun ?? told.begun
        news.points = told.points + news.points
        news.data = news.data ?? told.data
      }
      throw error
    }
  }
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
