import Testing

@testable import Ink

@Suite struct ScoringTemplateTests {
  private static let examples: [Strokes] = (0..<5).map { (index: Int) -> Strokes in
    let star = Sketch.star(turn: 0.05 * Double(index - 2), inner: 55 + 3 * Double(index))
    let path = Sketch.path(star, spacing: 10)
    return Sketch.ink(Sketch.shaken(path, by: 4, seed: UInt64(index + 1)))
  }

  private static let star = ShapeKind.template(ShapeTemplate(examples: examples)!)

  @Test func `five stars tell a star from other shapes`() {
    let star = Sketch.quality(Sketch.ink(Sketch.path(Sketch.star())), ScoringTemplateTests.star)
    #expect(star > 0.85)
    for kind in [ShapeKind.line, .circle, .square, .triangle, .heart] {
      let other = Sketch.quality(
        Sketch.ink(Sketch.path(Sketch.ideal(kind))), ScoringTemplateTests.star)
      #expect(other < 0.5 && other < star - 0.4)
    }
  }

  @Test func `a star may start anywhere, in either direction, anywhere on the canvas`() {
    let path = Sketch.path(Sketch.star().map { (60 + $0.0 / 2, 80 + $0.1 / 2) }.reversed())
    let turned = Array(path[50...] + path[..<50])
    #expect(Sketch.quality(Sketch.ink(turned), ScoringTemplateTests.star) > 0.8)
  }

  @Test func `an unfinished star stays good while it becomes complete`() {
    let path = Sketch.path(Sketch.star())
    var last: Float = 0
    for share in [0.25, 0.5, 0.75, 1] {
      var scorer = LiveScorer(kind: ScoringTemplateTests.star, canvas: Sketch.canvas)
      scorer.startStroke()
      scorer.append(path.prefix(Int(share * Double(path.count))))
      let score = scorer.score(finished: false)
      #expect(score.quality > 0.75)
      #expect(score.completeness > last)
      last = score.completeness
    }
  }

  @Test func `half a star is not a finished star`() {
    let path = Sketch.path(Sketch.star())
    let half = Sketch.ink(Array(path.prefix(path.count / 2)))
    #expect(Sketch.quality(half, ScoringTemplateTests.star) < 0.5)
  }

  @Test func `an open shape is known by examples too`() throws {
    let zigzag: [(Double, Double)] = [(80, 100), (320, 100), (80, 300), (320, 300)]
    let template = try #require(ShapeTemplate(examples: [Sketch.ink(Sketch.path(zigzag))]))
    #expect(Sketch.quality(Sketch.ink(Sketch.path(zigzag)), .template(template)) > 0.9)
    #expect(
      Sketch.quality(Sketch.ink(Sketch.path(Sketch.circle())), .template(template)) < 0.4)
  }

  @Test func `examples without ink make no template`() {
    #expect(ShapeTemplate(examples: []) == nil)
    #expect(ShapeTemplate(examples: [Strokes(), Sketch.ink([Sketch.point(1, 1)])]) == nil)
  }

  @Test func `without a template neatness counts`() {
    let neat = Sketch.path(Sketch.star(), spacing: 6)
    #expect(
      Sketch.quality(Sketch.ink(neat), .unknown)
        > Sketch.quality(Sketch.ink(Sketch.shaken(neat, by: 8)), .unknown) + 0.1)
  }
}
