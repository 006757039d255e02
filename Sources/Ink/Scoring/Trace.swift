/// A drawing's ink prepared for judgement: stray strokes dropped, strokes joined to one path
/// whatever their order and direction, and resampled at equal distances.
///
/// It lives on the stack for one judgement; the pointers are valid only there.
struct Trace {
  static let sampleCount = 64
  /// A stroke with less than this share of the ink is a slip of the pen.
  static let strayShare: Float = 0.03

  /// The joined path: up to 257 vertices.
  let path: UnsafeMutablePointer<Vector>
  /// Distance from the vertex before; the ink's own length does not count gaps.
  private let reach: UnsafeMutablePointer<Float>
  /// Whether the pen was up on the way from the vertex before.
  private let isGap: UnsafeMutablePointer<Bool>
  private(set) var pathCount = 0

  /// 64 places at equal distances along the ink, first to last, gaps left out.
  let open: UnsafeMutablePointer<Vector>
  /// 64 places at equal distances around the closed outline: overlapping ends trimmed, gaps
  /// bridged by straight lines.
  let closed: UnsafeMutablePointer<Vector>
  /// Whether a place of `closed` is ink and not a bridge.
  let isInk: UnsafeMutablePointer<Bool>

  /// Canvas units.
  private(set) var inkLength: Float = 0
  /// The length along the places of `open`, canvas units: shaking lengthens it less.
  private(set) var drawnLength: Float = 0
  private(set) var closedLength: Float = 0
  /// The bridged length around `closed`, and the widest bridge with its middle.
  private(set) var gapLength: Float = 0
  private(set) var widestGap: Float = 0
  private(set) var gapMiddle = Vector.zero
  /// Of `open`.
  private(set) var low = Vector.zero
  private(set) var high = Vector.zero
  /// Canvas units; the smaller side.
  let canvasSide: Float

  var centre: Vector { (low + high) / 2 }
  var largerSide: Float { max(high.x - low.x, high.y - low.y) }

