extension Way {
  /// Round the middle: round, oval or like an egg, once or several times, and where it begins and
  /// ends the pen comes from the inside, from the outside, or misses.
  init(circle hand: Hand, _ random: inout SplitMix64) {
    // Most people begin near the top.
    let start = random.chance(0.65) ? 0.75 + random.normal() * 0.08 : random.uniform()
    let direction = random.chance(0.65) ? -1.0 : 1.0
    let length = Self.rounds(hand, &random)
    let drift = random.wild() * 0.06 * hand.sloppiness / max(length, 1)
    let (egg, eggAt) = (random.wild() * 0.03 * min(hand.sloppiness, 1.6), random.uniform())
    let (box, boxAt) = (random.wild() * 0.014 * hand.sloppiness, random.uniform())
    let (dent, dentAt) = (random.normal() * 0.008 * hand.sloppiness, random.uniform())
    // Where a stroke begins or ends it leaves the outline: inwards as often as not.
    func tail() -> Double {
      guard random.chance(0.45) else { return 0 }
      return random.chance(0.3)
        ? random.uniform(-0.7...0.35) : random.wild() * 0.1 * hand.sloppiness
    }
    let tails = (tail(), tail())
    let reach = random.uniform(0.05...0.28)
    let points = Int(length * 2.5 * Double(Self.density))
    let stroke = (0...points).map { index in
      let way = Double(index) / Double(points) * length
      let angle = start + direction * way
      var radius =
        1 + drift * (way - 0.5) + egg * sine(turns: angle + eggAt) * sine(turns: 2 * angle)
        + egg * sine(turns: 3 * angle + eggAt) * 0.6 + box * sine(turns: 4 * angle + boxAt)
        + dent * sine(turns: 6 * angle + dentAt)
      radius += tails.0 * Self.square(max(1 - way / reach, 0))
      radius += tails.1 * Self.square(max(1 - (length - way) / reach, 0))
      return PenVector(cosine(turns: angle), sine(turns: angle)) * (max(radius, 0.2) * 0.5)
    }
    self.init(strokes: [stroke])
    if length < 1.3, random.chance(0.06) {
      let middle = stroke.count / 3 + random.index(stroke.count / 3)
      strokes = [Array(stroke[...middle]), Array(stroke[middle...])]
      if random.chance(0.5) { strokes[1].reverse() }
    }
    // Ovals lie, stand or lean.
    let isOval = random.chance(0.12 + 0.18 * min(hand.sloppiness, 2))
    let aspect =
      isOval ? random.uniform(0.42...0.95) : 1 - abs(random.normal()) * 0.05 * hand.sloppiness
    let lean = random.uniform()
    rotate(turns: lean)
    map { PenVector($0.x * max(aspect, 0.42), $0.y) }
    rotate(turns: (isOval ? random.pick([0, 0.25, 0.125, 0.875, random.uniform()]) : 0) - lean)
    addHooks(chance: 0.15, size: random.uniform(0.02...0.08), &random)
  }

  /// How many turns: a gap below one, an overshoot above, now and then round and round.
  private static func rounds(_ hand: Hand, _ random: inout SplitMix64) -> Double {
    switch random.uniform() {
    case ..<0.03: random.uniform(1.6...3.2)
    case ..<0.14: random.uniform(1.05...1.3)
    case ..<0.24: random.uniform(0.82...0.97)
    default: 1 + max(random.normal() * 0.04 * hand.sloppiness + 0.01, -0.16)
    }
  }

  private static func square(_ value: Double) -> Double { value * value }
}
