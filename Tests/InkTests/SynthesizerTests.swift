import Testing

@testable import Ink

@Test(arguments: SyntheticShape.allCases)
func `made-up drawings pass every validation`(shape: SyntheticShape) throws {
  var synthesizer = Synthesizer(shape: shape, seed: 11)
  for _ in 0..<150 {
    let drawing = synthesizer.next()
    let again = try Drawing(
      json: JSON(parsing: drawing.json()), newID: { DrawingID(high: 0, low: 0) })
    #expect(again == drawing)
    #expect(drawing.shape == shape.rawValue)
    #expect((4...6_000).contains(drawing.ink.points.count))
    #expect((60...60_000).contains(drawing.ink.durationInMilliseconds))
    #expect(try StrokeCodec.decode(StrokeCodec.encode(drawing.ink)) == drawing.ink)
  }
}

@Test(arguments: SyntheticShape.allCases)
func `a seed fixes every byte, and another seed gives others`(shape: SyntheticShape) {
  func bytes(_ seed: UInt64) -> [UInt8] {
    var synthesizer = Synthesizer(shape: shape, seed: seed)
    return (0..<20).flatMap { _ in synthesizer.next().json() }
  }
  #expect(bytes(1) == bytes(1))
  #expect(bytes(1) != bytes(2))
}

@Test func `drawings differ in device, strokes, size and rate`() {
  var synthesizer = Synthesizer(shape: .square, seed: 3)
  let drawings = (0..<100).map { _ in synthesizer.next() }
  #expect(Set(drawings.map(\.device)).count == 3)
  #expect(Set(drawings.map(\.ink.strokes.count)).count >= 3)
  #expect(Set(drawings.map(\.id)).count == 100)
  #expect(drawings.contains { $0.ink.points.contains { $0.pressure != 128 } })
}

@Test func `the seed's bytes are the same on every machine`() {
  let checksums = SyntheticShape.allCases.map { shape in
    var synthesizer = Synthesizer(shape: shape, seed: 1)
    return CRC32C.checksum((0..<50).flatMap { _ in synthesizer.next().json() })
  }
  #expect(
    checksums == [
      4_044_039_545, 1_070_701_049, 2_231_668_410, 1_972_313_498, 2_904_190_454, 602_075_416,
    ])
}

/// Which eighth of a turn around the middle of its box each drawing's first point lies in.
private func starts(_ drawings: [Drawing]) -> Set<Int> {
  Set(
    drawings.map { drawing in
      let (x, y) = fromMiddle(drawing)[0]
      return (x > 0 ? 1 : 0) + (y > 0 ? 2 : 0) + (abs(x) > abs(y) ? 4 : 0)
    })
}

/// A drawing's points as seen from the middle of its box.
private func fromMiddle(_ drawing: Drawing) -> [(x: Int, y: Int)] {
  let (xs, ys) = (drawing.ink.points.map { Int($0.x) }, drawing.ink.points.map { Int($0.y) })
  let (left, top) = (xs.min()! + xs.max()!, ys.min()! + ys.max()!)
  return zip(xs, ys).map { (2 * $0 - left, 2 * $1 - top) }
}

/// Twice the area that a drawing goes around, positive clockwise, and that of its box.
private func area(_ drawing: Drawing) -> (around: Int, box: Int) {
  let points = fromMiddle(drawing)
  let around = zip(points, points.dropFirst() + [points[0]]).reduce(0) {
    $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y
  }
  return (around, points.map(\.x).max()! * points.map(\.y).max()! * 8)
}

@Test(arguments: [SyntheticShape.circle, .square, .triangle, .heart])
func `outlines begin anywhere, run both ways, gape and overlap`(shape: SyntheticShape) {
  var synthesizer = Synthesizer(shape: shape, seed: 5)
  let drawings = (0..<400).map { _ in synthesizer.next() }
  #expect(starts(drawings).count >= 6)
  let single = drawings.filter { $0.ink.strokes.count == 1 }
  #expect((200...390).contains(single.count))
  let clockwise = single.count { area($0).around > 0 }
  #expect((single.count / 5...single.count * 4 / 5).contains(clockwise))
  let ends = single.map { drawing -> Double in
    let points = fromMiddle(drawing)
    let (first, last) = (points[0], points[points.count - 1])
    let gap = max(abs(first.x - last.x), abs(first.y - last.y))
    return Double(gap) / Double(max(points.map(\.x).max()!, points.map(\.y).max()!)) / 2
  }
  #expect(ends.count { $0 < 0.03 } > single.count / 20)
  #expect(ends.count { $0 > 0.1 } > single.count / 20)
}