  /// Calls `body` with the trace of `summary`; nil without any length of ink.
  static func with<Result>(
    _ summary: InkSummary, canvas: Canvas, _ body: (Trace) -> Result
  ) -> Result? {
    let capacity = InkSummary.capacity + 1
    return withUnsafeTemporaryAllocation(of: Vector.self, capacity: 2 * capacity + 128) { places in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * capacity) { lengths in
        withUnsafeTemporaryAllocation(of: Bool.self, capacity: capacity + 64) { flags in
          guard let places = places.baseAddress, let lengths = lengths.baseAddress,
            let flags = flags.baseAddress
          else { return nil }
          var trace = Trace(
            path: places + capacity, reach: lengths + capacity, isGap: flags,
            open: places + 2 * capacity, closed: places + 2 * capacity + 64,
            isInk: flags + capacity,
            canvasSide: max(Float(min(canvas.width, canvas.height)) / Point.stepsPerUnit, 1))
          guard trace.join(summary, raw: places, rawReach: lengths) else { return nil }
          trace.sampleOpen()
          trace.sampleClosed()
          return body(trace)
        }
      }
    }
  }

  private init(
    path: UnsafeMutablePointer<Vector>, reach: UnsafeMutablePointer<Float>,
    isGap: UnsafeMutablePointer<Bool>, open: UnsafeMutablePointer<Vector>,
    closed: UnsafeMutablePointer<Vector>, isInk: UnsafeMutablePointer<Bool>, canvasSide: Float
  ) {
    self.path = path
    self.reach = reach
    self.isGap = isGap
    self.open = open
    self.closed = closed
    self.isInk = isInk
    self.canvasSide = canvasSide
  }

  // MARK: Joining strokes

  private struct Piece {
    var first: Int
    var last: Int
    var length: Float
    var isReversed = false
    var isPlaced = false
  }

  /// Lays the strokes end to end: each time the piece whose end is nearest to either end of the
  /// path so far.
  /// - Returns: whether there is any length of ink.
  private mutating func join(
    _ summary: InkSummary, raw: UnsafeMutablePointer<Vector>,
    rawReach: UnsafeMutablePointer<Float>
  ) -> Bool {
    var total: Float = 0
    var strokeCount = 0
    let count = summary.count
    for index in 0..<count {
      let vertex = index < summary.vertices.count ? summary.vertices[index] : summary.tail!
      raw[index] = Vector(Float(vertex.x), Float(vertex.y)) / Point.stepsPerUnit
      if vertex.startsStroke || index == 0 {
        strokeCount += 1
        rawReach[index] = -1
      } else {
        rawReach[index] = (raw[index] - raw[index - 1]).length
        total += rawReach[index]
      }
    }
    guard total > 0 else { return false }
    if strokeCount == 1 {
      (path + 0).update(from: raw, count: count)
      (reach + 0).update(from: rawReach, count: count)
      for index in 0..<count { isGap[index] = false }
      reach[0] = 0
      pathCount = count
      inkLength = total
      return true
    }
    var longest: Float = 0
    var length: Float = 0
    for index in 0..<count {
      length = rawReach[index] < 0 ? 0 : length + rawReach[index]
      longest = max(longest, length)
    }
    // Of dashes none may hold 3% of the ink: then a stray is what is far shorter than the rest.
    let least = min(total * Trace.strayShare, longest / 3)
    return withUnsafeTemporaryAllocation(of: Piece.self, capacity: strokeCount) { pieces in
      withUnsafeTemporaryAllocation(of: Int.self, capacity: 68) { order in
        let pieceCount = self.collect(into: pieces, reach: rawReach, count: count, least: least)
        guard pieceCount <= 33 else {
          for index in 0..<pieceCount { self.lay(pieces[index], raw: raw, rawReach: rawReach) }
          return true
        }
        // The first half of the order is for what is laid before the first piece.
        var (head, tail) = (33, 34)
        order[33] = 0
        pieces[0].isPlaced = true
        for _ in 1..<pieceCount {
          let ahead = pieces[order[head]]
          let behind = pieces[order[tail - 1]]
          let start = raw[ahead.isReversed ? ahead.last : ahead.first]
          let end = raw[behind.isReversed ? behind.first : behind.last]
          var best = (distance: Float.infinity, piece: 0, atEnd: true, isReversed: false)
          for index in 0..<pieceCount where !pieces[index].isPlaced {
            let (first, last) = (raw[pieces[index].first], raw[pieces[index].last])
            let candidates = (
              (end - first).lengthSquared, (end - last).lengthSquared,
              (start - last).lengthSquared, (start - first).lengthSquared
            )
            if candidates.0 < best.distance { best = (candidates.0, index, true, false) }
            if candidates.1 < best.distance { best = (candidates.1, index, true, true) }
            if candidates.2 < best.distance { best = (candidates.2, index, false, false) }
            if candidates.3 < best.distance { best = (candidates.3, index, false, true) }
          }
          pieces[best.piece].isPlaced = true
          pieces[best.piece].isReversed = best.isReversed
          if best.atEnd {
            order[tail] = best.piece
            tail += 1
          } else {
            head -= 1
            order[head] = best.piece
          }
        }
        for position in head..<tail {
          self.lay(pieces[order[position]], raw: raw, rawReach: rawReach)
        }
        return true
      }
    }
  }

  private func collect(
    into pieces: UnsafeMutableBufferPointer<Piece>, reach: UnsafeMutablePointer<Float>,
    count: Int, least: Float
  ) -> Int {
    var pieceCount = 0
    var first = 0
    while first < count {
      var last = first
      var length: Float = 0
      while last + 1 < count, reach[last + 1] >= 0 {
        last += 1
        length += reach[last]
      }
      if length >= least, length > 0 {
        pieces[pieceCount] = Piece(first: first, last: last, length: length)
        pieceCount += 1
      }
      first = last + 1
    }
    return pieceCount
  }

  private mutating func lay(
    _ piece: Piece, raw: UnsafeMutablePointer<Vector>, rawReach: UnsafeMutablePointer<Float>
  ) {
    for step in 0...(piece.last - piece.first) {
      let index = piece.isReversed ? piece.last - step : piece.first + step
      path[pathCount] = raw[index]
      isGap[pathCount] = step == 0 && pathCount > 0
      if step == 0 {
        reach[pathCount] = pathCount > 0 ? (raw[index] - path[pathCount - 1]).length : 0
      } else {
        reach[pathCount] = rawReach[piece.isReversed ? index + 1 : index]
        inkLength += reach[pathCount]
      }
      pathCount += 1
    }
  }

  // MARK: Resampling

  private mutating func sampleOpen() {
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
  private mutating func sampleClosed() {
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
        let room = bestCost - cost
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

/// Writes places at equal distances along segments that are passed one after the other.
struct Sampler {
  let places: UnsafeMutablePointer<Vector>
  let isInk: UnsafeMutablePointer<Bool>?
  let count: Int
  let step: Float
  private var next = 0
  private var travelled: Float = 0

  init(
    places: UnsafeMutablePointer<Vector>, isInk: UnsafeMutablePointer<Bool>?, count: Int,
    step: Float
  ) {
    self.places = places
    self.isInk = isInk
    self.count = count
    self.step = step
  }

  @inline(__always)
  mutating func pass(from start: Vector, to end: Vector, length: Float, isInk ink: Bool) {
    guard length > 0 else { return }
    let target = travelled + length
    while next < count, Float(next) * step <= target {
      let share = (Float(next) * step - travelled) / length
      places[next] = start + (end - start) * clamp(share, 0, 1)
      isInk?[next] = ink
      next += 1
    }
    travelled = target
  }

  /// Fills what rounding left over.
  mutating func finish(at end: Vector) {
    while next < count {
      places[next] = end
      isInk?[next] = next > 0 ? isInk![next - 1] : true
      next += 1
    }
  }
}
