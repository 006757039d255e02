import Foundation
import Ink
import Testing

@testable import Generation

/// The generator that ships; `make starter` writes it.
let starter: Generator? = {
  let file = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("samples/starter.inkgen")
  return (try? Data(contentsOf: file)).flatMap { try? Generator(bytes: Array($0)) }
}()

@Suite struct SamplingTests {
  private func drawings(
    _ shape: String, _ seeds: Range<UInt64>, temperature: Double = 1
  ) throws -> [Drawing] {
    let generator = try #require(starter)
    return try seeds.map {
      try #require(generator.generate(shape: shape, seed: $0, temperature: temperature))
    }
  }

  @Test func `the shipped generator knows the five shapes and fits beside the model`() throws {
    let generator = try #require(starter)
    #expect(generator.labels == ["line", "circle", "square", "triangle", "heart"])
    #expect(generator.bytes.count < 200_000)
  }

  @Test(arguments: ["line", "circle", "square", "triangle", "heart"])
  func `a seed fixes every byte, and seeds differ`(shape: String) throws {
    let some = try drawings(shape, 0..<30)
    #expect(try drawings(shape, 0..<30) == some)
    for (index, drawing) in some.enumerated() {
      #expect(drawing.shape == shape)
      #expect(!some[..<index].contains { $0.ink == drawing.ink || $0.id == drawing.id })
    }
  }

  @Test(arguments: ["line", "circle", "square", "triangle", "heart"])
  func `a drawing can be played: within the canvas, in time, pressed`(shape: String) throws {
    for drawing in try drawings(shape, 0..<60, temperature: 1.3) {
      let ink = drawing.ink
      #expect(8...InkLimits.points ~= ink.points.count)
      #expect(ink.points[0].elapsed == 0)
      #expect(ink.points.allSatisfy { drawing.canvas.admits($0) && $0.pressure > 0 })
      #expect(100...90_000 ~= ink.durationInMilliseconds)
      for stroke in ink.strokes.indices {
        let range = ink.range(ofStroke: stroke)
        #expect(range.count > 1)
        // The pen stays down between two points of a stroke for no longer than it rests.
        #expect(ink.points[range].dropFirst().allSatisfy { $0.elapsed <= 100 })
      }
    }
  }

  @Test func `where people lift the pen it is lifted`() throws {
    let counts = Set(try drawings("square", 0..<200).map { $0.ink.strokes.count })
    #expect(counts.contains(1) && counts.contains { $0 > 1 })
  }

  @Test(arguments: ["circle", "heart"])
  func `the warmer the more varied; at zero there is one drawing`(shape: String) throws {
    func variety(_ temperature: Double) throws -> Double {
      let corners = try drawings(shape, 0..<60, temperature: temperature).map { drawing in
        let points = drawing.ink.points
        return points.indices.filter { $0 % (points.count / 8) == 0 }.prefix(8).map {
          SIMD2(Double(points[$0].x), Double(points[$0].y))
        }
      }
      var sum = 0.0
      for (a, b) in zip(corners, corners.dropFirst()) {
        for (from, to) in zip(a, b) { sum += (to - from).length }
      }
      return sum
    }
    let all = try [0, 0.4, 1].map(variety)
    #expect(all[0] == 0)
    #expect(all[0] < all[1] && all[1] < all[2])
  }

  @Test func `what the judge does not take is drawn again`() throws {
    let generator = try #require(starter)
    var calls = 0
    let refused = generator.generate(shape: "heart", seed: 4) { _ in
      calls += 1
      return calls == 3 ? 0.5 : 0.2
    }
    #expect(calls == 6)
    calls = 0
    let taken = generator.generate(shape: "heart", seed: 4) { _ in
      calls += 1
      return calls == 3 ? 0.95 : 0.2
    }
    // The third is the surest of six, and the first that is sure enough.
    #expect(calls == 3)
    #expect(refused?.ink == taken?.ink)
  }

  @Test func `a shape that was not learnt is not drawn`() throws {
    let generator = try #require(starter)
    #expect(generator.generate(shape: "cat", seed: 1) == nil)
    #expect(generator.generate(shape: "none", seed: 1) == nil)
  }

  @Test func `temperatures and canvases beyond reason do no harm`() throws {
    let generator = try #require(starter)
    for temperature in [-1, 2, 1e9, .infinity, .nan] {
      for canvas in [Canvas(square: 16), Canvas(width: 28_800, height: 128), Canvas(square: 3_600)]
      {
        let drawing = try #require(
          generator.generate(shape: "square", seed: 9, temperature: temperature, on: canvas))
        #expect(drawing.ink.points.allSatisfy(canvas.admits))
      }
    }
  }
}
