import Generation
import Ink
import Testing

@testable import Training

@Suite struct GeneratorTrainerTests {
  private static let labels = ["circle", "line", "zig", Examples.none]

  /// Many circles, few lines and `new` drawings of a shape that nobody knows: two strokes, a zigzag
  /// and a bar below it.
  private static func examples(circles: Int = 120, lines: Int = 30, new: Int = 20) -> Examples {
    var circle = Synthesizer(shape: .circle, seed: 1)
    var line = Synthesizer(shape: .line, seed: 1)
    var random = SplitMix64(seed: 2)
    var drawings = (0..<circles).map { _ in ("circle", "a", circle.next().ink) }
    drawings += (0..<lines).map { _ in ("line", "b", line.next().ink) }
    drawings += (0..<new).map { _ in ("zig", "c", zigzag(&random)) }
    return Examples(
      labels: labels, drawings: drawings.map { (label: $0.0, person: $0.1, ink: $0.2) })
  }

  private static func zigzag(_ random: inout SplitMix64) -> Strokes {
    var ink = Strokes()
    let (width, height) = (random.uniform(900...1_600), random.uniform(300...600))
    ink.startStroke(style: .standard)
    for step in 0...40 {
      let t = Double(step) / 10
      let up = Int(t) % 2 == 0 ? t - Double(Int(t)) : 1 - t + Double(Int(t))
      ink.append(
        Point(
          x: Int16(800 + width * t / 4 + random.normal() * 4),
          y: Int16(1_200 - height * up + random.normal() * 4), elapsed: 16))
    }
    ink.startStroke(style: .standard)
    for step in 0...20 {
      ink.append(
        Point(
          x: Int16(800 + width * Double(step) / 20), y: Int16(1_500 + random.normal() * 4),
          elapsed: step == 0 ? 300 : 16))
    }
    return ink
  }

  private static func trainer(
    _ examples: Examples = examples(), presentations: Int = 20_000, threads: Int = 2
  ) throws -> GeneratorTrainer {
    var options = GeneratorOptions()
    options.presentations = presentations
    options.hidden = 64
    return try GeneratorTrainer(examples, options: options, threads: threads)
  }

  @Test func `the same seed and drawings give the same bytes with any number of threads`() throws {
    let files = try [1, 2, 3].map { threads in
      let trainer = try Self.trainer(presentations: 3_000, threads: threads)
      try trainer.run()
      return try trainer.generator(name: "x").bytes
    }
    #expect(files[0] == files[1] && files[1] == files[2])
    let read = try Generator(bytes: files[0])
    #expect(read.labels == ["circle", "line", "zig"])
  }

  @Test func `a shape of 20 drawings is drawn as they are, stroke by stroke`() throws {
    let trainer = try Self.trainer()
    try trainer.run()
    let generator = try trainer.generator(name: "x")
    for seed in 0..<50 as Range<UInt64> {
      let ink = try #require(generator.generate(shape: "zig", seed: seed)).ink
      try #require(ink.strokes.count == 2)
      let zigzag = ink.points[ink.range(ofStroke: 0)]
      // Up, down, up, down: as often as it turns.
      let middle = zigzag.reduce(0) { $0 + Int($1.y) } / zigzag.count
      var sides: [Bool] = []
      for point in zigzag where abs(Int(point.y) - middle) > 40 {
        if sides.last != (Int(point.y) > middle) { sides.append(Int(point.y) > middle) }
      }
      #expect(sides.count == 5, "seed \(seed)")
      // The bar lies below, and is level.
      let bar = ink.points[ink.range(ofStroke: 1)].map { Int($0.y) }
      #expect((bar.min() ?? 0) > zigzag.reduce(Int.min) { max($0, Int($1.y)) } - 40)
      #expect((bar.max() ?? 0) - (bar.min() ?? 0) < 200)
      // Drawn after a pause as people made it.
      #expect(100...900 ~= ink.points[Int(ink.strokes[1].start)].elapsed)
    }
  }

  @Test func `shapes with too few drawings are left out, and none is no shape`() throws {
    let trainer = try Self.trainer(Self.examples(new: 2), presentations: 640)
    #expect(trainer.labels == ["circle", "line"])
    #expect(trainer.drawingCount <= 150)
    let nothing = Examples(labels: Self.labels, drawings: [])
    #expect(throws: TrainingError.noDrawings) { try Self.trainer(nothing) }
  }

  @Test func `it stops when asked`() throws {
    let trainer = try Self.trainer(presentations: 6_400)
    #expect(throws: TrainingError.cancelled) {
      try trainer.run(shouldStop: { trainer.step == 7 })
    }
    #expect(trainer.step == 7)
    #expect(throws: TrainingError.cancelled) {
      try GeneratorTrainer(Self.examples(), threads: 1, shouldStop: { true })
    }
  }

  @Test func `dots and drawings of a hundred strokes are passed over`() throws {
    var dot = Strokes()
    dot.startStroke(style: .standard)
    dot.append(Point(x: 5, y: 5))
    var many = Strokes()
    for number in 0..<100 as Range<Int16> {
      many.startStroke(style: .standard)
      many.append(Point(x: number * 8, y: 0))
      many.append(Point(x: number * 8, y: 800))
    }
    var drawings = [("zig", "a", dot), ("zig", "a", many), ("zig", "a", Strokes())]
    var line = Synthesizer(shape: .line, seed: 1)
    drawings += (0..<10).map { _ in ("line", "b", line.next().ink) }
    let examples = Examples(
      labels: Self.labels, drawings: drawings.map { (label: $0.0, person: $0.1, ink: $0.2) })
    #expect(try Self.trainer(examples, presentations: 640).labels == ["line"])
  }
}
