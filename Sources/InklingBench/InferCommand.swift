import ArgumentParser
import Ink
import Recognition

/// How long recognition takes, with every kernel that this machine has.
struct InferCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "infer", abstract: "Times the forward pass in integers, kernel by kernel.")

  @Option(help: "Pixels a side: 16 to 128 in steps of 8.")
  var size = 32

  func run() throws {
    let model = try Self.model(size: size)
    var synthesizer = Synthesizer(shape: .heart, seed: 1)
    let ink = synthesizer.next().ink
    var raster = InkRaster(size: size)
    let drawing = median(of: 501) {
      raster.reset()
      raster.draw(ink)
    }
    print("a heart of \(ink.points.count) points at \(size)x\(size), 16/32/64 channels, 128 hidden")
    print("  image, drawn whole: \(fixed(drawing / 1_000)) us")
    print("  kernel      us    p99")
    for kernel in Kernel.allCases where kernel.isSupported {
      var recognizer = Recognizer(model: model, kernel: kernel)
      var times: [Double] = []
      for _ in 0..<(kernel == .naive ? 51 : 2_001) {
        times.append(
          median(of: 1) { recognizer.classify(pixels: raster.pixels, isFinished: true) } / 1_000)
      }
      times.sort()
      let name = kernel.rawValue + String(repeating: " ", count: 8 - kernel.rawValue.count)
      print(
        "  \(name)\(fixed(times[times.count / 2], width: 6))",
        fixed(times[times.count * 99 / 100], width: 6), kernel == .best ? " in use" : "")
    }
  }

  /// A network of random weights takes as long as a trained one.
  private static func model(size: Int) throws -> Model {
    var random = SplitMix64(seed: 1)
    let hidden = (size / 8) * (size / 8) * 64
    let layers = [(18, 16), (144, 32), (288, 64), (hidden, 128), (128, 6)].map { inputs, outputs in
      Layer(
        weights: (0..<inputs * outputs).map { _ in Int8(random.index(255) - 127) },
        bias: [Int32](repeating: 0, count: outputs),
        multipliers: [Int32](repeating: 400_000, count: outputs))
    }
    return try Model(
      labels: ["line", "circle", "square", "triangle", "heart", "none"],
      network: Network(inputSize: size, layers: layers), name: "random")
  }
}
