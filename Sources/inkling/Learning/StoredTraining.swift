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

  /// With fewer drawings of a shape, templates answer for it.
  static let fewestDrawings = 20

  init(_ context: TrainingContext) {
    self.context = context
    settings = context.settings
  }

  func run() throws -> TrainedModel {
    context.report(Server.TrainingProgress(phase: "reading"))
    let snapshot = try context.drawings()
    let (labels, leftOut) = try chooseLabels(snapshot)
    let stored = StoredExamples(snapshot, labels: labels)
    let (training, validation, test) = try stored.split()
    let base = try context.baseModel.map { try Model(bytes: $0) }
    let trainer = try Trainer(
      training, validation: validation, options: options, base: base,
      threads: ProcessInfo.processInfo.activeProcessorCount)
    try trainer.run(
      report: { progress in context.report(Server.TrainingProgress(progress)) },
      shouldStop: { context.isCancelled })
    context.report(Server.TrainingProgress(phase: "measuring"))
    let calibration =
      validation.count >= 100
      ? validation : Examples.madeUp(labels: labels, each: 400, seed: options.seed)
    let plain = try trainer.model(name: "trained", created: nil, calibration: calibration)
    let returned = try HandOver(training: training, heldOut: [validation, test])
      .betterByTemplates(than: plain)
    let model = try trainer.model(
      name: "trained", created: nil, calibration: calibration,
      figures: [JSON.Member(name: "templates", value: .array(returned.map { .string($0) }))])
    if context.isCancelled { throw TrainingStop.cancelled }
    return TrainedModel(
      bytes: model.bytes, labels: labels,
      metrics: try metrics(of: model, on: test, trainer, leftOut: leftOut), data: snapshot.summary)
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
    let labels = known.map { snapshot.shapes[$0] }
    return (labels + [Examples.none], snapshot.shapes.filter { !labels.contains($0) })
  }

  /// The figures on held-out people, and whether the model should serve.
  private func metrics(
    of model: Model, on test: Examples, _ trainer: Trainer, leftOut: [String]
  ) throws -> String {
    let judged = test.count > 4_000 ? test.picked(Self.sample(4_000, of: test.count)) : test
    var writer = JSONWriter()
    writer.beginObject()
    if let active = context.activeModel.flatMap({ try? Model(bytes: $0) }),
      active.labels == model.labels
    {
      let comparison = try Comparison(judged, first: active, second: model)
      comparison.second.writeMembers(to: &writer)
      let difference = comparison.difference
      writer.name("against_active")
      writer.beginObject()
      writer.member("difference", Float(difference.value))
      writer.member("low", Float(difference.low))
      writer.member("high", Float(difference.high))
      writer.member("p_value", Float(comparison.pValue))
      writer.endObject()
      // Worse by chance alone is no reason to stay with the old one.
      let isWorse = difference.high < 0
      writer.member("activate", settings.activate && !isWorse)
      if isWorse { writer.member("reason", "it is less accurate than the model that serves") }
    } else {
      Evaluation(try Observation.all(judged, by: model), labels: model.labels)
        .writeMembers(to: &writer)
      writer.member("activate", settings.activate)
    }
    if !settings.activate { writer.member("reason", "it was asked not to") }
    writer.member("training_drawings", trainer.exampleCount)
    writer.member("steps", trainer.step)
    writer.member("loss", Float(trainer.progress.loss))
    writer.member("images_per_second", Float(trainer.progress.imagesPerSecond))
    writer.name("left_out")
    writer.beginArray()
    for shape in leftOut { writer.string(shape) }
    writer.endArray()
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// Evenly spread places.
  private static func sample(_ count: Int, of total: Int) -> [Int] {
    (0..<count).map { $0 * total / count }
  }
}

extension Server.TrainingProgress {
  fileprivate init(_ progress: Training.Progress) {
    self.init(
      phase: "training", epoch: progress.epoch, epochs: progress.epochs, step: progress.step,
      steps: progress.steps, loss: progress.loss, accuracy: progress.accuracy,
      validationAccuracy: progress.validationAccuracy,
      imagesPerSecond: progress.imagesPerSecond, secondsLeft: progress.secondsLeft)
  }
}
