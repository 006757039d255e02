import ArgumentParser
import Foundation
import Ink
import Logging
import Server
import Storage

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Trains a model on the stored drawings.",
    discussion: """
      A worker that runs on the same data folder does it; without one, this command itself. \
      Ctrl-C cancels the training.
      """)

  @OptionGroup var data: DataOption
  @Option(help: "A shape to learn; repeat it for more. (all)")
  var shape: [String] = []
  @Option(help: "1 to 200.")
  var epochs: Int?
  @Option(help: "32, 64 or 128.")
  var batchSize: Int?
  @Option(help: "0.00001 to 1.")
  var learningRate: Double?
  @Option(help: "The same seed and drawings give the same model.")
  var seed: Int?
  @Option(help: "32, 64 or 128 pixels.")
  var inputSize: Int?
  @Option(help: "Drawings of each shape at most.")
  var capPerClass: Int?
  @Option(help: "Only drawings of at least this quality, 0 to 1.")
  var minQuality: Double?
  @Flag(help: "Learn from flagged drawings, too.")
  var flagged = false
  @Option(help: "Only drawings that were stored then or later, as 2026-01-31.")
  var from: String?
  @Option(help: "Only drawings that were stored before then.")
  var to: String?
  @Option(help: "How far ink is varied: 0 for not at all, to 1. (1)")
  var augmentation: Double?
  @Flag(inversion: .prefixedNo, help: "Mix in made-up drawings.")
  var synthetic = true
  @Option(help: "The model to go on from, by its id or version.")
  var continueFrom: String?
  @Flag(inversion: .prefixedNo, help: "Serve the new model unless it is worse.")
  var activate = true
  @Option(help: "Kept with the model.")
  var notes: String?

  func run() throws {
    try data.requireExisting()
    let termination = Termination()
    let store = try Store(
      folder: DataFolder(path: data.path, exclusive: false), upgrades: false, role: .worker)
    defer { store.close() }
    let settings = try settings(store)
    let (job, isNew) = try store.jobs.enqueue(
      config: settings.json, seed: Int64(settings.seed), baseModel: settings.continueFrom,
      actor: "command line")
    if !isNew { say("The same training is under way already, as job \(job.id).") }

    let follower = TrainingFollower(store: store, job: job.id)
    Thread.detachNewThread {
      termination.wait()
      follower.cancel()
    }
    // Whoever works on this folder takes it at once; nobody does, so it is done here.
    var log = Logger(label: "train")
    log.logLevel = .critical
    let worker = Worker(
      store: store, codeVersion: Learning.codeVersion, log: log, run: Learning.run(starter: nil))
    let ended = try follower.follow {
      Thread.detachNewThread { try? worker.work(onlyOnce: true, job: job.id) }
    }
    try TrainingReport.print(ended, store: store)
  }

  /// Checked as those that come over HTTP are.
  private func settings(_ store: Store) throws -> TrainingSettings {
    var writer = JSONWriter()
    writer.beginObject()
    if !shape.isEmpty {
      writer.name("shapes")
      writer.beginArray()
      for shape in shape { writer.string(shape) }
      writer.endArray()
    }
    if let epochs { writer.member("epochs", epochs) }
    if let batchSize { writer.member("batch_size", batchSize) }
    if let learningRate { writer.member("learning_rate", learningRate, decimals: 6) }
    if let seed { writer.member("seed", seed) }
    if let inputSize { writer.member("input_size", inputSize) }
    if let capPerClass { writer.member("cap_per_class", capPerClass) }
    if let minQuality { writer.member("min_quality", minQuality) }
    writer.member("flagged", flagged ? "with" : "without")
    if let from { writer.member("from", from) }
    if let to { writer.member("to", to) }
    if let augmentation { writer.member("augmentation", augmentation) }
    writer.member("synthetic", synthetic)
    if let continueFrom { writer.member("continue_from", continueFrom) }
    writer.member("activate", activate)
    if let notes { writer.member("notes", notes) }
    writer.endObject()
    return try TrainingSettings(
      json: JSON(parsing: writer.bytes),
      shapes: store.shapes().filter(\.enabled).map(\.key)
    ) { try store.models.find($0)?.id }
  }
}
