import Foundation
import Ink
import Recognition
import Server
import Storage
import Training

/// Where learning is joined to the rest of the program.
enum Learning {
  /// Kept with every model that is made: it changes when equal drawings give another model.
  static let codeVersion = "3"

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

  static let onnx: @Sendable (Model) throws -> [UInt8] = { try $0.onnx }

  /// How two models are compared: on the same held-out drawings.
  static let compare: ModelComparison? = { a, b, heldOut in
    let examples = StoredExamples(heldOut, labels: heldOut.shapes + [Examples.none]).all
    let comparison = try Comparison(examples, first: a.model, second: b.model)
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
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

extension Failure: CustomStringConvertible {
  var description: String { message }
}