@Test func `circles are round, oval, and now and then drawn several times round`() {
  var synthesizer = Synthesizer(shape: .circle, seed: 6)
  let drawings = (0..<400).map { _ in synthesizer.next() }
  let shares = drawings.map { drawing -> Double in
    let points = fromMiddle(drawing)
    let sides = [points.map(\.x).max()!, points.map(\.y).max()!].sorted()
    return Double(sides[0]) / Double(sides[1])
  }
  #expect(shares.count { $0 > 0.93 } > 120)
  #expect(shares.count { $0 < 0.75 } > 20)
  // Once round fills some 0.79 of the box.
  let rounds = drawings.map { Double(abs(area($0).around)) / Double(area($0).box) }
  #expect(rounds.contains { $0 > 1.2 })
}

@Test func `lines lie, stand and lean, and some are bent`() {
  var synthesizer = Synthesizer(shape: .line, seed: 7)
  let lines = (0..<400).map { _ in
    let points = synthesizer.next().ink.points
    let (first, last) = (points[0], points[points.count - 1])
    return (x: Double(last.x) - Double(first.x), y: Double(last.y) - Double(first.y), points.count)
  }
  #expect(lines.count { abs($0.y) < abs($0.x) / 5 } > 60)
  #expect(lines.count { abs($0.x) < abs($0.y) / 5 } > 60)
  #expect(lines.count { abs($0.x) < 2 * abs($0.y) && abs($0.y) < 2 * abs($0.x) } > 60)
  for sign in [-1.0, 1] {
    #expect(lines.count { $0.x * sign > 0 } > 100)
    #expect(lines.count { $0.y * sign > 0 } > 100)
  }
  #expect(lines.count { $0.2 < 20 } > 5)
}

@Test func `scribbles are of many kinds`() {
  var synthesizer = Synthesizer(shape: .scribble, seed: 8)
  let drawings = (0..<400).map { _ in synthesizer.next() }
  #expect(Set(drawings.map(\.ink.strokes.count)).count >= 7)
  #expect(drawings.count { $0.ink.strokes.count == 1 } > 120)
  #expect(drawings.count { $0.ink.strokes.count > 3 } > 30)
}

@Test func `sines are right to nine digits`() {
  for (turns, value) in [
    (0, 0), (0.25, 1), (0.5, 0), (-0.25, -1), (7.75, -1), (1 / 12, 0.5), (0.125, 0.5.squareRoot()),
    (-3.375, -0.5.squareRoot()), (1 / 3, 0.75.squareRoot()),
  ] {
    #expect(abs(sine(turns: turns) - value) < 1e-9)
  }
}

@Test func `every sign is strokes of two places or more`() {
  for sign in Sign.all {
    let text = "\(sign.places)"
    for stroke in text.split(separator: " ", omittingEmptySubsequences: false) {
      #expect("-~".contains(stroke.prefix(1)) && stroke.count >= 5, "\(text)")
      #expect(stroke.dropFirst().allSatisfy(\.isNumber) && stroke.count % 2 == 1, "\(text)")
    }
  }
}

@Test(arguments: SyntheticShape.allCases.filter { $0 != .scribble })
func `most made-up drawings score well, few are perfect`(shape: SyntheticShape) {
  var synthesizer = Synthesizer(shape: shape, seed: 9)
  let qualities = (0..<200).map { _ -> Float in
    let drawing = synthesizer.next()
    var scorer = LiveScorer(kind: ShapeKind(id: drawing.shape), canvas: drawing.canvas)
    scorer.rebuild(from: drawing.ink)
    return scorer.score(finished: true).quality
  }.sorted()
  #expect(qualities[100] > 0.6)
  #expect(qualities[180] > 0.85)
  #expect(qualities[20] < 0.9)
}
