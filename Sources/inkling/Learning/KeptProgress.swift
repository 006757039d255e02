import Server
import Storage
import Training

/// What makes that a training goes on where it was when its worker died.
final class KeptProgress {
  private let context: TrainingContext
  /// A checkpoint belongs to these drawings and no others.
  private let drawings: [UInt8]
  private var next = ContinuousClock.now + interval

  /// About so much of the work is lost at most; more of a large network, so that keeping it takes no
  /// more than a fiftieth of the time.
  private static let interval = Duration.seconds(1)

  init(_ context: TrainingContext, _ snapshot: DrawingSnapshot) {
    self.context = context
    drawings = snapshot.sha256
  }

  /// - Parameter start: begins a training, from a checkpoint if there is one.
  func resumed(_ start: ([UInt8]?) throws -> Trainer) throws -> Trainer {
    guard let kept = context.lastCheckpoint, kept.starts(with: drawings) else {
      return try start(nil)
    }
    // One that is damaged, or of another program, is as good as none.
    do { return try start(Array(kept.dropFirst(drawings.count))) } catch is TrainingError {
      return try start(nil)
    }
  }

  func keepNowAndThen(_ trainer: Trainer) {
    guard ContinuousClock.now >= next else { return }
    let time = ContinuousClock().measure {
      context.keep(checkpoint: drawings + trainer.checkpoint)
    }
    next = .now + max(Self.interval, time * 50)
  }
}
