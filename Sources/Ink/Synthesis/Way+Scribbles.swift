extension Way {
  /// What people draw that is none of the shapes: signs, open curves, polygons, and all of these
  /// together.
  init(scribble hand: Hand, _ random: inout SplitMix64) {
    switch random.uniform() {
    case ..<0.34: self.init(sign: &random)
    case ..<0.41: self.init(wandering: 1, &random)
    case ..<0.43: self.init(wandering: 2 + random.index(4), &random)
    case ..<0.54: self.init(arc: &random)
    case ..<0.63: self.init(bent: &random)
    case ..<0.66: self.init(zigzag: &random)
    case ..<0.70: self.init(coil: &random)
    case ..<0.74: self.init(star: &random)
    case ..<0.77: self.init(cross: &random)
    case ..<0.79: self.init(wave: &random)
    case ..<0.82: self.init(flower: &random)
    case ..<0.885: self.init(manyCorners: hand, &random)
    case ..<0.90: self.init(blot: &random)
    default: self.init(composite: hand, &random)
    }
    distort(by: 0.03 * hand.sloppiness, &random)
    if random.chance(0.5) { soften(by: random.index(hand.cornerRounding + 1)) }
    rotate(turns: random.chance(0.85) ? random.normal() * 0.02 : random.uniform())
    addHooks(chance: 0.12, size: random.uniform(0.02...0.08), &random)
  }

  /// One of the signs as a hurried hand writes it: wider, narrower, turned over, the wrong way.
  init(sign random: inout SplitMix64) {
    self.init(strokes: random.pick(Sign.all).strokes(&random))
    if random.chance(0.12) { map { PenVector(-$0.x, $0.y) } }
    if random.chance(0.12) { reverse() }
    let aspect = random.uniform(0.65...1.3)
    map { PenVector($0.x * aspect, $0.y) }
  }

  /// Curves through places anywhere.
  private init(wandering strokeCount: Int, _ random: inout SplitMix64) {
    self.init(strokes: [])
    for _ in 0..<strokeCount {
      let origin = PenVector(random.uniform(), random.uniform())
      let reach = strokeCount == 1 ? 1 : random.uniform(0.2...0.7)
      let places = (0..<4 + random.index(strokeCount == 1 ? 8 : 4)).map { _ in
        origin + PenVector(random.uniform(), random.uniform()) * reach
      }
      strokes.append(Self.spline(places))
    }
  }

  /// A spiral, or loops beside each other.
  private init(coil random: inout SplitMix64) {
    let turns = random.uniform(1.7...5)
    let inner = random.uniform(0.02...0.35)
    let advance = random.chance(0.3) ? random.uniform(0.3...0.8) : 0
    let (start, side) = (random.uniform(), random.chance(0.5) ? -1.0 : 1)
    let points = Int(turns * 32)
    let aspect = random.uniform(0.7...1)
    self.init(strokes: [
      (0...points).map { index in
        let t = Double(index) / Double(points)
        let radius = advance > 0 ? 0.7 : inner + (1 - inner) * t
        let angle = start + t * turns * side
        return PenVector(
          radius * cosine(turns: angle) + advance * t * turns, radius * sine(turns: angle) * aspect)
      }
    ])
    if random.chance(0.4) { reverse() }
  }

  /// Lines across or beside each other: a plus, an X, a grid, an equals sign.
  private init(cross random: inout SplitMix64) {
    let count = 2 + random.index(4)
    let isParallel = random.chance(0.25)
    self.init(strokes: [])
    for index in 0..<count {
      let at =
        isParallel
        ? Double(index) * 0.35
        : count < 4
          ? random.normal() * 0.1
          : Double(index / 2) * 0.4 - 0.3
      let end = 0.5 + random.normal() * 0.06
      var (a, b) = (PenVector(-end, at), PenVector(end, at + random.normal() * 0.06))
      if index % 2 == 1, !isParallel { (a, b) = (PenVector(a.y, a.x), PenVector(b.y, b.x)) }
      if random.chance(0.3) { (a, b) = (b, a) }
      strokes.append(Self.edge(a, b, bow: random.normal() * 0.04))
    }
    if random.chance(0.4) { rotate(turns: 0.125) }
  }

  /// Ink to and fro until a patch is full, or a dot.
  private init(blot random: inout SplitMix64) {
    let count = 8 + random.index(24)
    let height = random.uniform(0.15...1)
    let isDot = random.chance(0.25)
    let corners = (0...count).map { index in
      isDot
        ? random.offset() * 0.3
        : PenVector(
          (index % 2 == 0 ? 0 : 1) + random.normal() * 0.12,
          height * Double(index) / Double(count) + random.normal() * 0.03)
    }
    self.init(strokes: [Self.polyline(corners, points: 10)])
    soften(by: 2 + random.index(3))
  }
}
