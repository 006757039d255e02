extension Way {
  init(line hand: Hand, _ random: inout SplitMix64) {
    // Most lines are level or upright.
    let turns =
      random.chance(0.55)
      ? Double(random.index(4)) / 4 + random.normal() * 0.015 : random.uniform()
    let half = PenVector(cosine(turns: turns), sine(turns: turns)) / 2
    self.init(strokes: [
      Self.edge(-half, half, bow: random.normal() * 0.02 * hand.sloppiness, points: 96)
    ])
  }

  init(circle hand: Hand, _ random: inout SplitMix64) {
    // Most people begin near the top.
    let start = random.chance(0.7) ? 0.75 + random.normal() * 0.08 : random.uniform()
    let direction = random.chance(0.65) ? -1.0 : 1.0
    // A gap below one turn, an overshoot above.
    let length = 1 + max(random.normal() * 0.05 * hand.sloppiness + 0.015, -0.14)
    let drift = random.normal() * 0.05 * hand.sloppiness
    let (oval, ovalAt) = (random.normal() * 0.03 * hand.sloppiness, random.uniform())
    let (dent, dentAt) = (random.normal() * 0.018 * hand.sloppiness, random.uniform())
    let aspect = 1 + random.normal() * 0.07 * hand.sloppiness
    let points = 4 * Self.density
    let stroke = (0...points).map { index in
      let way = Double(index) / Double(points) * length
      let angle = start + direction * way
      let radius =
        0.5
        * (1 + drift * (way - 0.5) + oval * sine(turns: 2 * angle + ovalAt)
          + dent * sine(turns: 3 * angle + dentAt))
      return PenVector(radius * cosine(turns: angle) * aspect, radius * sine(turns: angle))
    }
    self.init(strokes: [stroke])
    if random.chance(0.05) {
      let middle = stroke.count / 2
      strokes = [Array(stroke[...middle]), Array(stroke[middle...])]
    }
    rotate(turns: random.normal() * 0.03)
  }

  init(square hand: Hand, _ random: inout SplitMix64) {
    let aspect = 1 + random.normal() * 0.07 * hand.sloppiness
    let corners = [
      PenVector(-0.5 * aspect, -0.5), PenVector(0.5 * aspect, -0.5), PenVector(0.5 * aspect, 0.5),
      PenVector(-0.5 * aspect, 0.5),
    ]
    self.init(polygon: corners, hand: hand, &random)
    rotate(turns: random.normal() * (random.chance(0.9) ? 0.012 : 0.08))
  }

  init(triangle hand: Hand, _ random: inout SplitMix64) {
    let top = random.chance(0.8) ? random.normal() * 0.06 : random.uniform(-0.5...0.5)
    let height = 0.87 + random.normal() * 0.13
    let corners = [
      PenVector(top, -height / 2), PenVector(0.5, height / 2), PenVector(-0.5, height / 2),
    ]
    self.init(polygon: corners, hand: hand, &random)
    let isUpright = random.chance(0.85)
    rotate(turns: isUpright ? random.normal() * 0.015 : random.uniform())
  }

  /// Edges around the corners from one of them, in either direction, with ends that miss.
  private init(polygon corners: [PenVector], hand: Hand, _ random: inout SplitMix64) {
    let count = corners.count
    let first = random.chance(0.6) ? 0 : random.index(count)
    let step = random.chance(0.6) ? count - 1 : 1
    let error = 0.022 * hand.sloppiness
    let around = (0..<count).map { index in
      corners[(first + index * step) % count]
        + PenVector(random.normal() * error, random.normal() * error)
    }
    // Where the pen comes back to: a little short of the start, or past it.
    let closing = around[0] + PenVector(random.normal(), random.normal()) * (error * 1.5)
    var edges = (0..<count).map { index in
      Self.edge(
        around[index], index + 1 < count ? around[index + 1] : closing,
        bow: random.normal() * 0.018 * hand.sloppiness)
    }
    switch random.uniform() {
    case ..<0.12:
      // Each edge by itself: the ends miss each other and are drawn in any direction.
      for index in edges.indices {
        let miss = PenVector(random.normal(), random.normal()) * (error * 1.2)
        edges[index] = edges[index].map { $0 + miss }
        if random.chance(0.3) { edges[index].reverse() }
      }
      self.init(strokes: edges)
    case ..<0.22:
      let cut = 1 + random.index(count - 1)
      self.init(strokes: [Self.joined(edges[..<cut]), Self.joined(edges[cut...])])
    default:
      self.init(strokes: [Self.joined(edges[...])])
    }
    soften(by: hand.cornerRounding)
  }

  private static func joined(_ edges: ArraySlice<[PenVector]>) -> [PenVector] {
    edges.reduce(into: []) { stroke, edge in
      stroke += stroke.isEmpty ? edge[...] : edge.dropFirst()
    }
  }

  init(heart hand: Hand, _ random: inout SplitMix64) {
    let error = 0.025 * hand.sloppiness
    let notch = PenVector(random.normal() * error, -0.2 + random.normal() * 0.05)
    let tip = PenVector(random.normal() * error, 0.5 + random.normal() * 0.05)
    let lobe = 0.5 + random.normal() * 0.04
    let belly = 0.05 + random.normal() * 0.06
    /// Half a heart from the notch to the tip; both sides are nearly alike.
    func half(_ side: Double) -> [PenVector] {
      let width = side * (0.5 + random.normal() * 0.03 * hand.sloppiness)
      let shoulder = PenVector(width, -lobe * 0.3 + random.normal() * error)
      let top = -0.2 - lobe * 0.75
      return Self.curve(
        notch, PenVector(width * 0.15, top), PenVector(width, top), shoulder)
        + Self.curve(
          shoulder, PenVector(width, belly + 0.1), PenVector(width * 0.35, 0.3 + belly), tip
        ).dropFirst()
    }
    let (left, right) = (half(-1), half(1))
    let gap = PenVector(random.normal(), random.normal()) * (error * 1.5)
    let fromNotch = random.chance(0.65)
    if random.chance(0.15) {
      self.init(strokes: [left, right.map { $0 + gap }])
    } else if fromNotch {
      let back = Array(left.reversed().dropFirst())
      self.init(strokes: [right + Self.pulled(back, by: gap)])
    } else {
      let down = Array(right.dropFirst())
      self.init(strokes: [left.reversed() + Self.pulled(down, by: gap)])
    }
    if random.chance(0.5) { map { PenVector(-$0.x, $0.y) } }
    soften(by: hand.cornerRounding / 2)
    rotate(turns: random.normal() * 0.02)
  }

  /// The end is pulled away, and what lies before it less and less: the pen misses its start.
  private static func pulled(_ stroke: [PenVector], by gap: PenVector) -> [PenVector] {
    stroke.enumerated().map { index, position in
      let share = Double(index + 1) / Double(stroke.count)
      return position + gap * (share * share)
    }
  }
}
