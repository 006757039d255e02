extension Way {
  /// Two lobes, a notch between them and a tip below; no side is quite like the other.
  init(heart hand: Hand, _ random: inout SplitMix64) {
    let error = 0.022 * hand.sloppiness
    let depth = random.chance(0.3) ? random.uniform(-0.25...0.1) : -0.2 + random.normal() * 0.05
    let notch = PenVector(random.wild() * error, depth)
    let tip = PenVector(random.wild() * error * 1.5, 0.5 + random.normal() * 0.04)
    let lobe = 0.5 + random.normal() * 0.05
    let belly = 0.05 + random.wild() * 0.06
    let steepness = random.uniform(0...0.3)
    /// Half a heart from the notch to the tip.
    func half(_ side: Double) -> [PenVector] {
      let width = side * (0.5 + random.wild() * 0.035 * hand.sloppiness)
      let shoulder = PenVector(width, -lobe * 0.3 + random.wild() * error * 1.4)
      let top = -0.2 - lobe * 0.75 + random.wild() * error
      return Self.curve(
        notch + PenVector(random.normal() * error * 0.5, 0),
        PenVector(width * steepness, top), PenVector(width * random.uniform(0.75...1.05), top),
        shoulder)
        + Self.curve(
          shoulder, PenVector(width, belly + 0.1 + random.normal() * error),
          PenVector(width * (0.35 + random.normal() * 0.08), 0.3 + belly), tip
        ).dropFirst()
    }
    let (left, right) = (half(-1), half(1))
    let gap = random.offset() * (error * (random.chance(0.2) ? 4 : 1.5))
    switch random.uniform() {
    case ..<0.12:
      // Both sides from the notch, or one of them back up.
      self.init(strokes: [left, right.map { $0 + gap }])
      if random.chance(0.35) { strokes[random.index(2)].reverse() }
    case ..<0.17:
      self.init(strokes: [left.reversed(), right.reversed().map { $0 + gap }])
    case ..<0.58:
      self.init(strokes: [right + Self.pulled(Array(left.reversed().dropFirst()), by: gap)])
    case ..<0.9:
      self.init(strokes: [left.reversed() + Self.pulled(Array(right.dropFirst()), by: gap)])
    default:
      // From anywhere on the outline.
      let outline = right + left.reversed().dropFirst()
      let cut = 1 + random.index(outline.count - 2)
      self.init(strokes: [
        Array(outline[cut...]) + Self.pulled(Array(outline[1...cut]), by: gap)
      ])
    }
    if random.chance(0.5) { map { PenVector(-$0.x, $0.y) } }
    soften(by: hand.cornerRounding / 2)
    let aspect =
      random.chance(0.35) ? random.uniform(0.65...1.3) : 1 + random.normal() * 0.06
    map { PenVector($0.x * aspect, $0.y) }
    rotate(turns: random.wild() * 0.025)
    addHooks(chance: 0.15, size: random.uniform(0.02...0.07), &random)
  }

  /// The end is pulled away, and what lies before it less and less: the pen misses its start.
  private static func pulled(_ stroke: [PenVector], by gap: PenVector) -> [PenVector] {
    stroke.enumerated().map { index, position in
      let share = Double(index + 1) / Double(stroke.count)
      return position + gap * (share * share)
    }
  }
}
