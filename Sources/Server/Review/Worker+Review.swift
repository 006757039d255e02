import Foundation
import Storage

extension Worker {
  /// A part of the findings is one transaction: short, for the server waits for it.
  private static let part = 200

  /// Runs a scan. What it finds is shown all at once, when it is done.
  func review(_ job: Job, _ run: @escaping ReviewRun) {
    log.notice("review begins", metadata: ["job": "\(job.id)", "attempt": "\(job.attempts)"])
    do {
      // What an earlier attempt may have left.
      try store.reviews.tidy(beginning: job.id)
      let review = RunningReview()
      review.start(run, store: store)
      guard let result = try watch(review, job) else { return }
      switch result {
      case .success(let findings): try conclude(job, findings)
      case .failure(TrainingStop.cancelled):
        _ = try store.jobs.end(job.id, owner: owner, .cancelled)
        log.notice("review cancelled", metadata: ["job": "\(job.id)"])
      case .failure(let error): throw error
      }
    } catch {
      log.error("review failed", metadata: ["job": "\(job.id)", "reason": "\(error)"])
      _ = try? store.jobs.end(
        job.id, owner: owner, .failed,
        error: "The scan failed. The cause stands in the server's log; ask for it again.")
      store.sync()
    }
  }

  /// Gives signs of life until the scan is over.
  /// - Returns: nil when nothing of it may be written: the lease is lost or given back.
  private func watch(
    _ review: RunningReview, _ job: Job
  ) throws -> Result<ReviewFindings, any Error>? {
    var lastBeat = Date()
    while true {
      if let result = review.work.wait(seconds: Self.glance) { return result }
      // Somebody waits for a training; nobody waits for a scan.
      let makesRoom = try store.jobs.aTrainingWaits()
      if isStopping || makesRoom {
        review.work.askToStop()
        if makesRoom { _ = review.work.wait(seconds: nil) }
        try store.jobs.giveBack(job.id, owner: owner)
        store.sync()
        log.notice("gave the review back", metadata: ["job": "\(job.id)"])
        return nil
      }
      var answer = try store.jobs.look(job.id, owner: owner)
      if Date().timeIntervalSince(lastBeat) >= Self.beat - Self.glance / 2 {
        answer = try store.jobs.beat(job.id, owner: owner, progress: review.takeNews())
        lastBeat = Date()
      }
      if answer != .goOn { review.work.askToStop() }
      if answer == .lost {
        log.warning("lost the lease; nothing is written", metadata: ["job": "\(job.id)"])
        _ = review.work.wait(seconds: nil)
        return nil
      }
    }
  }

  private func conclude(_ job: Job, _ findings: ReviewFindings) throws {
    var rest = findings.suspects[...]
    while !rest.isEmpty {
      let part = rest.prefix(Self.part)
      rest = rest.dropFirst(Self.part)
      guard try store.reviews.add(part, scan: job.id, owner: owner) else { return }
      reached(.row)
    }
    let progress = ReviewProgress(
      phase: "done", done: findings.drawings, total: findings.drawings)
    guard try store.reviews.complete(job.id, owner: owner, progress: progress.json) != nil else {
      return
    }
    store.sync()
    log.notice(
      "review done",
      metadata: [
        "job": "\(job.id)", "drawings": "\(findings.drawings)",
        "suspects": "\(findings.suspects.count)",
      ])
    do { try store.reviews.tidy() } catch {
      log.error("cannot discard old findings", metadata: ["reason": "\(error)"])
    }
  }
}
