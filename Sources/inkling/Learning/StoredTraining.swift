import Foundation
import Ink
import Recognition
import Server
import Storage
import Training

/// One training from the store's drawings to a model with its figures.
struct StoredTraining {
  private let context: TrainingContext
  private let settings: TrainingSettings
  private let starter: String?

  /// With fewer drawings of a shape, templates answer for it.
  static let fewestDrawings = 20

  init(_ context: TrainingContext, starter: String?) {
    self.context = context
    self.starter = starter
    settings = context.settings
  }

  func run() throws -> TrainedModel {
    context.report(Server.TrainingProgress(phase: "reading"))
    let snapshot = try context.drawings()
    let (labels, leftOut) = try chooseLabels(snapshot)
    let stored = StoredExamples(snapshot, labels: labels) { context.isCancelled }
    let (training, validation, test) = try stored.split()
    let trainer = try Trainer(
      training, validation: validation, options: options, base: base(),
      threads: ProcessInfo.processInfo.activeProcessorCount)
    try trainer.run(
      report: { context.report(Server.TrainingProgress(phase: "training", $0)) },
      shouldStop: { context.isCancelled })
    context.report(Server.TrainingProgress(phase: "measuring", trainer.progress))
    let calibration =
      validation.count >= 100
      ? validation : Examples.madeUp(labels: labels, each: 400, seed: options.seed)
    let plain = try trainer.model(name: "trained", created: nil, calibration: calibration)
    let returned = try HandOver(training: training, heldOut: [validation, test])
      .betterByTemplates(than: plain)
    let model = try Model(
      labels: labels, network: plain.network, temperatures: plain.temperatures, name: plain.name,
      figures: [JSON.Member(name: "templates", value: .array(returned.map { .string($0) }))])
    if context.isCancelled { throw TrainingStop.cancelled }
    let figures = try TrainedFigures(
      of: model, context, on: test,
      devices: test.numbers.map { Device(rawValue: snapshot.entries[Int($0)].device)?.name })
    return TrainedModel(
      bytes: model.bytes, labels: labels, metrics: figures.json(trainer, leftOut: leftOut),
      data: snapshot.summary)
  }

  /// What to begin with: the model asked for or, where made-up drawings are wanted, the one that
  /// the program ships with, which has seen more of them than a training has time for.
  private func base() throws -> Model? {
    if let given = context.baseModel { return try Model(bytes: given) }
    guard settings.synthetic,
      let starter = try StarterModel.find(given: starter, complain: { _ in })?.model,
      starter.network.inputSize == settings.inputSize
    else { return nil }
    return starter
  }

  private var options: TrainingOptions {
    var options = TrainingOptions()
    options.inputSize = settings.inputSize
    options.epochs = settings.epochs
    options.batchSize = settings.batchSize
    options.learningRate = settings.learningRate
    options.seed = context.seed
    options.capPerClass = settings.capPerClass
    if !settings.synthetic { options.syntheticShare = 0 }
    return options
  }

  /// Shapes with drawings enough, or that can be made up, and none; the others wait.
  private func chooseLabels(_ snapshot: DrawingSnapshot) throws -> ([String], leftOut: [String]) {
    guard !snapshot.entries.isEmpty else { throw TrainingError.noDrawings }
    var counts = [Int](repeating: 0, count: snapshot.shapes.count)
    for entry in snapshot.entries { counts[Int(entry.shape)] += 1 }
    func isMadeUp(_ shape: String) -> Bool {
      settings.synthetic && SyntheticShape(rawValue: shape) != nil
    }
    let known = snapshot.shapes.indices.filter {
      counts[$0] >= Self.fewestDrawings || isMadeUp(snapshot.shapes[$0])
    }
    guard known.count > 1 else {
      let drawn = counts.indices.filter { counts[$0] > 0 }.map { snapshot.shapes[$0] }
      throw drawn.count == 1
        ? TrainingError.oneClass(drawn[0])
        : TrainingError.tooFew(drawn, needed: Self.fewestDrawings)
    }
    guard known.count <= Examples.shapesAtMost else {
      throw TrainingError.tooMany(known.count, limit: Examples.shapesAtMost)
    }
    let labels = known.map { snapshot.shapes[$0] }
    return (labels + [Examples.none], snapshot.shapes.filter { !labels.contains($0) })
  }
}

extension Server.TrainingProgress {
  fileprivate init(phase: String, _ progress: Training.Progress) {
    self.init(
      phase: phase, epoch: progress.epoch, epochs: progress.epochs, step: progress.step,
      steps: progress.steps, loss: progress.loss, accuracy: progress.accuracy,
      validationAccuracy: progress.validationAccuracy,
      imagesPerSecond: progress.imagesPerSecond, secondsLeft: progress.secondsLeft)
  }
}
