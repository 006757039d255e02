import Ink

/// How ink is varied before it becomes an image, so that few drawings stand for many: on ink, not
/// on pixels, because a pen is moved and not an image.
public struct Augmentation: Sendable {
  /// Of the presentations, how many show unfinished ink, the pen still down.
  public var prefixShare = 0.5
  /// How far, as deviations: turns, the logarithm of a stretch, a shear.
  public var turn = 0.02
  public var stretch = 0.04
  public var shear = 0.04
  /// How far places are bent, as a share of the size.
  public var bend = 0.012
  /// How far an unsteady hand strays, as a share of the size, at most.
  public var tremor = 0.018

  public init() {}

  /// No variation: the drawing as it is, finished.
  public static let none: Augmentation = {
    var none = Augmentation()
    none.prefixShare = 0
    none.turn = 0
    none.stretch = 0
    none.shear = 0
    none.bend = 0
    none.tremor = 0
    return none
  }()

  /// The same, but so many times as far.
  public func scaled(by strength: Double) -> Augmentation {
    var scaled = self
    scaled.turn *= strength
    scaled.stretch *= strength
    scaled.shear *= strength
    scaled.bend *= strength
    scaled.tremor *= strength
    return scaled
  }

  /// - Parameter anyWay: whether the shape has no upright way, as a line or a circle: then half of
  ///   the drawings are turned by any angle.
  /// - Returns: the varied ink, and whether it is finished.
  func vary(
    _ ink: Strokes, anyWay: Bool, _ random: inout SplitMix64
  ) -> (ink: Strokes, isFinished: Bool) {
    var sketch = Sketch(ink)
    guard !sketch.strokes.isEmpty else { return (ink, true) }
    let isFinished = !random.chance(prefixShare)
    if !isFinished {
      // Another order, direction or start gives other beginnings of the same drawing.
      sketch.redraw(&random)
    }
    sketch.thin(&random)
    let isTurned = anyWay && turn > 0 && random.chance(0.5)
    let angle = isTurned ? random.uniform() : random.normal() * turn
    sketch.transform(self, angle: angle, &random)
    if tremor > 0, random.chance(0.4) { sketch.shake(by: tremor * random.uniform(), &random) }
    if !isFinished { sketch.keepFirst(share(&random)) }
    // No drawing has more strokes than the limit, not even one that was varied.
    if random.chance(0.1), sketch.strokes.count < InkLimits.strokes { sketch.addStray(&random) }
    return (sketch.ink, isFinished)
  }
}

extension Augmentation {
  /// How much of the ink is there. Beginnings are rarer than nearly whole drawings: what begins
  /// with a straight stroke is more often a line that is nearly done than a square's first side.
  private func share(_ random: inout SplitMix64) -> Double {
    let u = random.uniform()
    return 1 - 0.9 * u * (0.35 + 0.65 * u)
  }
}

extension Sketch {
  /// Draws the same in another order of strokes, other directions, from another start.
  fileprivate mutating func redraw(_ random: inout SplitMix64) {
    if strokes.count > 1, random.chance(0.3) {
      for index in strokes.indices.dropFirst() {
        strokes.swapAt(index, random.index(index + 1))
      }
    }
    for index in strokes.indices {
      if random.chance(0.3) { strokes[index].reverse() }
      guard random.chance(0.3), let first = strokes[index].first, let last = strokes[index].last,
        strokes[index].count > 8, (last - first).length < 0.08
      else { continue }
      // A closed stroke has no beginning of its own.
      let start = random.index(strokes[index].count)
      strokes[index] = Array(strokes[index][start...] + strokes[index][...start])
    }
  }

  /// A slower device, or points that got lost.
  fileprivate mutating func thin(_ random: inout SplitMix64) {
    guard random.chance(0.3) else { return }
    let kept = random.uniform(0.25...1)
    for index in strokes.indices {
      let stroke = strokes[index]
      // So few points describe what was drawn no more.
      guard stroke.count > 24 else { continue }
      var thinned = [stroke[0]]
      for place in stroke.dropFirst().dropLast() where random.chance(kept) {
        thinned.append(place)
      }
      thinned.append(stroke[stroke.count - 1])
      strokes[index] = thinned
    }
  }

  /// - Parameter angle: in turns.
  fileprivate mutating func transform(
    _ by: Augmentation, angle: Double, _ random: inout SplitMix64
  ) {
    let (c, s) = (cosine(angle), sine(angle))
    // e^x to the third order is near enough for a random stretch.
    let x = random.normal() * by.stretch
    let wider = 1 + x + x * x / 2 + x * x * x / 6
    let shear = random.normal() * by.shear
    // Two slow waves across the drawing bend it.
    let waves = (0..<2).map { _ in
      (
        direction: Place(random.normal(), random.normal()), phase: random.uniform(),
        push: Place(random.normal(), random.normal()) * by.bend
      )
    }
    map { place in
      var p = place - 0.5
      p.x *= wider
      p.x += shear * p.y
      for wave in waves {
        p += wave.push * sine((p * wave.direction).sum() * 0.7 + wave.phase)
      }
      return Place(p.x * c - p.y * s, p.x * s + p.y * c) + 0.5
    }
  }

  /// Every so far along the way the hand strays to another side.
  fileprivate mutating func shake(by reach: Double, _ random: inout SplitMix64) {
    let step = random.uniform(0.02...0.12)
    for index in strokes.indices {
      var (from, to) = (Place(), Place(random.normal(), random.normal()) * reach)
      var way = 0.0
      var last = strokes[index][0]
      for position in strokes[index].indices {
        let place = strokes[index][position]
        way += (place - last).length
        last = place
        while way > step {
          way -= step
          from = to
          to = Place(random.normal(), random.normal()) * reach
        }
        strokes[index][position] = place + from + (to - from) * (way / step)
      }
    }
  }

  /// A touch of the palm or a slip of the pen, too short to count.
  fileprivate mutating func addStray(_ random: inout SplitMix64) {
    let start = Place(random.uniform(-0.1...1.1), random.uniform(-0.1...1.1))
    let step = Place(random.normal(), random.normal()) * (0.006 * length)
    strokes.append([start, start + step])
  }
}

/// Of an angle in turns; a parabola twice refined, good to 0.1%.
private func sine(_ turns: Double) -> Double {
  let t = turns - turns.rounded()
  let y = 8 * t - 16 * t * abs(t)
  return y * (0.775 + 0.225 * abs(y))
}

private func cosine(_ turns: Double) -> Double { sine(turns + 0.25) }
