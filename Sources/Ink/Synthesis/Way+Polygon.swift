extension Way {
  /// Four corners. Who is asked for a square also draws what is wider than high, or leans.
  init(square hand: Hand, _ random: inout SplitMix64) {
    let isLoose = random.chance(0.12 + 0.18 * min(hand.sloppiness, 2))
    let aspect =
      isLoose ? random.uniform(0.72...1) : 1 - abs(random.normal()) * 0.06 * hand.sloppiness
    let lean = random.wild() * 0.035 * hand.sloppiness
    let narrowing = random.wild() * 0.035 * hand.sloppiness
    let (top, bottom) = (0.5 * (1 - narrowing), 0.5 * (1 + narrowing))
    let height = max(aspect, 0.72) / 2
    self.init(
      polygon: [
        PenVector(-top + lean, -height), PenVector(top + lean, -height),
        PenVector(bottom - lean, height), PenVector(-bottom - lean, height),
      ], hand: hand, &random)
    if random.chance(0.5) { map { PenVector($0.y, $0.x) } }
    if random.chance(0.5) { map { PenVector(-$0.x, $0.y) } }
    switch random.uniform() {
    case ..<0.86: rotate(turns: random.wild() * 0.012)
    case ..<0.97: rotate(turns: random.normal() * 0.06)
    default: rotate(turns: random.uniform())
    }
  }

  /// Three corners in all proportions: most stand on their base.
  init(triangle hand: Hand, _ random: inout SplitMix64) {
    let top =
      switch random.uniform() {
      case ..<0.6: random.wild() * 0.07
      case ..<0.75: random.pick([-0.5, 0.5]) + random.normal() * 0.05
      default: random.uniform(-0.6...0.6)
      }
    let height = random.chance(0.6) ? 0.87 + random.normal() * 0.14 : random.uniform(0.4...1.5)
    let tilt = random.wild() * 0.025 * hand.sloppiness
    self.init(
      polygon: [
        PenVector(top, -height / 2), PenVector(0.5, height / 2 + tilt),
        PenVector(-0.5, height / 2 - tilt),
      ], hand: hand, &random)
    switch random.uniform() {
    case ..<0.75: rotate(turns: random.wild() * 0.015)
    case ..<0.85: rotate(turns: 0.5 + random.wild() * 0.02)
    default: rotate(turns: random.uniform())
    }
  }

  /// Edges around the corners from anywhere, in either direction, with ends that miss.
  init(polygon corners: [PenVector], hand: Hand, _ random: inout SplitMix64) {
    let count = corners.count
    let first = random.chance(0.5) ? 0 : random.index(count)
    let step = random.chance(0.6) ? count - 1 : 1
    let error = 0.022 * hand.sloppiness
    let around = (0..<count).map { index in
      corners[(first + index * step) % count] + random.offset() * error
    }
    // Where the pen comes back to: short of the start, past it, or beside it.
    let last = around[0] - around[count - 1]
    let reach =
      random.chance(0.25) ? random.uniform(-0.2...0.2) : random.normal() * 0.03 * hand.sloppiness
    let closing = around[0] + last * reach + random.offset() * (error * 1.5)
    let bend = random.chance(0.12) ? 0.05 : 0.018 * hand.sloppiness
    var edges = (0..<count).map { index in
      let end = index + 1 < count ? around[index + 1] : closing
      return Self.edge(
        around[index], end, bow: min(max(random.wild() * bend, -0.13), 0.13), points: 32)
    }
    switch random.uniform() {
    case ..<0.1:
      // Each edge by itself: the ends miss each other and are drawn in any direction.
      for index in edges.indices {
        let miss = random.offset() * (error * 1.2)
        let stretch = 1 + random.wild() * 0.05
        let start = edges[index][0]
        edges[index] = edges[index].map { start + ($0 - start) * stretch + miss }
        if random.chance(0.4) { edges[index].reverse() }
      }
      self.init(strokes: edges)
    case ..<0.2:
      let cut = 1 + random.index(count - 1)
      self.init(strokes: [Self.joined(edges[..<cut]), Self.joined(edges[cut...])])
      if random.chance(0.4) { strokes[1].reverse() }
    case ..<0.3:
      // From somewhere along an edge, around to there or a little past.
      let cut = 4 + random.index(24)
      let past = min(max(cut + Int(random.normal() * 3), 1), 31)
      self.init(strokes: [
        Self.joined([Array(edges[0][cut...])] + edges[1...] + [Array(edges[0][...past])])
      ])
    default:
      self.init(strokes: [Self.joined(edges[...])])
    }
    soften(by: random.chance(0.08) ? random.index(16) : hand.cornerRounding)
    addHooks(chance: 0.15, size: random.uniform(0.02...0.07), &random)
  }

  private static func joined(_ edges: ArraySlice<[PenVector]>) -> [PenVector] {
    edges.reduce(into: []) { stroke, edge in
      stroke += stroke.isEmpty ? edge[...] : edge.dropFirst()
    }
  }
}
