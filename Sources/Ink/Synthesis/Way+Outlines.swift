extension Way {
  init(star random: inout SplitMix64) {
    let points = 4 + random.index(5)
    // Drawn through, or around the outline.
    let isCrossed = points % 2 == 1 && random.chance(0.7)
    let count = isCrossed ? points : 2 * points
    let inner = random.uniform(0.25...0.55)
    let start = random.index(count)
    let side = random.chance(0.5) ? -1.0 : 1
    let corners = (0...count).map { index -> PenVector in
      let turns =
        (isCrossed
          ? Double((start + index) * (points / 2)) / Double(points)
          : Double(start + index) / Double(count)) * side
      let radius = isCrossed || (start + index) % 2 == 0 ? 1 : inner
      return PenVector(radius * sine(turns: turns), -radius * cosine(turns: turns))
        + random.offset() * 0.07
    }
    self.init(strokes: [Self.polyline(corners, points: 16)])
    // Two triangles across each other, or lines through one middle.
    if random.chance(0.15) {
      let shift = random.uniform(0.25...0.45)
      strokes = [0.5, -0.5].map { up in
        Self.polyline(
          [0, 1, 2, 3].map { corner in
            PenVector(
              sine(turns: Double(corner % 3) / 3),
              up * 2 * (shift - cosine(turns: Double(corner % 3) / 3)))
              + random.offset() * 0.05
          })
      }
    } else if random.chance(0.2) {
      let rays = 3 + random.index(3)
      strokes = (0..<rays).map { ray in
        let turns = Double(ray) / Double(2 * rays) + random.normal() * 0.015
        let end = PenVector(cosine(turns: turns), sine(turns: turns))
        return Self.edge(-end + random.offset() * 0.06, end, bow: random.normal() * 0.02)
      }
    }
  }

  /// Petals or waves around a middle: flowers, clouds, clover.
  init(flower random: inout SplitMix64) {
    let petals = Double(3 + random.index(6))
    let depth = random.uniform(0.15...0.5)
    let (start, length) = (random.uniform(), random.uniform(0.85...1.1))
    let flatness = random.uniform(0.5...1)
    self.init(strokes: [
      (0...192).map { index in
        let t = Double(index) / 192 * length
        let wave = sine(turns: t * petals / 2)
        let radius = 1 - depth + depth * (2 * abs(wave) - 1)
        return PenVector(
          radius * cosine(turns: start + t), radius * sine(turns: start + t) * flatness)
      }
    ])
    if random.chance(0.3) {
      let side = random.uniform(0.1...0.4)
      strokes.append(
        Self.edge(
          PenVector(0, 0.8 * flatness), PenVector(side - 0.2, 2 * flatness),
          bow: random.normal() * 0.1))
    }
  }

  /// What has too many corners, is far too long, or is pulled in: no square, no triangle.
  init(manyCorners hand: Hand, _ random: inout SplitMix64) {
    let count = random.pick([4, 4, 4, 4, 4, 5, 5, 6, 6, 6, 6, 8, 12])
    let corners: [PenVector]
    switch count {
    case 4:
      let flatness = random.chance(0.75) ? random.uniform(0.5...0.75) : random.uniform(0.1...0.5)
      corners = [
        PenVector(-0.5, -flatness / 2), PenVector(0.5, -flatness / 2),
        PenVector(0.5, flatness / 2), PenVector(-0.5, flatness / 2),
      ]
    case 5:
      // A house from the front, or an arrow's head with a notch.
      let roof = random.uniform(-0.9 ... -0.6)
      let floor = random.chance(0.3) ? PenVector(0, 0.05) : PenVector(0.4, 0.5)
      corners = [
        PenVector(0, roof), PenVector(0.5, -0.2), floor, PenVector(-0.4, 0.5),
        PenVector(-0.5, -0.2),
      ]
    case 6:
      // Five to seven even corners.
      let even = 5 + random.pick([0, 1, 1, 1, 2])
      let (start, flatness) = (random.pick([0, 0.5, random.uniform()]), random.uniform(0.6...1))
      corners = (0..<even).map { index in
        let turns = (Double(index) + start) / Double(even)
        return PenVector(sine(turns: turns), -cosine(turns: turns) * flatness) * 0.5
          + random.offset() * 0.02
      }
    case 12:
      let arm = random.uniform(0.12...0.25)
      let half = [
        PenVector(-arm, -0.5), PenVector(arm, -0.5), PenVector(arm, -arm), PenVector(0.5, -arm),
        PenVector(0.5, arm), PenVector(arm, arm),
      ]
      corners = half + half.map { -$0 }
    default:
      // An L, a step or an uneven star.
      corners = (0..<count).map { index in
        let turns = Double(index) / Double(count) + random.normal() * 0.02
        return PenVector(sine(turns: turns), cosine(turns: turns))
          * (index % 2 == 0 ? random.uniform(0.2...0.4) : random.uniform(0.5...0.8))
      }
    }
    self.init(polygon: corners, hand: hand, &random)
  }
}
