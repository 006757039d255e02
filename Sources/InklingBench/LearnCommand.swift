import ArgumentParser
import Foundation
import Ink
import Recognition
import Training

struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn",
    abstract: "Trains models and judges them by drawings of people that they never saw.",
    discussion: """
      Without --people a model learns from made-up drawings alone and is judged by everybody's.
      With it, people's drawings are learnt from too: once leaving out a fifth of the people at a
      time (users), once leaving out whole sources at a time (sets), so that every drawing is judged
      by a model that knows nothing of who drew it.
      """)

  @Option(help: "A folder of drawings by real people, .ndjson.") var data: String
  @Option(help: "Drawings shown in all, for each training.") var presentations = 120_000
  @Option(help: "The seed.") var seed: UInt64 = 1
  @Option(help: "Threads.") var threads = 2
  @Option(help: "Instruction set: avx512, avx2 or baseline.") var kernels: String?
  @Flag(help: "Learn from people too.") var people = false
  @Option(help: "Share of made-up drawings beside people's.") var synthetic = 0.7
  @Option(help: "Drawings of none for each drawing of a shape.") var none = 1.5
  @Option(help: "Begin with what this model knows.") var base: String?
  @Option(help: "Judge this model instead of training one.") var model: String?
  @Option(help: "Parts that the people, or the sources, are left out in.") var parts = 5

  private var labels: [String] {
    SyntheticShape.allCases.dropLast().map(\.rawValue) + [Examples.none]
  }

  func run() throws {
    let drawings = try RealDrawing.load(from: data)
    if let model {
      RecognitionTable(try observe(drawings, by: Self.read(model)), labels: labels).report()
    } else if people {
      for (name, key) in [("users", \RealDrawing.person), ("sets", \RealDrawing.source)] {
        print("\n\(name)")
        RecognitionTable(try leaveOut(drawings, by: key), labels: labels).report()
      }
    } else {
      let model = try train([], seed: seed)
      RecognitionTable(try observe(drawings, by: model), labels: labels).report()
    }
  }

  /// Every drawing as a model sees it that was trained without its part.
  private func leaveOut(
    _ drawings: [RealDrawing], by key: KeyPath<RealDrawing, String>
  ) throws -> [RecognitionTable.Row] {
    let keys = Set(drawings.map { $0[keyPath: key] })
      .sorted { (Examples.hash($0), $0) < (Examples.hash($1), $1) }
    let part = Dictionary(
      uniqueKeysWithValues: keys.enumerated().map { ($1, $0 % min(parts, keys.count)) })
    var rows: [RecognitionTable.Row] = []
    for left in 0..<min(parts, keys.count) {
      let model = try train(drawings.filter { part[$0[keyPath: key]] != left }, seed: seed)
      rows += try observe(drawings.filter { part[$0[keyPath: key]] == left }, by: model)
    }
    return rows
  }

  private func train(_ drawings: [RealDrawing], seed: UInt64) throws -> Model {
    var options = TrainingOptions()
    options.presentations = presentations
    options.seed = seed
    options.syntheticShare = synthetic
    options.noneWeight = none
    // A tenth of the people is kept to choose the temperatures by.
    let held = Set(drawings.map(\.person).filter { Examples.hash($0) % 10 == 0 })
    let known = drawings.filter { !held.contains($0.person) }
    let calibration = drawings.isEmpty ? nil : drawings.filter { held.contains($0.person) }
    let trainer = try Trainer(
      Self.examples(known, labels), validation: Examples(labels: labels, drawings: []),
      options: options, base: base.map(Self.read), threads: threads, kernels: kernels)
    let time = try ContinuousClock().measure { try trainer.run() }
    print(
      "trained \(trainer.step) steps in \(time), loss \(trainer.progress.loss), "
        + "\(Int(trainer.progress.imagesPerSecond)) images/s")
    return try trainer.model(
      name: "bench", created: nil,
      calibration: calibration.map { Self.examples($0, labels) }
        ?? .madeUp(labels: labels, each: 400, seed: seed))
  }

  private func observe(
    _ drawings: [RealDrawing], by model: Model
  ) throws -> [RecognitionTable.Row] {
    let observations = try Observation.all(Self.examples(drawings, labels), by: model)
    return zip(drawings, observations).map { ($0.source, $0.label, $1) }
  }

  private static func read(_ path: String) throws -> Model {
    try Model(bytes: Array(Data(contentsOf: URL(fileURLWithPath: path))))
  }

  private static func examples(_ drawings: [RealDrawing], _ labels: [String]) -> Examples {
    Examples(labels: labels, drawings: drawings.map { ($0.label, $0.person, $0.ink) })
  }
}

extension RealDrawing {
  /// People are told apart within a source only.
  fileprivate var person: String { "\(source)/\(user)" }
}
