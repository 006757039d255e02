/// Straight sides fitted to a path: up to five, their corners where neighbouring lines meet.
struct PolygonFit {
  static let mostSides = 5
  let isClosed: Bool
  let sideCount: Int
  /// Where the sides part, as indices of the places; of an open path with both ends.
  private(set) var cuts = SIMD8<Int32>.zero
  /// Root mean square distance from the sides, canvas units.
  private(set) var rms: Float = 0
  /// The corners; of an open path with both ends: one more than there are sides.
  private var xs = SIMD8<Float>.zero
  private var ys = SIMD8<Float>.zero

  func corner(_ index: Int) -> Vector { Vector(xs[index], ys[index]) }
  var cornerCount: Int { isClosed ? sideCount : sideCount + 1 }
  func side(_ index: Int) -> Vector {
    corner((index + 1) % cornerCount) - corner(index)
  }
  /// The first and last place along a side; they may lie a turn before or behind.
  func places(ofSide index: Int) -> (from: Int, to: Int) {
    let wraps = isClosed && index == sideCount - 1
    return (Int(cuts[index]), wraps ? Int(cuts[0]) + Trace.sampleCount : Int(cuts[index + 1]))
  }
  var perimeter: Float {
    var sum: Float = 0
    for index in 0..<sideCount { sum += side(index).length }
    return sum
  }
  var centre: Vector {
    var sum = Vector.zero
    for index in 0..<cornerCount { sum += corner(index) }
    return sum / Float(cornerCount)
  }

  /// - Parameters:
  ///   - sums: prefix sums of the places, `Trace.sampleCount + 1` of an open path, twice as many
  ///     places' of a closed one, relative to `origin`.
  init(
    _ places: UnsafeMutablePointer<Vector>, sums: UnsafeMutablePointer<LineSums>,
    origin: Vector, sides: Int, closed: Bool, from earlier: PolygonFit? = nil
  ) {
    isClosed = closed
    sideCount = sides
    if let earlier {
      cuts = earlier.cuts
      split(sums: sums, sideCount: earlier.sideCount)
    } else if closed {
      start(places)
    } else {
      cuts[1] = Int32(Trace.sampleCount - 1)
    }
    descend(sums)
    meet(places, sums: sums, origin: origin)
  }

  // MARK: Choosing the cuts

  /// The farthest place from the middle, the farthest from that, then again and again the place
  /// farthest from the polygon so far (Ramer 1972; Douglas and Peucker 1973).
  private mutating func start(_ places: UnsafeMutablePointer<Vector>) {
    let count = Trace.sampleCount
    var middle = Vector.zero
    for index in 0..<count { middle += places[index] }
    middle /= Float(count)
    let first = farthest(places) { ($0 - middle).lengthSquared }
    let second = farthest(places) { ($0 - places[first]).lengthSquared }
    cuts[0] = Int32(min(first, second))
    cuts[1] = Int32(max(first, second))
    for found in 2..<sideCount {
      var best = (distance: Float(-1), cut: 0, place: 0)
      for cut in 0..<found {
        let from = Int(cuts[cut])
        let to = cut + 1 < found ? Int(cuts[cut + 1]) : Int(cuts[0]) + count
        guard to - from > 1 else { continue }
        let start = places[from]
        let direction = (places[to % count] - start).unit
        for index in (from + 1)..<to {
          let distance = Swift.abs((places[index % count] - start).cross(direction))
          if distance > best.distance { best = (distance, cut, index) }
        }
      }
      insert(Int32(best.place), after: best.cut, of: found)
    }
  }

  private func farthest(
    _ places: UnsafeMutablePointer<Vector>, by distance: (Vector) -> Float
  ) -> Int {
    var best = (distance: Float(-1), index: 0)
    for index in 0..<Trace.sampleCount {
      let value = distance(places[index])
      if value > best.distance { best = (value, index) }
    }
    return best.index
  }

  private mutating func insert(_ place: Int32, after cut: Int, of count: Int) {
    var index = count
    while index > cut + 1 {
      cuts[index] = cuts[index - 1]
      index -= 1
    }
    cuts[cut + 1] = place
    guard isClosed, place >= Int32(Trace.sampleCount) else { return }
    // Past the start: it becomes the first.
    for index in stride(from: count, to: 0, by: -1) { cuts[index] = cuts[index - 1] }
    cuts[0] = place - Int32(Trace.sampleCount)
  }

