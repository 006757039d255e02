import Foundation
import Ink
import Recognition
import Server
import Storage
import Training

/// Where learning is joined to the rest of the program.
enum Learning {
  /// Kept with every model that is made: it changes when equal drawings give another model.
  static let codeVersion = "4"

  /// What the worker runs.
  /// - Parameter starter: the starter model's file or `none`; nil for the program's own.
  static func run(starter: String?) -> TrainingRun {
    { context in
      do {
        return try StoredTraining(context, starter: starter).run()
      } catch TrainingError.cancelled {
        throw TrainingStop.cancelled
      } catch let error as TrainingError {
        throw TrainingFailure(error.description)
      }
    }
  }

  /// What the server does with models.
  static var tools: ModelTools {
    var tools = ModelTools()
    tools.compare = compare
    tools.judge = judge
    tools.formats = ModelFormat.allCases.map { format in
      ModelTools.Format(
        name: format.rawValue, contentType: format.contentType,
        fileName: format.fileName(version:), file: format.file(of:))
    }
    return tools
  }

  /// How the worker looks for drawings that are worth a second look.
  /// - Parameter starter: as in `run`.
  static func scan(starter: String?) -> ReviewRun {
    { context in
      do {
        return try StoredReview(context, starter: starter).run()
      } catch TrainingError.cancelled {
        throw TrainingStop.cancelled
      }
    }
  }

  /// How two models are compared: on the same held-out drawings.
  private static let compare: ModelComparison = { a, b, heldOut, growing in
    let examples = StoredExamples(heldOut, labels: heldOut.shapes + [Examples.none]).all
    let comparison = try Comparison(examples, first: a.model, second: b.model, growing: growing)
    var writer = JSONWriter()
    writer.beginObject()
    comparison.writeMembers(to: &writer)
    writer.name("differing")
    writer.beginArray()
    for one in comparison.differing.prefix(200) {
      writer.beginObject()
      let entry = heldOut.entries[Int(examples.numbers[one.place])]
      if let id = try heldOut.publicID(of: entry) { writer.member("drawing", id) }
      writer.member("a", one.first)
      writer.member("b", one.second)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return ComparedModels(
      json: String(decoding: writer.bytes, as: UTF8.self), drawings: comparison.total,
      isSecondWorse: comparison.isSecondWorse)
  }

  /// What a model says of the drawings that its figures were measured with.
  private static let judge: ModelJudge = { model, drawings, shape in
    let labels = model.model.labels
    let stored = StoredExamples(drawings, labels: labels)
    let test: Examples
    do { test = TrainedFigures.judged(try stored.split().test) } catch is TrainingError {
      // Nobody was held out: nothing was measured.
      return []
    }
    let asked = test.picked(
      test.classes.indices.filter { shape == nil || labels[Int(test.classes[$0])] == shape })
    let observations = try Observation.all(asked, by: model.model, growing: false)
    return zip(asked.numbers, observations).map { number, observation in
      JudgedDrawing(
        place: Int(number), shape: labels[observation.label],
        guess: labels[observation.answer.label], confidence: observation.answer.confidence)
    }
  }
}

extension Failure: CustomStringConvertible {
  var description: String { message }
}
