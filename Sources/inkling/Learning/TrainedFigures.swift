import Foundation
import Ink
import Recognition
import Server
import Training

/// How good a trained model is on people it never saw, and whether it should serve.
struct TrainedFigures {
  private let model: Model
  private let context: TrainingContext
  private let observations: [Observation]
  private let devices: [String?]
  private let comparison: Comparison?
  /// Shapes that people are asked for, and that only the model that serves knows.
  private let forgotten: [String]

  /// A measurement need not take longer than learning: of more drawings, so many are taken.
  private static let sample = 4_000

  /// - Parameters:
  ///   - test: drawings that were not learnt from.
  ///   - devices: what each of them was drawn with.
  init(
    of model: Model, _ context: TrainingContext, on test: Examples, devices: [String?]
  ) throws {
    self.model = model
    self.context = context
    let places = Self.places(test.count)
    let judged = test.picked(places)
    self.devices = places.map { devices[$0] }
    observations = try Observation.all(judged, by: model)
    if let active = context.activeModel.flatMap({ try? Model(bytes: $0) }) {
      comparison = Comparison(
        try Observation.all(judged, by: active), observations, labels: model.labels)
      let asked = Set(try context.store.shapes().filter(\.enabled).map(\.key))
      forgotten = active.labels.filter { asked.contains($0) && !model.labels.contains($0) }
    } else {
      (comparison, forgotten) = (nil, [])
    }
  }

  /// Of drawings that were not learnt from, those that the figures are about.
  static func judged(_ test: Examples) -> Examples { test.picked(places(test.count)) }

  private static func places(_ count: Int) -> [Int] {
    (0..<min(count, sample)).map { $0 * count / min(count, sample) }
  }

  /// Why it should not serve; nil when it should.
  private var objection: String? {
    if !context.settings.activate { return "it was asked not to" }
    if !forgotten.isEmpty {
      return "it does not know \(forgotten.joined(separator: ", ")), as the model that serves does"
    }
    // Worse by chance alone is no reason to stay with the old one.
    if comparison?.isSecondWorse == true {
      return "it is less accurate than the model that serves"
    }
    return nil
  }

  /// As the registry keeps them: see `Evaluation.writeMembers` for the figures.
  func json(_ trainer: Trainer, leftOut: [String], effort: Effort) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    Evaluation(observations, labels: model.labels).writeMembers(to: &writer)
    writeGroups("devices", devices, to: &writer)
    writeGroups("sampling_rates", observations.map(\.samplingRate), to: &writer)
    if let difference = comparison?.difference {
      writer.name("against_active")
      writer.beginObject()
      writer.member("difference", Float(difference.value))
      writer.member("low", Float(difference.low))
      writer.member("high", Float(difference.high))
      writer.member("p_value", Float(comparison?.pValue ?? 1))
      writer.endObject()
    }
    writer.member("activate", objection == nil)
    if let objection { writer.member("reason", objection) }
    writer.member("training_drawings", trainer.exampleCount)
    writer.member("steps", trainer.step)
    writer.member("loss", Float(trainer.progress.loss))
    writer.member("images_per_second", Float(trainer.progress.imagesPerSecond))
    writer.name("took")
    effort.write(to: &writer)
    writer.name("left_out")
    writer.beginArray()
    for shape in leftOut { writer.string(shape) }
    writer.endArray()
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private func writeGroups(
    _ name: StaticString, _ groups: [String?], to writer: inout JSONWriter
  ) {
    writer.name(name)
    writer.beginArray()
    for (group, part) in Evaluation.grouped(observations, by: groups, labels: model.labels) {
      writer.beginObject()
      writer.member("group", group)
      writer.member("drawings", part.accuracy.total)
      writer.share("accuracy", part.accuracy.value)
      writer.share("best_of_shapes", part.best.value)
      writer.endObject()
    }
    writer.endArray()
  }
}
