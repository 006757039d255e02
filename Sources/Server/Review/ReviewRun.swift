import Foundation
import Ink
public import Storage

/// What the worker runs to look for drawings that are worth a second look; called on a thread of
/// the lowest priority.
/// - Throws: `TrainingStop.cancelled` once `context.isCancelled`.
public typealias ReviewRun = @Sendable (_ context: ReviewContext) throws -> ReviewFindings

/// All that a scan is given.
public struct ReviewContext: Sendable {
  public let store: Store
  let progress: @Sendable (ReviewProgress) -> Void
  let asksToStop: @Sendable () -> Bool

  /// Costs a lock and no more.
  public func report(_ progress: ReviewProgress) { self.progress(progress) }

  /// Whether to stop: ask every drawing.
  public var isCancelled: Bool { asksToStop() }
}

/// How far a scan has come.
public struct ReviewProgress: Sendable {
  /// `learning`, then `judging`.
  public var phase: String
  /// Drawings.
  public var done, total: Int

  public init(phase: String, done: Int, total: Int) {
    self.phase = phase
    self.done = done
    self.total = total
  }

  var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("phase", phase)
    writer.member("done", done)
    writer.member("total", total)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// What a scan comes to.
public struct ReviewFindings: Sendable {
  /// The most suspect first.
  public var suspects: [NewSuspect]
  /// How many were looked at.
  public var drawings: Int

  public init(suspects: [NewSuspect], drawings: Int) {
    self.suspects = suspects
    self.drawings = drawings
  }
}
