import Ink
import Logging
import Storage

/// Works off the jobs that change many drawings: one after the other, on a thread of its own, in
/// batches so small that nobody else waits for long.
///
/// All that it needs to go on stands in the store: after a crash the next start resumes.
final class BulkRunner: Sendable {
  private let store: Store
  private let shapes: ShapeCatalogue
  private let log: Logger
  private let thread = PeriodicThread(name: "bulk", pause: 1)

  /// How long making a batch should keep the writer busy, ms; writing it down takes half of that
  /// again. Others wait for one of them, and for the disk.
  private static let aim = 4.0
  private static let batch = 10...1_000
  /// After so many drawings it waits for a checkpoint: each changes some two pages.
  private static let changesAtOnce = 1_000

  init(store: Store, shapes: ShapeCatalogue, log: Logger) {
    self.store = store
    self.shapes = shapes
    self.log = log
  }

  func start() {
    thread.start { [self] in
      do { while let job = try store.bulkJobs.take(), try work(on: job) {} } catch {
        // A full disk, say: the job stays as it is, and the next turn goes on.
        log.warning("a bulk job waits", metadata: ["reason": "\(error)"])
      }
    }
    // What was under way when the server ended.
    thread.wake()
  }

  /// There may be something to do.
  func wake() { thread.wake() }

  func stop() { thread.stop() }

  // MARK: - On its thread

  /// - Returns: false when it is to stop.
  private func work(on job: BulkJob) throws -> Bool {
    let (selection, change): (BulkSelection, BulkChange)
    do {
      (selection, change) = try read(job)
    } catch let problem as Problem {
      try store.bulkJobs.fail(
        job.id, "It cannot be made out any more what was asked for: \(problem.detail)")
      return true
    }
    if job.total == nil {
      let total = try store.bulkJobs.count(selection, newest: job.newest)
      try store.bulkJobs.set(total: total.count, of: job.id)
    }
    var limit = 50
    var changed = 0
    while true {
      let step: BulkStep
      do {
        step = try store.bulkJobs.step(job.id, selection, change, limit: limit)
      } catch {
        guard error.isOfTheJob else { throw error }
        log.error("a bulk job failed", metadata: ["job": "\(job.id)", "reason": "\(error)"])
        try store.bulkJobs.fail(job.id, "\(error)")
        return true
      }
      if step.isOver { return true }
      // As many as take the time, but no leap: one slow batch says little.
      let fit = Double(limit) * Self.aim / max(step.milliseconds, 0.1)
      let next = Int(min(max(fit, Double(limit) / 2), Double(limit) * 1.5))
      limit = min(max(next, Self.batch.lowerBound), Self.batch.upperBound)
      changed += step.changed
      if changed >= Self.changesAtOnce {
        changed = 0
        store.awaitCheckpoint()
      }
      // As long as it has worked others come first.
      guard thread.rest(seconds: max(step.milliseconds, 2) / 1_000) else { return false }
    }
  }

  private func read(_ job: BulkJob) throws -> (BulkSelection, BulkChange) {
    if job.isUndo {
      guard let undone = job.undoneJob else { throw Problem.notFound("The job is gone.") }
      return (.changes(ofJob: undone), .undo)
    }
    let request = try BulkRequest(
      JSON(parsing: Array(job.config.utf8)), shapes: shapes, store: store)
    return (try request.selection(in: store), .mend(request.mending))
  }
}

extension StoreError {
  /// Whether trying again would come to the same.
  fileprivate var isOfTheJob: Bool {
    switch self {
    case .full, .unavailable, .readOnlyFolder: false
    default: true
    }
  }
}
