import Foundation
import Ink
public import Storage

/// What the worker runs.
///
/// It is called on a thread of the lowest priority; threads that it starts itself inherit that.
/// - Throws: `TrainingStop.cancelled` once `context.isCancelled`, or a `TrainingFailure` that says
///   what to do.
public typealias TrainingRun = @Sendable (_ context: TrainingContext) throws -> TrainedModel

/// Why a training ended early without being at fault.
public enum TrainingStop: Error {
  case cancelled
}

/// Why a training could not go on, in a sentence for the people who asked for it.
public struct TrainingFailure: Error, CustomStringConvertible {
  public let description: String

  public init(_ description: String) { self.description = description }
}

/// All that a training is given.
public struct TrainingContext: Sendable {
  public let settings: TrainingSettings
  public let store: Store
  /// The model that it goes on from.
  public let baseModel: [UInt8]?
  /// The model that serves now, to compare with.
  public let activeModel: [UInt8]?
  /// The store's id of the newest drawing that it may learn from, so that a training that is begun
  /// again has the drawings that it had; nil for any.
  public let newestDrawing: Int64?
  let progress: @Sendable (TrainingProgress) -> Void
  let data: @Sendable (String) -> Void
  let begun: @Sendable (Int) -> Void
  let checkpoint: @Sendable () -> [UInt8]?
  let keep: @Sendable ([UInt8]) -> Void
  let asksToStop: @Sendable () -> Bool

  /// The configuration with all its defaults, JSON.
  public var configuration: String { settings.json }
  public var seed: UInt64 { UInt64(settings.seed) }

  /// The drawings that the settings choose, those set aside for measuring among them.
  public func drawings() throws(StoreError) -> DrawingSnapshot {
    var selection = settings.selection
    selection.newest = newestDrawing
    let drawings = try store.snapshot(selection)
    data(drawings.summary)
    return drawings
  }

  /// How far an attempt before this one came, as it was given to `keep`; nil where there was none.
  public var lastCheckpoint: [UInt8]? { checkpoint() }

  /// Keeps what is needed to go on from here, should this worker die.
  public func keep(checkpoint: [UInt8]) { keep(checkpoint) }

  /// - Parameter step: the last one that is done already, 0 for none.
  public func begins(after step: Int) { begun(step) }

  /// Costs a lock and no more: a worker writes the newest to the store a few times a second.
  public func report(_ progress: TrainingProgress) { self.progress(progress) }

  /// Whether to stop: ask every batch.
  public var isCancelled: Bool { asksToStop() }
}

/// How far a training has come. What is not known yet is nil.
public struct TrainingProgress: Sendable {
  /// What it does just now, in a word: `reading`, `training`, `measuring`.
  public var phase: String
  public static let training = "training"
  public var epoch, epochs, step, steps: Int
  public var loss, accuracy, validationLoss, validationAccuracy: Double?
  /// Whether the validation is of just this step.
  public var isJudged: Bool
  public var imagesPerSecond: Double?
  public var secondsLeft: Double?

  public init(
    phase: String, epoch: Int = 0, epochs: Int = 0, step: Int = 0, steps: Int = 0,
    loss: Double? = nil, accuracy: Double? = nil, validationLoss: Double? = nil,
    validationAccuracy: Double? = nil, isJudged: Bool = false,
    imagesPerSecond: Double? = nil, secondsLeft: Double? = nil
  ) {
    self.phase = phase
    self.epoch = epoch
    self.epochs = epochs
    self.step = step
    self.steps = steps
    self.loss = loss
    self.accuracy = accuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
    self.isJudged = isJudged
    self.imagesPerSecond = imagesPerSecond
    self.secondsLeft = secondsLeft
  }

  /// As it is stored and sent.
  var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("phase", phase)
    writer.member("epoch", epoch)
    writer.member("epochs", epochs)
    writer.member("step", step)
    writer.member("steps", steps)
    if let loss { writer.member("loss", loss, decimals: 5) }
    if let accuracy { writer.member("accuracy", accuracy) }
    if let validationLoss { writer.member("validation_loss", validationLoss, decimals: 5) }
    if let validationAccuracy { writer.member("validation_accuracy", validationAccuracy) }
    if let imagesPerSecond { writer.member("images_per_second", imagesPerSecond, decimals: 1) }
    if let secondsLeft { writer.member("eta_s", secondsLeft, decimals: 1) }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

/// Makes a generator's file; nil where there is too little to learn from.
public typealias GeneratorTraining =
  @Sendable (_ shouldStop: @escaping @Sendable () -> Bool) throws -> [UInt8]?

/// What a training makes.
public struct TrainedModel: Sendable {
  /// The whole file.
  public var bytes: [UInt8]
  /// Its classes, in its own order.
  public var labels: [String]
  /// JSON, an object. `"activate": false` keeps it from serving, with a `"reason"`.
  public var metrics: String
  /// JSON: which drawings it learnt from, as `DrawingSnapshot.summary`.
  public var data: String
  /// Learns to draw from the same drawings, once the model is there: nobody waits for it.
  public var generator: GeneratorTraining?

  public init(
    bytes: [UInt8], labels: [String], metrics: String, data: String,
    generator: GeneratorTraining? = nil
  ) {
    self.bytes = bytes
    self.labels = labels
    self.metrics = metrics
    self.data = data
    self.generator = generator
  }

  /// Whether the run found it fit to serve.
  var mayServe: Bool {
    (try? JSON(parsing: Array(metrics.utf8)))?["activate"]?.bool ?? true
  }
}
