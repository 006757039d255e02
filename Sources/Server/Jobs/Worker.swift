import Foundation
import Ink
public import Logging
import Recognition
public import Storage
import Synchronization

/// Takes trainings and scans from the queue and runs them, one after the other.
///
/// Everything that it writes is guarded by its lease: whoever has lost it writes nothing.
public final class Worker: Sendable {
  /// Points of a job's life at which a crash must do no harm; for tests.
  package enum Stage: String, Sendable { case taking, training, file, row, end }

  let store: Store
  private let run: TrainingRun
  private let scan: ReviewRun?
  let owner: String
  private let codeVersion: String
  let log: Logger
  let reached: @Sendable (Stage) -> Void
  private let stopping = Atomic(false)

  /// How often an idle worker looks for work, seconds.
  private static let pause = 0.1
  /// How often a working one looks for a cancellation, seconds.
  static let glance = 0.25
  /// Between two signs of life while there is no news, seconds.
  static let beat = 1.0

  /// - Parameters:
  ///   - store: opened with the role `.worker`.
  ///   - owner: its name in leases; nil for a new one.
  ///   - scan: looks for drawings that are worth a second look; nil to leave that to others.
  public convenience init(
    store: Store, owner: String? = nil, codeVersion: String, log: Logger,
    run: @escaping TrainingRun, scan: ReviewRun? = nil
  ) {
    self.init(
      store: store, owner: owner, codeVersion: codeVersion, log: log, run: run, scan: scan,
      reached: { _ in })
  }

  package init(
    store: Store, owner: String? = nil, codeVersion: String, log: Logger,
    run: @escaping TrainingRun, scan: ReviewRun? = nil, reached: @escaping @Sendable (Stage) -> Void
  ) {
    self.store = store
    self.run = run
    self.scan = scan
    self.owner = owner ?? Self.newName()
    self.codeVersion = codeVersion
    self.log = log
    self.reached = reached
  }

  /// A name for leases that nobody has had before.
  public static func newName() -> String {
    "\(ProcessInfo.processInfo.processIdentifier)-"
      + String(UInt64.random(in: 0...UInt64.max), radix: 16)
  }

  /// Works until it is told to stop.
  /// - Parameters:
  ///   - onlyOnce: until nothing waits any more.
  ///   - job: takes this one alone, if it waits.
  public func work(onlyOnce: Bool, job id: Int64? = nil) throws {
    try store.models.tidy()
    try store.checkpoints.tidy()
    while !isStopping {
      do {
        if try store.jobs.hasWork(scans: scan != nil) {
          reached(.taking)
          if let job = try store.jobs.take(owner: owner, id: id, scans: scan != nil) {
            perform(job)
            if id != nil { return }
            continue
          }
        }
        if onlyOnce { return }
      } catch {
        // The disk may be full or the file locked for long; the next try is soon enough.
        log.error("cannot look for work", metadata: ["reason": "\(error)"])
        if onlyOnce { throw error }
        Thread.sleep(forTimeInterval: Self.beat)
      }
      Thread.sleep(forTimeInterval: Self.pause)
    }
  }

  /// Makes `work` give back what it has and return within a quarter of a second.
  public func stop() { stopping.store(true, ordering: .releasing) }

  var isStopping: Bool { stopping.load(ordering: .acquiring) }

  // MARK: - One job

  private func perform(_ job: Job) {
    if job.kind == Jobs.review, let scan { return review(job, scan) }
    log.notice("training begins", metadata: ["job": "\(job.id)", "attempt": "\(job.attempts)"])
    do {
      let training = try start(job)
      guard let result = watch(training, job) else { return }
      store.checkpoints.remove(of: job.id)
      try conclude(job, training.settings, result)
    } catch {
      fail(job, error)
    }
  }

  private func start(_ job: Job) throws -> RunningTraining {
    let settings = try TrainingSettings(
      json: JSON(parsing: Array(job.config.utf8)),
      shapes: store.shapes().map(\.key)
    ) { Int64($0) }
    var base: [UInt8]?
    if let id = settings.continueFrom {
      guard let model = try store.models.find(String(id)) else {
        throw StoreError.noModel(String(id))
      }
      base = try store.models.bytes(of: model)
    }
    let active = try store.models.loadActive(LoadedModel.init) { model, error in
      log.error(
        "a model is damaged", metadata: ["version": "\(model.version)", "reason": "\(error)"])
    }
    let training = RunningTraining(
      job, settings: settings, store: store, baseModel: base, activeModel: active?.bytes)
    training.start(run)
    return training
  }

