import Ink
import Testing

@testable import Recognition

private let names: [SyntheticShape] = [.line, .circle, .square, .triangle, .heart, .scribble]

private func drawings(_ count: Int, seed: UInt64) -> [(label: String, ink: Strokes)] {
  names.flatMap { shape in
    var synthesizer = Synthesizer(shape: shape, seed: seed)
    return (0..<count).map { _ in (shape.rawValue, synthesizer.next().ink) }
  }
}

private func templates(_ count: Int, seed: UInt64) -> [(label: String, cloud: PointCloud)] {
  drawings(count, seed: seed).compactMap { drawing in
    PointCloud(drawing.ink).map { (drawing.label, $0) }
  }
}

private func ink(_ strokes: [[Point]]) -> Strokes {
  var ink = Strokes()
  for stroke in strokes {
    ink.startStroke(style: .standard)
    for point in stroke { ink.append(point) }
  }
  return ink
}

private func strokes(of ink: Strokes) -> [[Point]] {
  ink.strokes.indices.map { Array(ink.points[ink.range(ofStroke: $0)]) }
}

/// How far two drawings are apart, as the recogniser sees it.
private func distance(_ a: Strokes, _ b: Strokes) throws -> Float {
  let recognizer = TemplateRecognizer(templates: [("it", try #require(PointCloud(a)))])
  return try #require(recognizer.match(b).ranking.first).distance
}

@Test func `a drawing is its own nearest template`() throws {
  for drawing in drawings(5, seed: 1) { #expect(try distance(drawing.ink, drawing.ink) == 0) }
}

@Test func `size and place do not matter`() throws {
  for drawing in drawings(5, seed: 2) {
    let moved = strokes(of: drawing.ink).map { stroke in
      stroke.map { Point(x: $0.x * 3 - 9_000, y: $0.y * 3 - 5_000) }
    }
    #expect(try distance(drawing.ink, ink(moved)) < 0.003)
  }
}

@Test func `how often the pen was sampled does not matter`() throws {
  for drawing in drawings(5, seed: 3) {
    let denser = strokes(of: drawing.ink).map { stroke in
      var points: [Point] = []
      for (start, end) in zip(stroke, stroke.dropFirst()) {
        let x = (Int(start.x) + Int(end.x)) / 2
        let y = (Int(start.y) + Int(end.y)) / 2
        points += [start, start, Point(x: Int16(x), y: Int16(y))]
      }
      return points + stroke.suffix(1)
    }
    #expect(try distance(drawing.ink, ink(denser)) < 0.02)
  }
}

@Test func `the order and the direction of strokes do not matter`() throws {
  let recognizer = TemplateRecognizer(templates: templates(10, seed: 4))
  for drawing in drawings(5, seed: 4) {
    let reversed = ink(strokes(of: drawing.ink).reversed().map { $0.reversed() })
    #expect(try distance(drawing.ink, reversed) < 0.05)
    // Of the same seed: the drawing is among the templates.
    #expect(recognizer.match(reversed).label == drawing.label)
  }
}

@Test func `bounds and abandoning find exactly what the plain search finds`() throws {
  for seed in 5..<8 as Range<UInt64> {
    let known = templates(8, seed: seed)
    let set = TemplateSet(
      clouds: known.map(\.cloud), owners: known.map { $0.label.utf8.count }, labelCount: 9)
    for drawing in drawings(6, seed: seed + 100) {
      let cloud = try #require(PointCloud(drawing.ink))
      var plain = TemplateSet.Search(set: set, cloud: cloud)
      plain.runPlainly()
      #expect(set.costs(of: cloud) == plain.costs)
    }
  }
}

@Test func `no bound is above the cost`() {
  let known = templates(4, seed: 9)
  let set = TemplateSet(
    clouds: known.map(\.cloud), owners: known.indices.map { $0 }, labelCount: known.count)
  CloudMatch.with { match in
    for (one, other) in zip(known.indices, known.indices.dropFirst()) {
      let cost = match.cost(
        of: set.clouds[one], on: set.clouds[other], there: nil, back: nil, below: .max)!
      set.withPlaces(of: one) { oneCells, oneTable in
        set.withPlaces(of: other) { otherCells, otherTable in
          let there = NearestDistances(cells: oneCells, table: otherTable).leastBound
          let back = NearestDistances(cells: otherCells, table: oneTable).leastBound
          #expect(min(there, back) <= cost)
        }
      }
    }
  }
}

@Test func `templates tell made-up shapes apart, and confidences add up to one`() {
  let recognizer = TemplateRecognizer(
    templates: templates(20, seed: 10).filter { $0.label != "scribble" })
  var right = 0
  let asked = drawings(20, seed: 11).filter { $0.label != "scribble" }
  for drawing in asked {
    let match = recognizer.match(drawing.ink)
    if match.ranking.first?.label == drawing.label { right += 1 }
    let sum = match.ranking.reduce(match.none) { $0 + $1.confidence }
    #expect(abs(sum - 1) < 1e-5)
    #expect(zip(match.ranking, match.ranking.dropFirst()).allSatisfy { $0.distance <= $1.distance })
  }
  #expect(right * 10 >= asked.count * 8)
}

@Test func `what has no length, or nothing to be like, is none`() {
  let point = Point(x: 80, y: 80)
  let recognizer = TemplateRecognizer(templates: templates(1, seed: 12))
  #expect(recognizer.match(Strokes()).label == nil)
  #expect(recognizer.match(ink([[point, point]])).none == 1)
  #expect(TemplateRecognizer(templates: []).match(drawings(1, seed: 13)[0].ink).ranking.isEmpty)
}
