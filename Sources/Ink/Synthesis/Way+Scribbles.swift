extension Way {
  /// What people draw that is none of the shapes.
  init(scribble hand: Hand, _ random: inout SplitMix64) {
    switch random.index(7) {
    case 0: self.init(wandering: 1, &random)
    case 1: self.init(wandering: 2 + random.index(4), &random)
    case 2: self.init(zigzag: &random)
    case 3: self.init(coil: &random)
    case 4: self.init(star: &random)
    case 5: self.init(cross: &random)
    default: self.init(wave: &random)
    }
    rotate(turns: random.chance(0.5) ? random.normal() * 0.03 : random.uniform())
  }

  /// Curves through places anywhere.
  private init(wandering strokeCount: Int, _ random: inout SplitMix64) {
    self.init(strokes: [])
    for _ in 0..<strokeCount {
      let origin = PenVector(random.uniform(), random.uniform())
      let reach = strokeCount == 1 ? 1 : random.uniform(0.2...0.7)
      let places = (0..<4 + random.index(strokeCount == 1 ? 10 : 4)).map { _ in
        origin + PenVector(random.uniform(), random.uniform()) * reach
      }
      strokes.append(Self.spline(places))
    }
  }

  private init(zigzag random: inout SplitMix64) {
    let count = 4 + random.index(9)
    let height = random.uniform(0.2...0.8)
    let corners = (0...count).map { index in
      PenVector(
        Double(index) / Double(count) + random.normal() * 0.02,
        (index % 2 == 0 ? 0 : height) + random.normal() * 0.05)
    }
    self.init(strokes: [
      zip(corners, corners.dropFirst()).flatMap { Self.edge($0, $1, bow: 0, points: 16) }
    ])
    soften(by: random.index(5))
  }

  /// A spiral, or loops beside each other.
  private init(coil random: inout SplitMix64) {
    let turns = random.uniform(2...5)
    let inner = random.uniform(0.05...0.9)
    let advance = inner > 0.6 ? random.uniform(0.2...0.6) : 0
    let points = Int(turns * 48)
    self.init(strokes: [
      (0...points).map { index in
        let t = Double(index) / Double(points)
        let radius = inner + (1 - inner) * t
        return PenVector(
          radius * cosine(turns: t * turns) + advance * t * turns, radius * sine(turns: t * turns))
      }
    ])
  }

  private init(star random: inout SplitMix64) {
    let points = 5 + random.index(3)
    // Drawn through, or around the outline.
    let isCrossed = points % 2 == 1 && random.chance(0.5)
    let count = isCrossed ? points : 2 * points
    let inner = random.uniform(0.3...0.55)
    let corners = (0...count).map { index -> PenVector in
      let turns =
        isCrossed ? Double(index * (points / 2)) / Double(points) : Double(index) / Double(count)
      let radius = isCrossed || index % 2 == 0 ? 1 : inner
      return PenVector(radius * sine(turns: turns), -radius * cosine(turns: turns))
        + PenVector(random.normal(), random.normal()) * 0.05
    }
    self.init(strokes: [
      zip(corners, corners.dropFirst()).flatMap { Self.edge($0, $1, bow: 0, points: 16) }
    ])
  }

  /// Lines across each other: a plus, an X, a grid.
  private init(cross random: inout SplitMix64) {
    let count = 2 + random.index(4)
    self.init(strokes: [])
    for index in 0..<count {
      let at = count < 4 ? 0 : Double(index / 2) * 0.4 - 0.3
      let end = 0.5 + random.normal() * 0.05
      var (a, b) = (PenVector(-end, at), PenVector(end, at + random.normal() * 0.06))
      if index % 2 == 1 { (a, b) = (PenVector(a.y, a.x), PenVector(b.y, b.x)) }
      strokes.append(Self.edge(a, b, bow: random.normal() * 0.03))
    }
  }

  private init(wave random: inout SplitMix64) {
    let turns = random.uniform(1.2...4)
    let height = random.uniform(0.1...0.35)
    self.init(strokes: [
      (0...160).map { index in
        let t = Double(index) / 160
        return PenVector(t, height * sine(turns: t * turns) * (1 - 0.4 * t))
      }
    ])
  }

  /// A smooth curve through all places (Catmull and Rom).
  private static func spline(_ places: [PenVector]) -> [PenVector] {
    var stroke: [PenVector] = []
    for index in 0..<places.count - 1 {
      let (b, c) = (places[index], places[index + 1])
      let before = index > 0 ? places[index - 1] : b
      let after = index + 2 < places.count ? places[index + 2] : c
      stroke += curve(b, b + (c - before) / 6, c - (after - b) / 6, c).dropLast()
    }
    return stroke + [places[places.count - 1]]
  }
}
