import ArgumentParser
import Foundation
import Ink
import Recognition

/// What recognition must say, to the bit: for the tests of every machine and of the page.
struct GoldenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "golden",
    abstract: "Writes what a model says of made-up drawings: the golden vectors of recognition.")

  @Option(help: "A model's file.")
  var model: String
  @Option(help: "Drawings of each shape and of none.")
  var each = 5

  func run() throws {
    let file = try Data(contentsOf: URL(fileURLWithPath: model))
    let model = try Model(bytes: Array(file))
    var recognizer = Recognizer(model: model)
    var writer = JSONWriter(capacityInBytes: 1 << 20)
    writer.beginObject()
    // It binds the vectors to the model's file.
    writer.member("model_crc32c", Int(CRC32C.checksum(Array(file))))
    writer.name("labels")
    writer.beginArray()
    for label in model.labels { writer.string(label) }
    writer.endArray()
    writer.name("drawings")
    writer.beginArray()
    for shape in SyntheticShape.allCases {
      var synthesizer = Synthesizer(shape: shape, seed: 2_026)
      for turn in 0..<each {
        var ink = synthesizer.next().ink
        // The pen is still down in half of them, and less is drawn.
        let isFinished = turn % 2 == 0
        if !isFinished { ink.truncate(to: ink.points.count * (turn % 5 + 1) / 5) }
        recognizer.reset()
        recognizer.classify(ink, isFinished: isFinished)
        write(ink, isFinished, recognizer, to: &writer)
      }
    }
    writer.endArray()
    writer.endObject()
    try FileHandle.standardOutput.write(contentsOf: Data(writer.bytes + [UInt8(ascii: "\n")]))
  }

  /// The strokes are flat lists of x and y in eighths; confidences are `Float`s, given by their bits.
  private func write(
    _ ink: Strokes, _ isFinished: Bool, _ recognizer: Recognizer, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.member("finished", isFinished)
    writer.name("strokes")
    writer.beginArray()
    for index in ink.strokes.indices {
      writer.beginArray()
      for point in ink.points[ink.range(ofStroke: index)] {
        writer.integer(Int(point.x))
        writer.integer(Int(point.y))
      }
      writer.endArray()
    }
    writer.endArray()
    writer.member("pixels_crc32c", Int(CRC32C.checksum(recognizer.pixels)))
    writer.name("logits")
    writer.beginArray()
    for logit in recognizer.logits { writer.integer(Int(logit)) }
    writer.endArray()
    writer.name("confidence_bits")
    writer.beginArray()
    for confidence in recognizer.guesses.confidences { writer.integer(Int(confidence.bitPattern)) }
    writer.endArray()
    writer.endObject()
  }
}
