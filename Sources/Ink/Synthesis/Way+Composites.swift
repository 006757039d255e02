extension Way {
  /// Two to six figures that make up one: a roof on a house, eyes in a face, a word, a mess.
  init(composite hand: Hand, _ random: inout SplitMix64) {
    self.init(strokes: [])
    switch random.uniform() {
    case ..<0.25:
      // Signs in a row, or above each other.
      let isColumn = random.chance(0.3)
      for index in 0..<2 + random.index(3) {
        var sign = Way(sign: &random)
        let at = Double(index) * random.uniform(1.05...1.4)
        sign.fit(
          into: isColumn ? PenVector(0, at) : PenVector(at, 0),
          PenVector(random.uniform(0.5...0.9), 0.9))
        strokes += sign.strokes
      }
    case ..<0.55:
      // One frame and what stands in, on or under it.
      var frame = Self.part(hand, &random)
      frame.fit(into: PenVector(0, 0), PenVector(1, random.uniform(0.5...1.3)))
      strokes = frame.strokes
      for _ in 0..<1 + random.index(5) {
        var detail = Self.part(hand, &random)
        let size = random.uniform(0.2...0.7)
        let corner = PenVector(random.uniform(-0.2...0.7), random.uniform(-0.5...1))
        detail.fit(into: corner, PenVector(size, size * random.uniform(0.5...1.5)))
        strokes += detail.strokes
      }
    case ..<0.75:
      // A frame that is crossed, or stands on a stem.
      var frame = Self.part(hand, &random)
      frame.fit(into: PenVector(0, 0), PenVector(1, random.uniform(0.6...1.2)))
      let middle = PenVector(0.5 + random.normal() * 0.15, 0.5 + random.normal() * 0.2)
      let turns = random.chance(0.5) ? 0.25 : random.uniform()
      let leg = PenVector(cosine(turns: turns), sine(turns: turns)) * random.uniform(0.75...1.2)
      let start = random.chance(0.5) ? middle : middle - leg
      strokes =
        frame.strokes + [Self.edge(start, middle + leg, bow: random.normal() * 0.04)]
    default:
      for _ in 0..<2 + random.index(5) {
        var part = Self.part(hand, &random)
        let size = random.uniform(0.4...1)
        part.fit(
          into: PenVector(random.uniform(), random.uniform()),
          PenVector(size, size * random.uniform(0.4...1.5)))
        strokes += part.strokes
      }
    }
  }

  private static func part(_ hand: Hand, _ random: inout SplitMix64) -> Way {
    switch random.index(9) {
    case 0, 1: Way(circle: hand, &random)
    case 2, 3: Way(square: hand, &random)
    case 4: Way(triangle: hand, &random)
    case 5: Way(arc: &random)
    case 6: Way(bent: &random)
    case 7: Way(line: hand, &random)
    default: Way(sign: &random)
    }
  }

  /// Scales and moves the way into a box, in proportion unless the box is much flatter.
  private mutating func fit(into corner: PenVector, _ size: PenVector) {
    let (low, high) = bounds
    let extent = high - low
    let scale = PenVector(
      size.x / max(extent.x, extent.max() * 0.5), size.y / max(extent.y, extent.max() * 0.5))
    map { corner + ($0 - low) * scale }
  }
}
