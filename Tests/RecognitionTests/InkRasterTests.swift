import Ink
import Recognition
import Testing

@Suite struct InkRasterTests {
  private static let shapes = SyntheticShape.allCases

  private func drawings(_ shape: SyntheticShape, _ count: Int) -> [Drawing] {
    var synthesizer = Synthesizer(shape: shape, seed: 7)
    return (0..<count).map { _ in synthesizer.next() }
  }

  private func image(of ink: Strokes, size: Int = 32) -> [UInt8] {
    var raster = InkRaster(size: size)
    raster.draw(ink)
    return raster.pixels
  }

  /// The largest difference of any pixel.
  private func difference(_ a: [UInt8], _ b: [UInt8]) -> Int {
    zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }

  @Test(arguments: shapes)
  func `ink drawn point by point gives the same image as ink drawn at once`(shape: SyntheticShape) {
    for drawing in drawings(shape, 10) {
      var raster = InkRaster(size: 32)
      var ink = Strokes()
      for index in drawing.ink.strokes.indices {
        ink.startStroke(style: .standard)
        raster.draw(ink)
        for position in drawing.ink.range(ofStroke: index) {
          ink.append(drawing.ink.points[position])
          raster.draw(ink)
          if position % 7 == 0 { #expect(difference(raster.pixels, image(of: ink)) == 0) }
        }
      }
      #expect(difference(raster.pixels, image(of: drawing.ink)) == 0)
      raster.reset()
      raster.draw(drawing.ink)
      #expect(difference(raster.pixels, image(of: drawing.ink)) == 0)
    }
  }

  @Test func `place and size on the canvas do not matter`() {
    let points: [(Int16, Int16)] = [(0, 0), (800, 80), (640, 720), (80, 560), (0, 0)]
    func ink(scale: Int16, shift: Int16) -> Strokes {
      Strokes(
        points: points.map { Point(x: $0.0 * scale + shift, y: $0.1 * scale + shift) },
        strokes: [Stroke(start: 0, style: .standard)])
    }
    #expect(image(of: ink(scale: 1, shift: 0)) == image(of: ink(scale: 1, shift: -300)))
    #expect(image(of: ink(scale: 1, shift: 0)) == image(of: ink(scale: 7, shift: 1_000)))
  }

  @Test func `points between points change next to nothing`() {
    var sparse = Strokes()
    var dense = Strokes()
    sparse.startStroke(style: .standard)
    dense.startStroke(style: .standard)
    let corners: [(Double, Double)] = [(100, 100), (2_000, 300), (1_500, 1_900), (100, 100)]
    sparse.append(Point(x: 100, y: 100))
    for (a, b) in zip(corners, corners.dropFirst()) {
      sparse.append(Point(x: Int16(b.0), y: Int16(b.1)))
      for step in 0...200 {
        let t = Double(step) / 200
        dense.append(
          Point(x: Int16(a.0 + (b.0 - a.0) * t), y: Int16(a.1 + (b.1 - a.1) * t)))
      }
    }
    let (few, many) = (image(of: sparse), image(of: dense))
    // Only near corners may a pixel differ by more than rounding.
    #expect(difference(few, many) <= 60)
    #expect(zip(few, many).count { abs(Int($0) - Int($1)) > 12 } <= 8)
  }

  @Test func `a stray stroke changes nothing, and a tenth of the ink is no stray`() {
    var ink = drawings(.circle, 1)[0].ink
    let clean = image(of: ink)
    ink.startStroke(style: .standard)
    ink.append(Point(x: 0, y: 0))
    ink.append(Point(x: 8, y: 8))
    #expect(image(of: ink) == clean)

    // Forty equal dashes: each is short, together they are the drawing.
    var dashes = Strokes()
    for index in 0..<40 {
      dashes.startStroke(style: .standard)
      dashes.append(Point(x: Int16(index * 40), y: 0))
      dashes.append(Point(x: Int16(index * 40 + 20), y: 0))
    }
    #expect(image(of: dashes).filter { $0 > 60 }.count > 20)
  }

  @Test(arguments: [32, 64, 128])
  func `the image is centred, within its margin and truly inked`(size: Int) {
    for shape in Self.shapes {
      for drawing in drawings(shape, 5) {
        let pixels = image(of: drawing.ink, size: size)
        #expect(pixels.max() == 127)
        for index in pixels.indices where pixels[index] > 0 {
          #expect(size / 32..<size - size / 32 ~= index % size)
          #expect(size / 32..<size - size / 32 ~= index / size)
        }
      }
    }
  }

  @Test func `no ink is white, a dot is a blot in the middle, extremes are safe`() {
    #expect(image(of: Strokes()).allSatisfy { $0 == 0 })
    let dot = Strokes(
      points: [Point(x: 5, y: 9), Point(x: 5, y: 9)], strokes: [Stroke(start: 0, style: .standard)])
    #expect(image(of: dot)[16 * 32 + 16] > 60)
    let corners: [Int16] = [.min, .max]
    let extreme = Strokes(
      points: corners.flatMap { x in corners.map { Point(x: x, y: $0) } },
      strokes: [Stroke(start: 0, style: .standard)])
    #expect(image(of: extreme, size: 128).max() == 127)
  }
}
