extension Way {
  /// Part of a turn: clearly bent, clearly open, alone or one after another as in an S.
  init(arc random: inout SplitMix64) {
    let count = random.chance(0.7) ? 1 : 2 + random.index(2)
    var place = PenVector(0, 0)
    var heading = random.uniform()
    var side = random.chance(0.5) ? -1.0 : 1
    var stroke = [place]
    for _ in 0..<count {
      let turns = count == 1 ? random.uniform(0.24...0.72) : random.uniform(0.22...0.6)
      let radius = random.uniform(0.5...1)
      let tightening = random.normal() * 0.25
      let steps = 48
      for step in 0..<steps {
        let bend = 1 + tightening * (Double(step) / Double(steps) - 0.5)
        heading += side * turns / Double(steps) * bend
        place +=
          PenVector(cosine(turns: heading), sine(turns: heading))
          * (radius * turns * 6.283 / Double(steps))
        stroke.append(place)
      }
      side = -side
    }
    // A straight leg before or after: a hook, a cane, a U.
    if random.chance(0.35) {
      let leg = PenVector(cosine(turns: heading), sine(turns: heading))
      stroke += Self.edge(place, place + leg * random.uniform(0.3...1.6), bow: 0).dropFirst()
    }
    self.init(strokes: [stroke])
    if random.chance(0.5) { reverse() }
    let aspect = random.uniform(0.6...1.2)
    map { PenVector($0.x * aspect, $0.y) }
  }

  /// Straight legs with corners between them: carets, checks, brackets, steps, arrows' heads.
  init(bent random: inout SplitMix64) {
    let corners = 1 + random.index(3)
    var place = PenVector(0, 0)
    var heading = Double(random.index(8)) / 8 + random.normal() * 0.03
    let isBracket = corners == 2 && random.chance(0.5)
    let side = random.chance(0.5) ? -1.0 : 1
    var places = [place]
    for corner in 0...corners {
      let isShort = isBracket && corner != 1
      let length = isShort ? random.uniform(0.15...0.6) : random.uniform(0.45...1)
      place += PenVector(cosine(turns: heading), sine(turns: heading)) * length
      places.append(place)
      let turn = isBracket ? 0.25 + random.normal() * 0.02 : random.uniform(0.14...0.44)
      heading += isBracket || random.chance(0.4) ? side * turn : -side * turn
    }
    // What comes back to its start is no open figure.
    if corners > 1, (place - places[0]).length < 0.45 {
      places.removeLast()
      if corners == 3, (places[3] - places[0]).length < 0.45 { places.removeLast() }
    }
    self.init(strokes: [Self.polyline(places)])
    if random.chance(0.3) { soften(by: random.index(12)) }
  }

  init(zigzag random: inout SplitMix64) {
    let count = 3 + random.index(8)
    let height = random.uniform(0.2...1)
    let corners = (0...count).map { index in
      PenVector(
        Double(index) / Double(count) + random.normal() * 0.02,
        (index % 2 == 0 ? 0 : height) + random.normal() * 0.06)
    }
    self.init(strokes: [Self.polyline(corners, points: 16)])
    soften(by: random.index(8))
    if random.chance(0.4) { map { PenVector($0.y, $0.x) } }
  }

  init(wave random: inout SplitMix64) {
    let turns = random.uniform(0.9...4)
    let height = random.uniform(0.12...0.35)
    let (phase, fading) = (random.uniform(), random.uniform(-0.2...0.5))
    self.init(strokes: [
      (0...120).map { index in
        let t = Double(index) / 120
        return PenVector(t, height * sine(turns: t * turns + phase) * (1 - fading * t))
      }
    ])
    if random.chance(0.3) { map { PenVector($0.y, $0.x) } }
  }

  /// Straight legs through places.
  static func polyline(_ places: [PenVector], points: Int = density) -> [PenVector] {
    zip(places, places.dropFirst()).reduce(into: [places[0]]) { stroke, leg in
      stroke += edge(leg.0, leg.1, bow: 0, points: points).dropFirst()
    }
  }

  /// A smooth curve through all places (Catmull and Rom); a place given twice is a corner.
  static func spline(_ places: [PenVector]) -> [PenVector] {
    var stroke: [PenVector] = []
    for index in 0..<places.count - 1 {
      let (b, c) = (places[index], places[index + 1])
      guard b != c else { continue }
      let before = index > 0 ? places[index - 1] : b
      let after = index + 2 < places.count ? places[index + 2] : c
      stroke += curve(b, b + (c - before) / 6, c - (after - b) / 6, c, points: 16).dropLast()
    }
    return stroke + [places[places.count - 1]]
  }
}
