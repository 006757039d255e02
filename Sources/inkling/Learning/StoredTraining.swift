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

  init(_ context: TrainingContext, starter: String?) {
    self.context = context
    self.starter = starter
    settings = context.settings
  }

  func run() throws -> TrainedModel {
    var effort = Effort()
    context.report(TrainingProgress(phase: "reading"))
    let snapshot = try context.drawings()
    var counts = [Int](repeating: 0, count: snapshot.shapes.count)
    for entry in snapshot.entries { counts[Int(entry.shape)] += 1 }
    let chosen = try ChosenLabels(
      shapes: snapshot.shapes, counts: counts, isMixed: settings.synthetic)
    let labels = chosen.labels
    let stored = StoredExamples(snapshot, labels: labels) { context.isCancelled }
    let (training, validation, test) = try stored.split()
    let options = settings.options
    let base = try base()
    let progress = KeptProgress(context, snapshot)
    let trainer = try progress.resumed {
      try Trainer(
        training, validation: validation, options: options, base: base,
        threads: ProcessInfo.processInfo.activeProcessorCount, resuming: $0)
    }
    let first = trainer.step
    context.begins(after: first)
    effort.beginsLearning()
    try trainer.run(
      report: {
        context.report(TrainingProgress(phase: TrainingProgress.training, $0))
        progress.keepNowAndThen(trainer)
      },
      shouldStop: { context.isCancelled })
    effort.beginsMeasuring(presentations: (trainer.step - first) * options.batchSize)
    context.report(TrainingProgress(phase: "measuring", trainer.progress))
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
    effort.ends()
    return TrainedModel(
      bytes: model.bytes, labels: labels,
      metrics: figures.json(trainer, leftOut: chosen.leftOut, effort: effort),
      data: snapshot.summary, generator: generator(from: training))
  }

  private func generator(from training: Examples) -> GeneratorTraining {
    let seed = settings.options.seed
    return { shouldStop in
      do {
        return try StoredGenerator.bytes(from: training, seed: seed, shouldStop: shouldStop)
      } catch TrainingError.cancelled { throw TrainingStop.cancelled }
    }
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
}

extension TrainingSettings {
  /// What they mean to a trainer.
  var options: TrainingOptions {
    var options = TrainingOptions()
    options.inputSize = inputSize
    options.epochs = epochs
    options.batchSize = batchSize
    options.learningRate = learningRate
    options.seed = UInt64(seed)
    options.capPerClass = capPerClass
    if !synthetic { options.syntheticShare = 0 }
    options.augmentation = Augmentation().scaled(by: augmentation)
    return options
  }
}

extension TrainingProgress {
  fileprivate init(phase: String, _ progress: Training.Progress) {
    self.init(
      phase: phase, epoch: progress.epoch, epochs: progress.epochs, step: progress.step,
      steps: progress.steps, loss: progress.loss, accuracy: progress.accuracy,
      validationLoss: progress.validationLoss, validationAccuracy: progress.validationAccuracy,
      isJudged: progress.isJudged, imagesPerSecond: progress.imagesPerSecond,
      secondsLeft: progress.secondsLeft)
  }
}
