import ArgumentParser
import Foundation
import Generation
import Imaging
import Ink
import Recognition
import Training

struct GenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Learns to draw from some people, and is judged by what others' drawings taught.",
    discussion: """
      People are parted in two halves, each source apart. A generator learns from one half, a
      classifier from the other, from scratch; then the other way round. Without --data the shipped
      generator is judged by the shipped model, both from made-up drawings.
      """)

  @Option(help: "A folder of drawings by real people, .ndjson.") var data: String?
  @Option(help: "Generated drawings of each shape and half that are classified.") var count = 1_000
  @Option(help: "Drawings shown to each classifier.") var presentations = 120_000
  @Option(help: "How varied, 0 ... 2.") var temperature = 1.0
  @Option(help: "The seed.") var seed: UInt64 = 1
  @Option(help: "Threads.") var threads = 2
  @Option(help: "Write ten drawings of each shape into this PNG.") var sheet: String?
  @Option(help: "The generator to judge without --data.") var generator = "samples/starter.inkgen"
  @Option(help: "The model that judges without --data.") var model = "samples/starter.inkmodel"
  @Option(help: "Write the figures as JSON into this file.") var json: String?

  private static let labels =
    SyntheticShape.allCases.dropLast().map(\.rawValue) + [Examples.none]

  func run() throws {
    let report = BenchReport("generate")
    guard let data else {
      let generator = try Generator(bytes: Self.read(generator))
      let judge = try Model(bytes: Self.read(model))
      report.section("the shipped generator, judged by the shipped model")
      name(generator, by: judge, report)
      time(generator, report)
      let own = generator.labels.flatMap { shape in
        (0..<count / 5).map { (shape, drawing(generator, shape, -1 - $0)) }
      }
      CompletionTrial(generator: generator, judge: judge, seed: seed)
        .report(own.map { ($0, $1.ink, $1.canvas) }, to: report)
      try draw(generator)
      try report.write(to: json)
      return
    }
    let halves = GenerationHalves(try RealDrawing.load(from: data), labels: Self.labels)
    for half in 0..<2 {
      let learnt = halves.shapes(half)
      report.section(
        "learnt from \(learnt.count) drawings of half \(half + 1), "
          + "judged by a classifier that learnt from the other half")
      let (generator, seconds) = try learn(learnt)
      report.number("training", seconds, "s")
      report.number("file", Double(generator.bytes.count) / 1_000, "kB")
      let judge = try judge(halves.all(1 - half))
      name(generator, by: judge, report)
      spread(generator, of: learnt, beside: halves.shapes(1 - half), report)
      time(generator, report)
      // By people of whom neither has learnt.
      let unknown = halves.shapes(1 - half).filter { Self.isHeld($0.user) }
      CompletionTrial(generator: generator, judge: judge, seed: seed)
        .report(unknown.map { ($0.label, $0.ink, RealDrawing.canvas) }, to: report)
      if half == 0 { try draw(generator) }
    }
    try report.write(to: json)
  }

  private func learn(_ drawings: [RealDrawing]) throws -> (Generator, seconds: Double) {
    var options = GeneratorOptions()
    options.seed = seed
    var generator: Generator?
    let time = try ContinuousClock().measure {
      let trainer = try GeneratorTrainer(
        GenerationHalves.examples(drawings, Self.labels), options: options, threads: threads)
      try trainer.run()
      generator = try trainer.generator(name: "bench")
    }
    guard let generator else { throw TrainingError.noDrawings }
    return (generator, time / .seconds(1))
  }

  /// Whether the judge learns nothing but its confidence from this person.
  private static func isHeld(_ user: String) -> Bool { Examples.hash(user) % 10 == 0 }

  /// A classifier that knows nothing of the generator, its drawings or their people.
  private func judge(_ drawings: [RealDrawing]) throws -> Model {
    let held = drawings.filter { Self.isHeld($0.user) }
    let known = drawings.filter { !Self.isHeld($0.user) }
    var options = TrainingOptions()
    options.presentations = presentations
    options.seed = seed &+ 100
    let trainer = try Trainer(
      GenerationHalves.examples(known, Self.labels),
      validation: Examples(labels: Self.labels, drawings: []), options: options, threads: threads)
    try trainer.run()
    return try trainer.model(
      name: "judge", created: nil, calibration: GenerationHalves.examples(held, Self.labels))
  }

  /// The share of generated drawings that are called what was asked for.
  private func name(_ generator: Generator, by judge: Model, _ report: BenchReport) {
    var recognizer = Recognizer(model: judge)
    var all = 0
    for shape in generator.labels {
      var named = 0
      for number in 0..<count {
        let drawing = drawing(generator, shape, number)
        recognizer.reset()
        if recognizer.classify(drawing.ink, isFinished: true).label == shape { named += 1 }
      }
      all += named
      report.number("\(shape) named as asked", 100 * Double(named) / Double(count), "%")
    }
    let drawn = Double(count * generator.labels.count)
    report.number("all named as asked", 100 * Double(all) / drawn, "%")
  }

  /// Whether drawings differ, as much as people's, and none is a copy.
  private func spread(
    _ generator: Generator, of learnt: [RealDrawing], beside others: [RealDrawing],
    _ report: BenchReport
  ) {
    for shape in generator.labels {
      let made = (0..<100).map { InkShape(drawing(generator, shape, $0).ink) }
      let known = learnt.filter { $0.label == shape }.map { InkShape($0.ink) }
      let unseen = others.filter { $0.label == shape }.prefix(100).map { InkShape($0.ink) }
      // People's in any order but the files', which put one person's together.
      var random = SplitMix64(seed: seed)
      let people = InkSpread(Array(known.shuffled(using: &random).prefix(100)))
      let own = InkSpread(made)
      report.number("\(shape), nearest two of 100", 100 * own.smallest, "% of the size")
      report.number("  of people's", 100 * people.smallest, "%")
      report.number("  mean of all pairs", 100 * own.mean, "%")
      report.number("  of people's", 100 * people.mean, "%")
      report.number(
        "  to the nearest learnt from", 100 * InkSpread.nearest(made, among: known), "%")
      report.number(
        "  of drawings by other people", 100 * InkSpread.nearest(Array(unseen), among: known), "%")
    }
  }

  private func time(_ generator: Generator, _ report: BenchReport) {
    let clock = ContinuousClock()
    var times: [Double] = []
    for number in 0..<2_000 {
      let shape = generator.labels[number % generator.labels.count]
      times.append(clock.measure { _ = drawing(generator, shape, number) } / .milliseconds(1))
    }
    times.sort()
    report.number("one drawing, p50", times[times.count / 2], "ms")
    report.number("one drawing, p99", times[times.count * 99 / 100], "ms")
  }

  private func draw(_ generator: Generator) throws {
    guard let sheet else { return }
    let drawings = generator.labels.flatMap { shape in
      (0..<10).map { number in
        let drawing = drawing(generator, shape, number)
        return (ink: drawing.ink, canvas: drawing.canvas)
      }
    }
    try Data(Sheet.png(drawings, columns: 10, cell: 120)).write(to: URL(fileURLWithPath: sheet))
  }

  private func drawing(_ generator: Generator, _ shape: String, _ number: Int) -> Drawing {
    guard
      let drawing = generator.generate(
        shape: shape, seed: seed &+ UInt64(truncatingIfNeeded: number), temperature: temperature)
    else { preconditionFailure("\(shape) is one of its labels") }
    return drawing
  }

  private static func read(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

/// People's drawings in two halves; a person is in one of them.
struct GenerationHalves {
  private let halves: [[RealDrawing]]
  private let labels: [String]

  init(_ drawings: [RealDrawing], labels: [String]) {
    self.labels = labels
    func person(_ drawing: RealDrawing) -> String { "\(drawing.source)/\(drawing.user)" }
    // Those who drew a shape that few did are dealt first, so that both halves have every shape.
    var drawers: [String: Set<String>] = [:]
    for drawing in drawings { drawers[drawing.label, default: []].insert(person(drawing)) }
    var half: [String: Int] = [:]
    for people in drawers.sorted(by: { ($0.value.count, $0.key) < ($1.value.count, $1.key) }) {
      let ordered = people.value.filter { half[$0] == nil }
        .sorted { (Examples.hash($0), $0) < (Examples.hash($1), $1) }
      for (number, name) in ordered.enumerated() { half[name] = number % 2 }
    }
    halves = (0..<2).map { wanted in drawings.filter { half[person($0)] == wanted } }
  }

  func all(_ half: Int) -> [RealDrawing] { halves[half] }

  /// Without those that are none of the shapes.
  func shapes(_ half: Int) -> [RealDrawing] {
    halves[half].filter { labels.dropLast().contains($0.label) }
  }

  static func examples(_ drawings: [RealDrawing], _ labels: [String]) -> Examples {
    Examples(
      labels: labels, drawings: drawings.map { ($0.label, "\($0.source)/\($0.user)", $0.ink) })
  }
}
