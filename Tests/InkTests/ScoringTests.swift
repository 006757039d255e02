import Testing

@testable import Ink

@Suite struct ScoringTests {
  @Test(arguments: [0.0, 13, 45, 90, 137, 180])
  func `an ideal line, circle, square or triangle scores above 0.97 however it is turned`(
    degrees: Double
  ) {
    func check(_ places: [(Double, Double)], _ kind: ShapeKind) {
      let ink = Sketch.ink(Sketch.path(Sketch.turned(places, degrees: degrees)))
      #expect(Sketch.quality(ink, kind) > 0.97)
    }
    check(Sketch.line(), .line)
    check(Sketch.circle(), .circle)
    check(Sketch.square(), .square)
    check(Sketch.square(start: 0.4), .square)
    check(Sketch.polygon(3), .triangle)
    check(Sketch.polygon(3, start: 0.6), .triangle)
    check([(80, 300), (330, 300), (110, 120), (80, 300)], .triangle)
  }

  @Test(arguments: [0.0, 0.13, 0.5, 0.77], [0.0, 8, -8])
  func `an ideal heart scores above 0.97 wherever it starts`(start: Double, degrees: Double) {
    let path = Sketch.path(Sketch.heart(degrees: degrees, start: start))
    #expect(Sketch.quality(Sketch.ink(path), .heart) > (degrees == 0 ? 0.97 : 0.85))
    #expect(
      Sketch.quality(Sketch.ink(Array(path.reversed())), .heart) > (degrees == 0 ? 0.97 : 0.85))
  }

  @Test(arguments: [0.14, 0.24, 0.34, 0.45])
  func `a heart's notch may be shallow or deep`(depth: Double) {
    let path = Sketch.path(Sketch.heart(start: 0.5, depth: depth))
    #expect(Sketch.quality(Sketch.ink(path), .heart) > 0.93)
  }

  @Test func `an ideal is no other shape`() {
    let ideals: [(ShapeKind, [(Double, Double)])] = [
      (.line, Sketch.line()), (.circle, Sketch.circle()), (.square, Sketch.square()),
      (.triangle, Sketch.polygon(3)), (.heart, Sketch.heart()),
    ]
    for (asked, kind) in ideals.map(\.0).enumerated() {
      for (drawn, ideal) in ideals.enumerated() where drawn != asked {
        #expect(Sketch.quality(Sketch.ink(Sketch.path(ideal.1)), kind) < 0.5)
      }
    }
  }

  @Test func `strokes may be drawn in any order and direction`() {
    let square = Sketch.square()
    let sides = (0..<4).map { Sketch.path([square[$0], square[$0 + 1]]) }
    let ink = Sketch.ink([
      sides[2], Array(sides[0].reversed()), sides[3], Array(sides[1].reversed()),
    ])
    #expect(Sketch.quality(ink, .square) > 0.97)
    let heart = Sketch.path(Sketch.heart())
    let halves = Sketch.ink(
      Array(heart[..<(heart.count / 2)]), Array(heart[(heart.count / 2)...].reversed()))
    #expect(Sketch.quality(halves, .heart) > 0.95)
  }

  @Test func `a slip of the pen beside the shape does not count`() {
    let circle = Sketch.path(Sketch.circle())
    let ink = Sketch.ink(circle, [Sketch.point(390, 390), Sketch.point(392, 391)])
    #expect(Sketch.quality(ink, .circle) == Sketch.quality(Sketch.ink(circle), .circle))
  }

  @Test func `quality falls as a line bends`() {
    expectFalling((0...8).map { Sketch.quality(line(bend: 12 * Double($0)), .line) })
    func line(bend: Double) -> Strokes { Sketch.ink(Sketch.path(Sketch.line(bend: bend))) }
  }

  @Test func `quality falls as a gap opens`() {
    for kind in [ShapeKind.circle, .square, .triangle, .heart] {
      let path = Sketch.path(Sketch.ideal(kind))
      expectFalling(
        (0...5).map { step in
          Sketch.quality(Sketch.ink(Array(path.dropLast(step * path.count / 16))), kind)
        }, "\(kind)")
    }
  }

  @Test func `quality falls as a circle flattens`() {
    expectFalling(
      (0...6).map {
        Sketch.quality(
          Sketch.ink(Sketch.path(Sketch.circle(flat: 1 - 0.12 * Double($0)))), .circle)
      })
  }

  @Test func `quality falls as the hand shakes`() {
    for kind in [ShapeKind.line, .circle, .square, .triangle, .heart] {
      let qualities: [Float] = (0...5).map { step in
        let sum = (1...8).map { seed in
          Sketch.quality(
            Sketch.ink(
              Sketch.shaken(
                Sketch.path(Sketch.ideal(kind)), by: Double(step) * 4, seed: UInt64(seed))), kind)
        }.reduce(0, +)
        return sum / 8
      }
      expectFalling(qualities, "\(kind)")
    }
  }

  @Test func `a shape with a corner less or more is less of it`() {
    #expect(Sketch.quality(Sketch.ink(Sketch.path(Sketch.polygon(5))), .square) < 0.5)
    #expect(Sketch.quality(Sketch.ink(Sketch.path(Sketch.polygon(6))), .triangle) < 0.4)
  }

  private func expectFalling(
    _ qualities: [Float], _ what: String = "", _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(
      zip(qualities, qualities.dropFirst()).allSatisfy { $0 >= $1 - 0.004 }, "\(what) \(qualities)",
      sourceLocation: location)
    #expect(
      qualities.first! - qualities.last! > 0.2, "\(what) \(qualities)", sourceLocation: location)
  }
}
