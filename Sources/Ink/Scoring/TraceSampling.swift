extension Trace {
  mutating func sampleOpen() {
    var sampler = Sampler(
      places: open, isInk: nil, count: Trace.sampleCount,
      step: inkLength / Float(Trace.sampleCount - 1))
    for index in 1..<pathCount where !isGap[index] {
      sampler.pass(from: path[index - 1], to: path[index], length: reach[index], isInk: true)
    }
    sampler.finish(at: path[pathCount - 1])
    (low, high) = (open[0], open[0])
    let step = inkLength / Float(Trace.sampleCount - 1)
    for index in 1..<Trace.sampleCount {
      // Longer than a step is only a gap.
      drawnLength += min((open[index] - open[index - 1]).length, step)
      low = pointwiseMin(low, open[index])
      high = pointwiseMax(high, open[index])
    }
  }

  /// Finds where the two ends overlap or come nearest, drops what overshoots, and samples the
  /// outline that is left with its gaps bridged.
  mutating func sampleClosed() {
    let (first, last) = nearestEnds()
    let step = inkLength / Float(Trace.sampleCount - 1)
    let (from, to) = (Float(first) * step, Float(last) * step)
    let bridge = (open[first] - open[last]).length
    closedLength = to - from + bridge
    gapLength = bridge
    (widestGap, gapMiddle) = (bridge, (open[first] + open[last]) / 2)
    var travelled: Float = 0
    for index in 1..<pathCount {
      if !isGap[index] {
        travelled += reach[index]
      } else if travelled > from, travelled < to {
        closedLength += reach[index]
        gapLength += reach[index]
        if reach[index] > widestGap {
          (widestGap, gapMiddle) = (reach[index], (path[index] + path[index - 1]) / 2)
        }
      }
    }
    var sampler = Sampler(
      places: closed, isInk: isInk, count: Trace.sampleCount,
      step: closedLength / Float(Trace.sampleCount))
    travelled = 0
    var previous = open[first]
    for index in 1..<pathCount {
      if isGap[index] {
        if travelled > from, travelled < to {
          sampler.pass(from: previous, to: path[index], length: reach[index], isInk: false)
          previous = path[index]
        }
        continue
      }
      let end = travelled + reach[index]
      if end > from, travelled < to {
        let next = end < to ? path[index] : open[last]
        let length = min(end, to) - max(travelled, from)
        sampler.pass(from: previous, to: next, length: length, isInk: true)
        previous = next
      }
      travelled = end
    }
    sampler.pass(from: previous, to: open[first], length: bridge, isInk: false)
    sampler.finish(at: open[first])
  }

  /// The places of `open`, one near each end, where closing the outline costs least: a unit of
  /// overshoot that is dropped weighs a third of a unit of gap.
  private func nearestEnds() -> (first: Int, last: Int) {
    let reach = 18
    let step = inkLength / Float(Trace.sampleCount - 1)
    var best = (first: 0, last: Trace.sampleCount - 1)
    var bestCost = (open[0] - open[Trace.sampleCount - 1]).length
    for first in 0..<reach where Float(first) * step * 0.35 < bestCost {
      for dropped in 0..<reach {
        let cost = Float(first + dropped) * step * 0.35
        guard cost < bestCost else { break }
        let last = Trace.sampleCount - 1 - dropped
        // Ends that stay far apart overshoot nothing.
        let room = min(bestCost - cost, inkLength * 0.1)
        let distanceSquared = (open[first] - open[last]).lengthSquared
        if distanceSquared < room * room {
          bestCost = cost + distanceSquared.squareRoot()
          best = (first, last)
        }
      }
    }
    return best
  }
}
