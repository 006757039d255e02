/// The heart `x = 16 sin³ t, y = 13 cos t - b cos 2t - 2 cos 3t - cos 4t`, a curve long known
/// without an author; `b = 5` is the usual one, more of it deepens the notch.
enum Heart {
  static let outlines = [outline(notch: 3.8), outline(notch: 5), outline(notch: 6.5)]

  static func outline(notch: Float) -> Outline {
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: 64) { places in
      fill(places.baseAddress!, notch: notch)
      return Outline(places.baseAddress!, closed: true)
    }
  }

  /// 64 places at equal distances, clockwise from the notch, y downwards.
  static func fill(_ places: UnsafeMutablePointer<Vector>, notch: Float) {
    let count = 256
    // The cosine and sine of a 256th of a turn; the rest follows by turning.
    let (cosine, sine): (Float, Float) = (0.99969882, 0.024541229)
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: count + 1) { fine in
      var (c, s): (Float, Float) = (1, 0)
      var length: Float = 0
      for index in 0...count {
        let c2 = 2 * c * c - 1
        let c3 = c * (2 * c2 - 1)
        let c4 = 2 * c2 * c2 - 1
        fine[index] = Vector(16 * s * s * s, -(13 * c - notch * c2 - 2 * c3 - c4))
        if index > 0 { length += (fine[index] - fine[index - 1]).length }
        (c, s) = (c * cosine - s * sine, s * cosine + c * sine)
      }
      var sampler = Sampler(places: places, isInk: nil, count: 64, step: length / 64)
      for index in 1...count {
        sampler.pass(
          from: fine[index - 1], to: fine[index],
          length: (fine[index] - fine[index - 1]).length, isInk: true)
      }
      sampler.finish(at: fine[count])
    }
  }
}

/// What makes a closed outline a heart, measured.
struct HeartFeatures {
  /// The dip between the lobes, relative to the height, and where it is.
  private(set) var notchDepth: Float = 0
  private(set) var notch: Vector
  /// The cosine of the angle at the bottom: -1 is flat.
  let tipCosine: Float
  let tip: Vector
  /// The wider half divided by the narrower.
  let lopsidedness: Float

  init(_ trace: Trace) {
    let count = Trace.sampleCount
    let mask = count - 1
    let places = trace.closed
    let (low, high) = (trace.low, trace.high)
    let width = max(high.x - low.x, 1e-3)
    let height = max(high.y - low.y, 1e-3)
    var area: Float = 0
    var lowest = 0
    for index in 0..<count {
      area += places[index].cross(places[(index + 1) & mask])
      if places[index].y > places[lowest].y { lowest = index }
    }
    tip = places[lowest]
    let (before, after) = (places[(lowest + count - 6) & mask], places[(lowest + 6) & mask])
    tipCosine = (before - tip).unit.dot((after - tip).unit)
    notch = Vector((low.x + high.x) / 2, low.y)
    for index in 0..<count {
      let place = places[index]
      let (back, ahead) = (places[(index + count - 3) & mask], places[(index + 3) & mask])
      // Bent against the outline's own sense, in the middle, and open upwards.
      guard (place - back).cross(ahead - place) * area < 0, (back + ahead).y < 2 * place.y,
        Swift.abs(place.x - (low.x + high.x) / 2) < width * 0.35
      else { continue }
      var (left, right) = (place.y, place.y)
      for step in 1...20 {
        left = min(left, places[(index + count - step) & mask].y)
        right = min(right, places[(index + step) & mask].y)
      }
      let depth = (place.y - max(left, right)) / height
      if depth > notchDepth {
        notchDepth = depth
        notch = place
      }
    }
    let axis = (notch.x + tip.x) / 2
    let (left, right) = (max(axis - low.x, 1e-3), max(high.x - axis, 1e-3))
    lopsidedness = max(left, right) / min(left, right)
  }
}

extension LiveScorer {
  static func judgeHeart(
    _ trace: Trace, finished: Bool, hints: inout Hints
  ) -> Judgement {
    let outlines = Heart.outlines
    let whole = judgeWholeHeart(outlines, trace, finished: finished, hints: &hints)
    if finished { return whole }
    let part = PartMatch(outlines[1], trace)
    let quality = falloff(part.rms, half: 0.16)
    return quality > whole.quality
      ? Judgement(quality: quality, completeness: part.share)
      : Judgement(quality: whole.quality, completeness: max(whole.completeness, part.share))
  }

  private static func judgeWholeHeart(
    _ outlines: [Outline], _ trace: Trace, finished: Bool, hints: inout Hints
  ) -> Judgement {
    let frame = Frame(trace.closed, count: Trace.sampleCount)
    let features = HeartFeatures(trace)
    var best = Float.infinity
    for outline in outlines {
      let scale = outline.spread / pointwiseMax(frame.spread, Vector(repeating: 1e-3))
      let (ink, back) = outline.distances(
        trace.closed, isInk: trace.isInk, closed: true, centre: frame.centre, scale: scale)
      best = min(best, (ink + back) / 2)
    }
    let distance = best.squareRoot()
    let close = falloff(distance - 0.03, half: 0.16)
    let notched = 0.1 + 0.9 * (1 - steepFalloff(features.notchDepth, half: 0.06))
    let pointed = steepFalloff(-features.tipCosine - 0.2, half: 0.7)
    let even = falloff(features.lopsidedness - 1.1, half: 1.5)
    let aspect =
      frame.spread.x / max(frame.spread.y, 1e-3) * outlines[1].spread.y
      / outlines[1].spread.x
    let shapely = falloff(max(aspect, 1 / max(aspect, 1e-3)) - 1.05, half: 1.5)
    let ideal = frame.radius * 6.2
    let repeated = trace.inkLength / ideal
    let once = falloff(repeated - 1.3, half: 0.5)
    let closing = Closing(trace)
    let centre = trace.centre
    let height = trace.high.y - trace.low.y
    hints.add(
      Hint(
        .addNotch, amount: max(0.2 - features.notchDepth, 0) * height, at: features.notch,
        around: centre, loss: 1 - notched))
    hints.add(
      Hint(
        .pointTip,
        amount: Swift.abs(
          angleInDegrees(
            Vector(
              features.tipCosine,
              max(0, 1 - features.tipCosine * features.tipCosine).squareRoot()))),
        at: features.tip, around: centre, loss: 1 - pointed))
    hints.add(
      Hint(
        .evenHalves, amount: features.lopsidedness, at: centre, around: centre, loss: 1 - even))
    let unevenness: (HintCode, Float) =
      aspect > 1 ? (.makeTaller, 1 / aspect) : (.makeWider, aspect)
    hints.add(
      Hint(unevenness.0, amount: unevenness.1, at: centre, around: centre, loss: 1 - shapely))
    hints.add(
      Hint(
        .followShape, amount: distance * frame.radius, at: centre, around: centre,
        loss: 1 - close))
    hints.add(Hint(.drawOnce, amount: repeated, at: centre, around: centre, loss: 1 - once))
    if finished { closing.hint(trace, around: centre, into: &hints) }
    return Judgement(
      quality: close * notched * pointed * even * shapely * once
        * (finished ? closing.quality : 1),
      completeness: closing.completeness)
  }
}
