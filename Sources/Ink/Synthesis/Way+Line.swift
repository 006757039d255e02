extension Way {
  /// A straight way, or what a hand makes of it: bent, waved, mended, drawn there and back.
  init(line hand: Hand, _ random: inout SplitMix64) {
    let turns =
      switch random.uniform() {
      case ..<0.5: Double(random.index(4)) / 4 + random.wild() * 0.015
      case ..<0.7: Double(random.index(4)) / 4 + 0.125 + random.wild() * 0.025
      default: random.uniform()
      }
    let half = PenVector(cosine(turns: turns), sine(turns: turns)) / 2
    let across = PenVector(-half.y, half.x) * 2
    let bow = random.wild() * 0.025 * hand.sloppiness
    let (swing, phase) = (random.wild() * 0.009 * hand.sloppiness, random.uniform())
    let waves = random.uniform(0.6...1.8)
    let stroke = Self.edge(-half, half, bow: min(max(bow, -0.15), 0.15)).enumerated().map {
      $1 + across * (swing * sine(turns: waves * Double($0) / Double(Self.density) + phase))
    }
    self.init(strokes: [stroke])
    switch random.uniform() {
    case ..<0.05:
      turnBack(by: random.uniform(0.15...1), across: across, &random)
      if random.chance(0.3) { turnBack(by: random.uniform(0.3...1), across: across, &random) }
    case ..<0.09: mend(across: across, &random)
    default: break
    }
    addHooks(
      chance: hand.isChild ? 0.4 : 0.25,
      size: random.chance(0.1) ? random.uniform(0.08...0.18) : random.uniform(0.02...0.09), &random)
  }

  /// The pen goes back along its way, a little beside it.
  private mutating func turnBack(
    by share: Double, across: PenVector, _ random: inout SplitMix64
  ) {
    let stroke = strokes[strokes.count - 1]
    let count = max(Int(share * Double(Self.density)), 2)
    let apart = random.normal() * 0.03
    let back = stroke.suffix(count).reversed().enumerated().map {
      $1 + across * (apart * Double($0) / Double(count))
    }
    if random.chance(0.7) {
      strokes[strokes.count - 1] += back.dropFirst()
    } else {
      strokes.append(back)
    }
  }

  /// Two strokes that go on from each other, with a gap between them or one over the other.
  private mutating func mend(across: PenVector, _ random: inout SplitMix64) {
    let stroke = strokes[0]
    let cut = stroke.count / 4 + random.index(stroke.count / 2)
    let again = min(max(cut + Int(random.normal() * 3), 1), stroke.count - 3)
    let apart = across * (random.normal() * 0.015)
    strokes = [Array(stroke[...cut]), stroke[again...].map { $0 + apart }]
    if random.chance(0.3) { strokes[1].reverse() }
  }
}