  /// Parts the side of an open path where that helps most.
  private mutating func split(sums: UnsafeMutablePointer<LineSums>, sideCount: Int) {
    var best = (gain: -Float.infinity, side: 0, place: Int(cuts[0]) + 1)
    for side in 0..<sideCount {
      let (from, to) = (Int(cuts[side]), Int(cuts[side + 1]))
      guard to - from >= 4 else { continue }
      let before = cost(sums, from, to)
      for place in stride(from: from + 2, through: to - 2, by: 2) {
        let gain = before - cost(sums, from, place) - cost(sums, place, to)
        if gain > best.gain { best = (gain, side, place) }
      }
    }
    insert(Int32(best.place), after: best.side, of: sideCount + 1)
  }

  /// Moves each cut to where its two sides fit best, until none moves.
  private mutating func descend(_ sums: UnsafeMutablePointer<LineSums>) {
    let count = Trace.sampleCount
    for _ in 0..<(isClosed ? 8 : 4) {
      var hasMoved = false
      let movable = isClosed ? 0..<sideCount : 1..<max(sideCount, 1)
      for cut in movable {
        let place = Int(cuts[cut])
        let previous = cut > 0 ? Int(cuts[cut - 1]) : Int(cuts[sideCount - 1]) - count
        let next =
          isClosed && cut == sideCount - 1 ? Int(cuts[0]) + count : Int(cuts[cut + 1])
        var best = (
          cost: cost(sums, previous, place) + cost(sums, place, next), place: place
        )
        for step in -2...2 where step != 0 {
          let moved = place + step
          guard moved - previous >= 2, next - moved >= 2 else { continue }
          let value = cost(sums, previous, moved) + cost(sums, moved, next)
          if value < best.cost { best = (value, moved) }
        }
        if best.place != place {
          hasMoved = true
          cuts[cut] = Int32(best.place)
        }
      }
      if !hasMoved { break }
    }
  }

  @inline(__always)
  private func cost(_ sums: UnsafeMutablePointer<LineSums>, _ from: Int, _ to: Int) -> Float {
    interval(sums, from, to).cost
  }

  /// The sums over the places `from ... to`, which may lie a turn before or behind.
  @inline(__always)
  private func interval(
    _ sums: UnsafeMutablePointer<LineSums>, _ from: Int, _ to: Int
  ) -> LineSums {
    let shift = from < 0 ? Trace.sampleCount : from >= Trace.sampleCount ? -Trace.sampleCount : 0
    return sums[to + shift + 1] - sums[from + shift]
  }

  // MARK: From lines to corners

  private mutating func meet(
    _ points: UnsafeMutablePointer<Vector>, sums: UnsafeMutablePointer<LineSums>, origin: Vector
  ) {
    var (squares, weight): (Float, Float) = (0, 0)
    var before: (mean: Vector, direction: Vector)?
    if isClosed {
      let last = interval(sums, Int(cuts[sideCount - 1]), Int(cuts[0]) + Trace.sampleCount)
      before = (last.mean, last.direction)
    }
    for side in 0..<sideCount {
      let (from, to) = places(ofSide: side)
      let sums = interval(sums, from, to)
      squares += sums.cost
      weight += sums.count
      let line = (mean: sums.mean, direction: sums.direction)
      let place = points[(from + Trace.sampleCount) % Trace.sampleCount]
      let corner =
        before.map { crossing($0, line, near: place - origin) } ?? foot(place - origin, line)
      (xs[side], ys[side]) = (corner.x + origin.x, corner.y + origin.y)
      before = line
    }
    if !isClosed, let before {
      let corner = foot(points[Trace.sampleCount - 1] - origin, before)
      (xs[sideCount], ys[sideCount]) = (corner.x + origin.x, corner.y + origin.y)
    }
    rms = (squares / weight).squareRoot()
  }

  private func foot(_ place: Vector, _ line: (mean: Vector, direction: Vector)) -> Vector {
    line.mean + line.direction * (place - line.mean).dot(line.direction)
  }

  /// Where two lines meet, unless they are nearly parallel and meet far from the ink.
  private func crossing(
    _ a: (mean: Vector, direction: Vector), _ b: (mean: Vector, direction: Vector),
    near place: Vector
  ) -> Vector {
    let sine = a.direction.cross(b.direction)
    guard Swift.abs(sine) > 0.15 else { return place }
    let corner = a.mean + a.direction * ((b.mean - a.mean).cross(b.direction) / sine)
    let room = ((a.mean - place).lengthSquared + (b.mean - place).lengthSquared) / 2
    return (corner - place).lengthSquared < room * 0.5 ? corner : place
  }
}
