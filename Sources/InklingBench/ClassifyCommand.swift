import ArgumentParser
import Foundation
import Ink
import Load
import Recognition
import Transport

/// How long recognition takes: the network alone, and through the server while the pen moves.
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Times recognition: the network, kernel by kernel, and guesses over WebSockets.")

  @Option(help: "Pixels a side of the network that is timed alone: 16 to 128 in steps of 8.")
  var size = 32
  @Option(help: "Clients that stream strokes.") var clients = 100
  @Option(help: "Frames a second that all of them send together, once for each number.")
  var rates = [1_000.0, 2_000, 4_000]
  @Option(help: "Seconds for each.") var seconds = 5.0
  @Flag(help: "Only the network.") var onlyNetwork = false
  @OptionGroup var options: ServerOptions

  func run() throws {
    defer { Child.killAll() }
    let report = BenchReport("classify")
    try timeNetwork(report)
    if !onlyNetwork { try stream(report) }
    try report.write(to: options.json)
  }

  private func timeNetwork(_ report: BenchReport) throws {
    let model = try Self.model(size: size)
    var synthesizer = Synthesizer(shape: .heart, seed: 1)
    let ink = synthesizer.next().ink
    var raster = InkRaster(size: size)
    report.section(
      "the network alone: \(size)x\(size), 16/32/64 channels, 128 hidden, one thread")
    let drawing = median(of: 501) {
      raster.reset()
      raster.draw(ink)
    }
    report.number("image of \(ink.points.count) points, drawn whole", drawing / 1_000, "us")
    for kernel in Kernel.allCases where kernel.isSupported {
      var recognizer = Recognizer(model: model, kernel: kernel)
      let times = (0..<(kernel == .naive ? 51 : 2_001)).map { _ in
        median(of: 1) { recognizer.classify(pixels: raster.pixels, isFinished: true) } / 1_000
      }
      report.percentiles(kernel.rawValue + (kernel == .best ? ", in use" : ""), times, "us")
    }
  }

  /// Every frame asks for a guess; those that come while one is made share the next.
  private func stream(_ report: BenchReport) throws {
    raiseOpenFileLimit()
    let folder = try TemporaryFolder()
    let server = try options.start(data: folder)
    let run = SteadyRun(
      loop: try ClientLoop(host: "127.0.0.1", port: server.port), path: .classify)
    defer { run.loop.dropAll() }
    guard run.connect(clients, within: 30) else {
      throw BenchError("Not all clients were welcomed within 30 s.")
    }
    report.section(
      "over the WebSocket: \(clients) clients, frames of \(SteadyRun.pointsPerFrame) points")
    for rate in rates {
      let meter = ProcessorMeter(server)
      let step = run.run(framesPerSecond: rate, seconds: seconds)
      let cores = meter.cores
      report.latency("\(plain(rate)) frames a second, due to guess", step.feedback)
      report.number("  guesses a second", Double(step.answers) / seconds)
      report.text(
        "  processors",
        cores + (step.unanswered > 0 ? ", \(step.unanswered) unanswered" : "")
          + (step.cutOff > 0 ? ", \(step.cutOff) cut off" : ""))
    }
    server.stop()
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
