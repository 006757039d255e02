import ArgumentParser
import Foundation
import Ink
import Training

/// What a training over many drawings takes: all of them are shown once, none is held.
struct ScaleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scale",
    abstract: "Trains one epoch over made-up examples, and prints seconds and peak memory.")

  @Option(help: "Drawings.") var examples = 10_000
  @Option(help: "Threads.") var threads = 2
  @Option(help: "Of a class, at most so many an epoch; by default all.") var cap: Int?

  func run() throws {
    // The reader makes each drawing when it is asked for it: a polygon of as many corners as its class.
    var all = Examples(labels: ["triangle", "square", "pentagon", Examples.none]) { numbers in
      numbers.map { Self.polygon($0) }
    }
    for number in 0..<UInt64(examples) {
      all.append(class: Int(number % 4), person: number / 100, number: number)
    }
    var options = TrainingOptions()
    options.epochs = 1
    options.capPerClass = cap ?? examples
    options.syntheticShare = 0
    options.noneWeight = 1
    let nobody = Examples(labels: all.labels, drawings: [])
    let trainer = try Trainer(all, validation: nobody, options: options, threads: threads)
    let seconds = try median(of: 1) { try trainer.run() } / 1e9
    let shown = Double(trainer.step * options.batchSize)
    print(
      "\(examples) drawings, \(Int(shown)) shown: \(fixed(seconds)) s,",
      "\(fixed(seconds * 1e6 / shown)) us each, peak \(Self.peakMemory())")
  }

  private static func polygon(_ number: UInt64) -> Strokes {
    var random = SplitMix64(seed: number)
    let corners = Int(number % 4) + 3
    var ink = Strokes()
    ink.startStroke(style: .standard)
    let (radius, start) = (random.uniform(300...1_500), random.uniform(0...6))
    var places = (0..<corners).map { corner in
      let angle = start + Double(corner) * 2 * Double.pi / Double(corners)
      return (x: 1_600 + radius * cos(angle), y: 1_600 + radius * sin(angle))
    }
    places.append(places[0])
    for (from, to) in zip(places, places.dropFirst()) {
      for step in 0..<12 {
        let share = Double(step) / 12
        ink.append(
          Point(
            x: Int16(from.x + (to.x - from.x) * share), y: Int16(from.y + (to.y - from.y) * share),
            elapsed: 8))
      }
    }
    return ink
  }

  /// As Linux tells it.
  private static func peakMemory() -> String {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.map { $0.dropFirst(6).trimmingCharacters(in: .whitespaces) } ?? "unknown"
  }
}
