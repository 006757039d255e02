import Testing

@testable import Ink

@Suite struct ScoringHintTests {
  @Test func `an ideal needs no hint`() {
    let ideals: [(ShapeKind, [(Double, Double)])] = [
      (.line, Sketch.line(degrees: 20)), (.circle, Sketch.circle()),
      (.square, Sketch.square(degrees: 10)), (.triangle, Sketch.polygon(3)),
      (.heart, Sketch.heart()),
    ]
    for (kind, places) in ideals {
      #expect(Sketch.hints(Sketch.ink(Sketch.path(places)), kind) == [])
    }
  }

  @Test func `an open circle is to be closed, where it is open and by how much`() throws {
    let ink = Sketch.ink(Sketch.path(Sketch.circle(gap: 0.15)))
    let hint = try #require(score(ink, .circle).hints.first)
    #expect(hint.code == .closeGap && hint.code.text == "close_gap")
    #expect(hint.message == "Close the gap at the bottom")
    // The chord of 54 degrees of a circle of radius 120.
    #expect(abs(hint.amount - 109) < 3)
    #expect(abs(hint.x - 200) < 3 && abs(hint.y - 307) < 5)
  }

  @Test func `a bent line is to be straightened, by how far it is bent`() throws {
    let ink = Sketch.ink(Sketch.path(Sketch.line(bend: 30)))
    let hint = try #require(score(ink, .line).hints.first)
    #expect(hint.code == .straightenLine)
    #expect(abs(hint.amount - 30) < 4)
  }

  @Test func `a shaking line is to be drawn in one move`() {
    let ink = Sketch.ink(Sketch.shaken(Sketch.path(Sketch.line(), spacing: 12), by: 14))
    #expect(Sketch.hints(ink, .line).contains(.drawSmoothly))
    #expect(!Sketch.hints(ink, .line).contains(.straightenLine))
  }

  @Test func `a circle with a flat side says which side`() throws {
    let flat = Sketch.circle().map { ($0.0, min($0.1, 250)) }
    let hint = try #require(score(Sketch.ink(Sketch.path(flat)), .circle).hints.first)
    #expect(hint.code == .makeRounder)
    #expect(hint.place == .bottom)
  }

  @Test func `an oval is to be taller`() {
    #expect(
      Sketch.hints(Sketch.ink(Sketch.path(Sketch.circle(flat: 0.6))), .circle) == [.makeTaller])
  }

  @Test func `a rectangle's sides are to be even`() throws {
    let ink = Sketch.ink(
      Sketch.path([(60, 120), (340, 120), (340, 260), (60, 260), (60, 120)]))
    let hint = try #require(score(ink, .square).hints.first)
    #expect(hint.code == .evenSides)
    #expect(abs(hint.amount - 2) < 0.1)
  }

  @Test func `a leaning square has a corner that is not square`() throws {
    let ink = Sketch.ink(
      Sketch.path([(140, 100), (320, 100), (260, 280), (80, 280), (140, 100)]))
    let hint = try #require(score(ink, .square).hints.first { $0.code == .squareCorner })
    #expect(abs(hint.amount - 18.4) < 2)
  }

  @Test func `corners are counted`() {
    let triangle = Sketch.ink(Sketch.path(Sketch.polygon(3)))
    let square = Sketch.ink(Sketch.path(Sketch.square()))
    #expect(Sketch.hints(triangle, .square).contains(.addCorner))
    #expect(Sketch.hints(square, .triangle).contains(.removeCorner))
  }

  @Test func `a bent side is to be straight, where it is bent`() throws {
    let bulge = (0...20).map { step -> (Double, Double) in
      let share = Double(step) / 20
      return (300 + 160 * share * (1 - share), 100 + 200 * share)
    }
    let ink = Sketch.ink(Sketch.path([(100, 100)] + bulge + [(100, 300), (100, 100)]))
    let hint = try #require(score(ink, .square).hints.first { $0.code == .straightenSide })
    #expect(hint.place == .right)
    #expect(hint.amount > 10 && hint.amount < 50)
  }

  @Test func `a flat triangle is to be opened`() {
    let ink = Sketch.ink(Sketch.path([(60, 200), (340, 200), (300, 160), (60, 200)]))
    #expect(Sketch.hints(ink, .triangle).contains(.openUp))
  }

  @Test func `a circle is a heart without dip and tip`() {
    let hints = Sketch.hints(Sketch.ink(Sketch.path(Sketch.circle())), .heart)
    #expect(hints.first == .addNotch)
    #expect(hints.contains(.pointTip))
  }

  @Test func `a lopsided heart has uneven halves`() throws {
    let ink = Sketch.ink(
      Sketch.path(Sketch.heart().map { ($0.0 > 200 ? 200 + ($0.0 - 200) * 0.45 : $0.0, $0.1) }))
    let hint = try #require(score(ink, .heart).hints.first { $0.code == .evenHalves })
    #expect(hint.amount > 1.5)
  }

  @Test func `going round and round is once too often`() {
    let twice = Sketch.path(Sketch.circle()) + Sketch.path(Sketch.circle().map { ($0.0, $0.1 + 4) })
    #expect(Sketch.hints(Sketch.ink(twice), .circle).contains(.drawOnce))
  }

  @Test func `a scribble is worth little`() {
    var random = SmallRandom(state: 3)
    let ink = Sketch.ink(
      Sketch.path((0..<40).map { _ in (200 + 150 * random.next(), 200 + 150 * random.next()) }))
    for kind in [ShapeKind.line, .circle, .square, .triangle, .heart] {
      #expect(Sketch.quality(ink, kind) < 0.1)
      #expect(Sketch.hints(ink, kind).contains(.drawOnce))
    }
  }

  @Test func `a tiny drawing is to be bigger`() {
    let ink = Sketch.ink(Sketch.path(Sketch.circle(radius: 12), spacing: 1))
    #expect(Sketch.hints(ink, .circle).contains(.drawBigger))
    #expect(Sketch.quality(ink, .circle) < 0.7)
  }

  @Test func `ink beside the canvas is to stay on it`() throws {
    let ink = Sketch.ink(Sketch.path(Sketch.circle().map { ($0.0 - 150, $0.1) }))
    let hint = try #require(score(ink, .circle).hints.first { $0.code == .stayOnCanvas })
    #expect(hint.place == .left)
    #expect(hint.amount > 0.3 && hint.amount < 0.5)
  }

  @Test func `another shape than a template is to follow it`() throws {
    let template = try #require(
      ShapeTemplate(examples: [Sketch.ink(Sketch.path(Sketch.star()))]))
    let hints = Sketch.hints(Sketch.ink(Sketch.path(Sketch.circle())), .template(template))
    #expect(hints.contains(.followShape))
  }

  @Test func `nobody is told to close what is still being drawn`() {
    var scorer = LiveScorer(kind: .circle, canvas: Sketch.canvas)
    scorer.rebuild(from: Sketch.ink(Sketch.path(Sketch.circle(gap: 0.3))))
    #expect(!scorer.score(finished: false).hints.map(\.code).contains(.closeGap))
    #expect(scorer.score(finished: true).hints.map(\.code).contains(.closeGap))
  }

  @Test func `every code has a name and a sentence of its own`() {
    #expect(Set(HintCode.allCases.map(\.text)).count == HintCode.allCases.count)
    #expect(Set(HintCode.allCases.map { $0.message(at: .top) }).count == HintCode.allCases.count)
  }

  private func score(_ ink: Strokes, _ kind: ShapeKind) -> Score {
    Scorer.score(drawing: ink, kind: kind, canvas: Sketch.canvas)
  }
}
