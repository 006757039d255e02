import ArgumentParser
import CKernels
import Foundation
import Ink
import Recognition
import Training

/// How fast the network learns, and what making its images costs.
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Times training: the network alone, by instruction set and threads, and its images.")

  @Option(help: "Images to learn from.") var images = 4_096
  @Option(help: "Images a batch, a multiple of 8.") var batch = 64
  @Option(help: "Seconds for each row.") var seconds = 1.0
  @Flag(help: "PyTorch and onnxruntime on the same images, in the same run.") var peers = false
  @Flag(help: "Only what making images costs.") var onlyImages = false
  @Option(help: "The folder of the peers' programs.") var peerFolder =
    "Sources/InklingBench/peers"
  @Option(help: "Write the figures as JSON into this file.") var json: String?

  private static let labels =
    SyntheticShape.allCases.dropLast().map(\.rawValue) + [Examples.none]

  func run() throws {
    let report = BenchReport("train")
    let prepared = timeImages(report)
    if !onlyImages {
      report.section(
        "learning from \(prepared.count) images of 32x32, batches of \(batch), an image")
      var best = Double.infinity
      for kernels in ["avx512", "avx2", "baseline"] where ck_training(kernels) != nil {
        for threads in [1, 2] {
          let times = time(prepared, threads: threads, kernels: kernels)
          best = min(best, Spread(times).median)
          report.spread("\(kernels), \(threads) thread\(threads == 1 ? "" : "s")", times, "us")
        }
      }
      if peers { try runPeers(prepared, ours: best, report) }
    }
    try report.write(to: json)
  }

  /// Microseconds an image, of seven runs.
  private func time(_ images: PreparedImages, threads: Int, kernels: String) -> [Double] {
    let training = PreparedTraining(
      images, classCount: Self.labels.count, batchSize: batch, threads: threads, kernels: kernels)
    let few = median(of: 1) { training.run(steps: 8) } / 8
    let steps = max(Int(seconds * 1e9 / 7 / few), 1)
    return (0..<7).map { _ in
      median(of: 1) { training.run(steps: steps) } / Double(steps * batch) / 1_000
    }
  }

  /// Says what making images costs, part by part, and returns some.
  private func timeImages(_ report: BenchReport) -> PreparedImages {
    var inks: [(label: Int, ink: Strokes)] = []
    let making = median(of: 1) {
      for (label, shape) in SyntheticShape.allCases.enumerated() {
        var synthesizer = Synthesizer(shape: shape, seed: 1)
        for _ in 0..<images / 6 + 1 { inks.append((label, synthesizer.next().ink)) }
      }
    }
    var random = SplitMix64(seed: 2)
    inks.shuffle(using: &random)
    var prepared = PreparedImages(size: 32)
    let varying = median(of: 3) {
      prepared = PreparedImages(size: 32)
      for (label, ink) in inks {
        prepared.append(ink, label: label, augmentation: Augmentation(), &random)
      }
    }
    let drawing = median(of: 3) {
      var raster = InkRaster(size: 32)
      for (_, ink) in inks {
        raster.reset()
        raster.draw(ink)
      }
    }
    let count = Double(inks.count) * 1_000
    let points = inks.reduce(0) { $0 + $1.ink.points.count } / inks.count
    report.section("making images of \(points) points on average, each")
    report.number("ink made up", making / count, "us")
    report.number("drawn", drawing / count, "us")
    report.number("varied and drawn", varying / count, "us")
    return prepared
  }

  /// Runs the peers' programs on the same images; each prints its own microseconds.
  private func runPeers(_ images: PreparedImages, ours: Double, _ report: BenchReport) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "inkling-images-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: file) }
    // `INKIMG1`, counts and sizes, then pixels, classes and pens.
    var bytes = Array("INKIMG1\0".utf8)
    for byte in 0..<4 { bytes.append(UInt8(images.count >> (8 * byte) & 255)) }
    bytes += [UInt8(images.size), 0, UInt8(Self.labels.count), 0]
    bytes += images.pixels
    bytes += images.labels.map { UInt8($0) } + images.isUp.map { $0 ? 1 : 0 }
    try Data(bytes).write(to: file)
    for name in ["train_pytorch.py", "run_onnxruntime.py"] {
      let script = "\(peerFolder)/\(name)"
      guard FileManager.default.fileExists(atPath: script) else {
        report.text(name, "skipped: \(script) is not there; run this in the project's folder")
        continue
      }
      let process = Process()
      process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
      process.arguments = ["python3", script, file.path]
      let pipe = Pipe()
      process.standardOutput = pipe
      try process.run()
      let output = String(
        decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      print(output, terminator: "")
      guard name.hasPrefix("train") else { continue }
      // What a program measures stands as `(12.3 us)`.
      let times = output.split(separator: "\n").compactMap { line -> Double? in
        let words = line.split(separator: " ")
        guard let unit = words.firstIndex(where: { $0.hasPrefix("us") }), unit > 0 else {
          return nil
        }
        return Double(words[unit - 1].drop { $0 == "(" })
      }
      if let theirs = times.min() {
        report.number("\(name), its best", theirs, "us")
        report.number("  times ours", theirs / ours)
      }
    }
  }
}
