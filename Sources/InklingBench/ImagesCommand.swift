import ArgumentParser
import Foundation
import Ink
import Recognition
import Training

/// Images of made-up drawings, for the programs that Inkling is compared with.
struct ImagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "images",
    abstract: "Writes made-up drawings as images and, with a model, what it says of each.")

  @Option(help: "How many.")
  var count = 6_000
  @Option(help: "Pixels a side; a model has its own.")
  var size = 32
  @Option(help: "The seed of the drawings.")
  var seed: UInt64 = 1
  @Option(help: "A model's file; it is also written as ONNX, beside the images.")
  var model: String?
  @Argument(help: "The file to write.")
  var output: String

  func run() throws {
    let model = try model.map { name in
      try Model(bytes: Array(Data(contentsOf: URL(fileURLWithPath: name))))
    }
    var recognizer = model.map { Recognizer(model: $0) }
    let shapes = SyntheticShape.allCases
    var synthesizers = shapes.map { Synthesizer(shape: $0, seed: seed) }
    var file = ImageFile(
      size: model?.inputSize ?? size, classes: model?.labels.count ?? shapes.count)
    var raster = InkRaster(size: file.size)
    for index in 0..<count {
      var ink = synthesizers[index % shapes.count].next().ink
      let isFinished = index / shapes.count % 2 == 0
      if !isFinished { ink.truncate(to: max(2, ink.points.count * (index % 7 + 2) / 10)) }
      raster.reset()
      raster.draw(ink)
      var logits: [Int64] = []
      if let model {
        recognizer?.classify(pixels: raster.pixels, isFinished: isFinished)
        let temperatures = model.temperatures
        let multiplier = Int64(isFinished ? temperatures.penUp : temperatures.penDown)
        logits = (recognizer?.logits ?? []).map { ($0 * multiplier + 1 << 11) >> 12 }
      }
      file.append(
        pixels: raster.pixels, label: index % shapes.count, isPenUp: isFinished, logits: logits)
    }
    try Data(file.bytes).write(to: URL(fileURLWithPath: output))
    guard let model else { return }
    let onnx = try model.onnx
    try Data(onnx).write(to: URL(fileURLWithPath: output + ".onnx"))
    print("\(file.count) images in \(output), the model in \(output).onnx")
  }
}
