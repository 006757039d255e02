import Ink
import Recognition
import Testing

@testable import Training

@Suite struct AugmentationTests {
  private func heart(_ seed: UInt64) -> Strokes {
    var synthesizer = Synthesizer(shape: .heart, seed: seed)
    return synthesizer.next().ink
  }

  @Test func `any ink can be varied: a dot, one place twice, the farthest corners, nothing`() {
    var inks = [Strokes()]
    for places in [[(0, 0)], [(9, 9), (9, 9)], [(-32_768, -32_768), (32_767, 32_767)]] {
      var ink = Strokes()
      ink.startStroke(style: .standard)
      for (x, y) in places { ink.append(Point(x: Int16(x), y: Int16(y))) }
      inks.append(ink)
    }
    var random = SplitMix64(seed: 1)
    for ink in inks {
      for turn in 0..<200 {
        let varied = Augmentation().vary(ink, anyWay: turn % 2 == 0, &random)
        #expect(varied.ink.isEmpty == ink.isEmpty)
        #expect(!ink.isEmpty || varied.isFinished)
      }
    }
  }

  @Test func `the same seed varies the same way, and about half is unfinished`() {
    let ink = heart(1)
    var (one, other) = (SplitMix64(seed: 4), SplitMix64(seed: 4))
    var unfinished = 0
    for _ in 0..<400 {
      let varied = Augmentation().vary(ink, anyWay: false, &one)
      let again = Augmentation().vary(ink, anyWay: false, &other)
      #expect(varied.ink == again.ink && varied.isFinished == again.isFinished)
      unfinished += varied.isFinished ? 0 : 1
    }
    #expect(150...250 ~= unfinished)
  }

  @Test func `what is varied stays a picture of the same`() {
    var random = SplitMix64(seed: 2)
    for seed in 0..<40 as Range<UInt64> {
      var augmentation = Augmentation()
      augmentation.prefixShare = 0
      let varied = augmentation.vary(heart(seed), anyWay: false, &random).ink
      #expect(varied.points.count >= 5)
      let places = Sketch(varied).strokes.joined()
      #expect(places.allSatisfy { $0.x.isFinite && $0.y.isFinite })
      // An eighth of a pixel's worth in the unit square is 8,192 / 256.
      let (low, high) = (varied.points.map(\.x).min()!, varied.points.map(\.x).max()!)
      #expect(Int(high) - Int(low) > 2_000)
    }
  }

  @Test func `the first part of ink is its beginning, as long as asked`() {
    let sketch = Sketch(heart(3))
    for share in [0.01, 0.25, 0.5, 0.9, 1] {
      var part = sketch
      part.keepFirst(share)
      #expect(abs(part.length - sketch.length * share) < 1e-6)
      #expect(part.strokes.count <= sketch.strokes.count)
      for (stroke, whole) in zip(part.strokes, sketch.strokes) {
        // All but a last place, where it was cut.
        #expect(stroke.dropLast().elementsEqual(whole.prefix(stroke.count - 1)))
      }
    }
  }

  @Test func `a drawing of as many strokes as there may be stays one that can be drawn`() {
    var ink = Strokes()
    for index in 0..<InkLimits.strokes {
      ink.startStroke(style: .standard)
      for x in 0..<4 { ink.append(Point(x: Int16(x * 90), y: Int16(index * 8))) }
    }
    var random = SplitMix64(seed: 7)
    for _ in 0..<500 {
      let varied = Augmentation().vary(ink, anyWay: false, &random).ink
      #expect(varied.strokes.count <= InkLimits.strokes)
      var raster = InkRaster(size: 32)
      raster.draw(varied)
    }
  }

  @Test func `strays are too short to count`() {
    var random = SplitMix64(seed: 5)
    var strays = 0
    for _ in 0..<500 {
      let ink = heart(6)
      let varied = Augmentation.none.vary(ink, anyWay: false, &random).ink
      guard varied.strokes.count > ink.strokes.count else { continue }
      strays += 1
      let sketch = Sketch(varied)
      var stray = sketch
      stray.strokes = [sketch.strokes[sketch.strokes.count - 1]]
      #expect(stray.length < 0.03 * sketch.length)
      // The image is as if it were not there.
      var without = varied
      without.truncate(to: varied.points.count - 2)
      var (one, other) = (InkRaster(size: 32), InkRaster(size: 32))
      one.draw(varied)
      other.draw(without)
      #expect(one.pixels == other.pixels)
    }
    #expect(20...90 ~= strays)
  }
}
