import Ink
import Testing

@testable import Generation

@Suite struct CompletionTests {
  private let canvas = Canvas(square: 400)

  /// The beginning of a made-up drawing that no generator has seen.
  private func beginning(
    _ shape: SyntheticShape, _ number: UInt64, share: Double
  ) -> (ink: Strokes, canvas: Canvas) {
    var synthesizer = Synthesizer(shape: shape, seed: 909, first: number)
    var drawing = synthesizer.next()
    drawing.ink.truncate(to: max(Int(Double(drawing.ink.points.count) * share), 1))
    return (drawing.ink, drawing.canvas)
  }

  @Test(arguments: [SyntheticShape.line, .circle, .square, .triangle, .heart])
  func `it goes on from the last point, in time and within the canvas`(
    shape: SyntheticShape
  ) throws {
    let generator = try #require(starter)
    for number in 0..<24 as Range<UInt64> {
      let (ink, canvas) = beginning(shape, number, share: Double(number % 6 + 1) / 8)
      let rest = try #require(
        generator.complete(ink, as: shape.rawValue, isPenDown: true, seed: number, on: canvas))
      #expect(0...1 ~= rest.match)
      #expect(rest.ink.points.allSatisfy(canvas.admits))
      #expect(rest.ink.points.count + ink.points.count <= InkLimits.points)
      guard rest.continuesStroke else { continue }
      let (last, next) = (ink.points[ink.points.count - 1], rest.ink.points[0])
      let jump = (SIMD2(next) - SIMD2(last)).length / Double(min(canvas.width, canvas.height))
      #expect(jump < 0.06, "\(shape) \(number)")
      #expect(1...1_000 ~= next.elapsed)
    }
  }

  @Test(arguments: [SyntheticShape.circle, .square, .triangle])
  func `what is begun is brought back to where it began`(shape: SyntheticShape) throws {
    let generator = try #require(starter)
    var gaps: [Double] = []
    for number in 0..<40 as Range<UInt64> {
      let (ink, canvas) = beginning(shape, number, share: 0.6)
      guard ink.strokes.count == 1,
        let rest = generator.complete(
          ink, as: shape.rawValue, isPenDown: true, seed: number, on: canvas),
        let end = rest.ink.points.last
      else { continue }
      gaps.append(
        (SIMD2(end) - SIMD2(ink.points[0])).length / (ink.points[...].pathLength / 0.6))
    }
    #expect(gaps.count > 20)
    // Of the way round.
    #expect(gaps.sorted()[gaps.count / 2] < 0.1)
  }

  @Test func `ink of the shape matches better than ink of another`() throws {
    let generator = try #require(starter)
    var (own, other) = (Float(0), Float(0))
    for number in 0..<30 as Range<UInt64> {
      let (ink, canvas) = beginning(.circle, number, share: 0.8)
      for shape in ["circle", "triangle"] {
        let match = try #require(
          generator.complete(ink, as: shape, isPenDown: true, seed: 1, on: canvas)
        ).match
        if shape == "circle" { own += match / 30 } else { other += match / 30 }
      }
    }
    #expect(own > 0.7)
    #expect(other < own - 0.2)
  }

  @Test func `a seed fixes the answer, and seeds differ`() throws {
    let generator = try #require(starter)
    let (ink, canvas) = beginning(.heart, 3, share: 0.3)
    func complete(_ seed: UInt64) -> Completion? {
      generator.complete(ink, as: "heart", isPenDown: true, seed: seed, on: canvas)
    }
    #expect(complete(1) == complete(1))
    #expect(complete(1) != complete(2))
  }

  @Test func `with the pen up the rest begins with a stroke of its own`() throws {
    let generator = try #require(starter)
    let (ink, canvas) = beginning(.circle, 5, share: 0.5)
    let rest = try #require(
      generator.complete(ink, as: "circle", isPenDown: false, seed: 1, on: canvas))
    #expect(!rest.continuesStroke)
    #expect(rest.ink.points[0].elapsed >= 100)
  }

  @Test func `whole drawings want little more`() throws {
    let generator = try #require(starter)
    var added: [Double] = []
    for number in 0..<30 as Range<UInt64> {
      let (ink, canvas) = beginning(.square, number, share: 1)
      let rest = try #require(
        generator.complete(ink, as: "square", isPenDown: false, seed: 1, on: canvas))
      added.append(rest.ink.points[...].pathLength / ink.points[...].pathLength)
    }
    #expect(added.sorted()[15] < 0.15)
  }

  @Test func `a dot, no ink, more strokes than anybody and other nonsense are answered`() throws {
    let generator = try #require(starter)
    var ink = Strokes()
    #expect(generator.complete(ink, as: "heart", isPenDown: true, seed: 1) == nil)
    ink.startStroke(style: .standard)
    ink.append(Point(x: 1_600, y: 800))
    #expect(generator.complete(ink, as: "cat", isPenDown: true, seed: 1) == nil)
    let dot = try #require(generator.complete(ink, as: "heart", isPenDown: true, seed: 1))
    #expect(dot.continuesStroke && dot.ink.points.count > 8)
    #expect(dot.ink.points.allSatisfy(canvas.admits))
    for number in 0..<40 as Range<Int16> {
      ink.startStroke(style: .standard)
      ink.append(Point(x: number * 700, y: -number * 800, elapsed: 65_535))
      ink.append(Point(x: .max, y: .min, elapsed: 0))
    }
    for temperature in [0, .nan, 2, .infinity] {
      let rest = try #require(
        generator.complete(
          ink, as: "square", isPenDown: true, seed: 1, temperature: temperature, on: canvas))
      #expect(0...1 ~= rest.match)
      #expect(rest.ink.points.allSatisfy(canvas.admits))
    }
  }
}
