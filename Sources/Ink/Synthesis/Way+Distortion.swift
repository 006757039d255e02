extension Way {
  /// Bends the plane under a way as a turning wrist does: two slow waves and a lean.
  ///
  /// - Parameter amount: how far positions move, as a share of the way's size.
  mutating func distort(by amount: Double, _ random: inout SplitMix64) {
    let lean = random.wild() * amount
    let (first, second) = (random.offset() * 0.45, random.offset() * 0.45)
    let (phase, other) = (random.uniform(), random.uniform())
    let (a, b) = (random.offset() * amount, random.offset() * amount)
    map { place in
      PenVector(place.x + lean * place.y, place.y)
        + a * sine(turns: (place * first).sum() + phase)
        + b * sine(turns: (place * second).sum() + other)
    }
  }

  /// Small hooks where the pen lands and leaves: back along the way, aside, or on.
  ///
  /// - Parameters:
  ///   - chance: of one at each end.
  ///   - size: their length.
  mutating func addHooks(chance: Double, size: Double, _ random: inout SplitMix64) {
    for isEnd in [false, true] where random.chance(chance) {
      let index = isEnd ? strokes.count - 1 : 0
      let stroke = strokes[index]
      guard stroke.count > 8 else { continue }
      let end = isEnd ? stroke[stroke.count - 1] : stroke[0]
      let inner = isEnd ? stroke[stroke.count - 7] : stroke[6]
      let along = inner - end
      guard along.length > 1e-6 else { continue }
      let angle = random.uniform(-0.35...0.35)
      let (c, s) = (cosine(turns: angle), sine(turns: angle))
      let toward =
        PenVector(along.x * c - along.y * s, along.x * s + along.y * c) / along.length
      // It bends away from the end, so that it is a hook and not a corner.
      let hook = (1...4).map { step in
        let t = Double(step) / 4
        return end + (toward * t - along / along.length * (t * (1 - t) * 0.6)) * size
      }
      strokes[index] = isEnd ? stroke + hook : hook.reversed() + stroke
    }
  }

  /// A touch of the pen beside the drawing that means nothing.
  mutating func addStray(_ random: inout SplitMix64) {
    guard let any = strokes.first?.first else { return }
    let place = any + random.offset() * 0.3
    let dot = (0...4).map { place + random.offset() * 0.001 * Double($0) }
    if random.chance(0.7) { strokes.append(dot) } else { strokes.insert(dot, at: 0) }
  }
}