  /// Gives signs of life until the training is over.
  /// - Returns: nil when nothing of it may be written: the lease is lost or given back.
  private func watch(
    _ training: RunningTraining, _ job: Job
  ) -> Result<TrainedModel, any Error>? {
    var lastBeat = Date()
    while true {
      let result = training.work.wait(seconds: Self.glance)
      reached(.training)
      if let result {
        do { _ = try beat(training, job) } catch {
          log.error("the end of a curve is lost", metadata: ["reason": "\(error)"])
        }
        return result
      }
      if isStopping {
        training.work.askToStop()
        try? store.jobs.giveBack(job.id, owner: owner)
        store.sync()
        log.notice("gave the training back", metadata: ["job": "\(job.id)"])
        return nil
      }
      do {
        let isDue = Date().timeIntervalSince(lastBeat) >= Self.beat - Self.glance / 2
        let answer: LeaseAnswer
        if training.hasNews || isDue {
          answer = try beat(training, job)
          lastBeat = Date()
        } else {
          answer = try store.jobs.look(job.id, owner: owner)
        }
        if answer != .goOn { training.work.askToStop() }
        if answer == .lost {
          log.warning("lost the lease; nothing is written", metadata: ["job": "\(job.id)"])
          _ = training.work.wait(seconds: nil)
          return nil
        }
      } catch {
        log.error("cannot give a sign of life", metadata: ["reason": "\(error)"])
      }
    }
  }

  /// A sign of life, with what is new of a training.
  private func beat(_ training: RunningTraining, _ job: Job) throws -> LeaseAnswer {
    try training.tellNews { news in
      let answer = try store.jobs.beat(
        job.id, owner: owner, progress: news.progress?.json, begun: news.begun,
        points: news.points, data: news.data)
      // Whoever goes on from it finds the curve up to there.
      if answer != .lost, let checkpoint = news.checkpoint {
        store.checkpoints.write(checkpoint, of: job.id)
      }
      return answer
    }
  }

  private func conclude(
    _ job: Job, _ settings: TrainingSettings, _ result: Result<TrainedModel, any Error>
  ) throws {
    let trained: TrainedModel
    switch result {
    case .success(let model): trained = model
    case .failure(TrainingStop.cancelled):
      _ = try store.jobs.end(job.id, owner: owner, .cancelled)
      return log.notice("training cancelled", metadata: ["job": "\(job.id)"])
    case .failure(let error): throw error
    }
    let new = NewModel(
      version: Self.version(of: job), bytes: trained.bytes, labels: Self.list(trained.labels),
      data: trained.data, config: job.config, metrics: trained.metrics,
      seed: Int64(settings.seed), codeVersion: codeVersion, notes: settings.notes)
    reached(.file)
    let completion = try store.jobs.complete(
      job.id, owner: owner, model: new, activate: settings.activate && trained.mayServe
    ) { reached(.row) }
    reached(.end)
    switch completion {
    case .succeeded(let version):
      log.notice("training done", metadata: ["job": "\(job.id)", "model": "\(version)"])
      do { try store.models.discardOld() } catch {
        log.error("cannot discard old models", metadata: ["reason": "\(error)"])
      }
      if let generator = trained.generator { learnToDraw(generator, besideModel: version) }
    case .cancelled: log.notice("training cancelled", metadata: ["job": "\(job.id)"])
    case .lost: log.warning("lost the lease; nothing is written", metadata: ["job": "\(job.id)"])
    }
  }

  private func fail(_ job: Job, _ error: any Error) {
    log.error("training failed", metadata: ["job": "\(job.id)", "reason": "\(error)"])
    do {
      _ = try store.jobs.end(job.id, owner: owner, .failed, error: Self.sentence(error))
      store.sync()
    } catch {
      // Its lease will run out, and whoever takes it then will meet the same or better luck.
      log.error("cannot note the failure", metadata: ["reason": "\(error)"])
    }
  }

  /// What administrators are told of a failure: only sentences that were written for them, for
  /// others may hold paths and SQL.
  private static func sentence(_ error: any Error) -> String {
    switch error {
    case let error as TrainingFailure: error.description
    case let error as InvalidSettings: error.description
    case let error as ModelError: error.description
    case StoreError.full: "The disk is full; free some space, then replay this job."
    case StoreError.noModel: "The model to continue from is gone; start from another."
    case StoreError.damaged: "A file in the data folder is damaged; run inkling verify."
    case StoreError.unavailable, StoreError.readOnlyFolder:
      "The store could not be written to; replay this job once it can."
    default: "The training failed. The cause stands in the server's log."
    }
  }

  /// The day and time in UTC and the job: `20261124-171503-7`, with the attempt after the first.
  private static func version(of job: Job) -> String {
    let now = timestamp(storeTime()).prefix(19).filter { $0 != "-" && $0 != ":" }
      .replacing("T", with: "-")
    return "\(now)-\(job.id)" + (job.attempts > 1 ? ".\(job.attempts)" : "")
  }

  private static func list(_ labels: [String]) -> String {
    var writer = JSONWriter()
    writer.beginArray()
    for label in labels { writer.string(label) }
    writer.endArray()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
