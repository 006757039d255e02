import Ink

/// One stroke at points evenly spread along its length.
struct Trace {
  var places: [Place]
  /// Milliseconds from each point to the next; the last repeats the one before it.
  var steps: [Double]
  /// 0 ... 1.
  var pressures: [Double]

  /// What a step may take, in ms.
  static let pace = 0.2...2_000

  init(places: [Place], steps: [Double], pressures: [Double]) {
    self.places = places
    self.steps = steps
    self.pressures = pressures
  }

  /// - Parameters:
  ///   - points: one or more.
  ///   - times: of the points, in ms.
  ///   - count: two or more.
  init(_ points: ArraySlice<Point>, times: ArraySlice<Double>, count: Int) {
    let positions = points.map { Place($0) }
    let presses = points.map { Double($0.pressureShare) }
    let times = Array(times)
    // Way from the start to each point.
    var ways = [0.0]
    for index in positions.indices.dropFirst() {
      ways.append(ways[index - 1] + (positions[index] - positions[index - 1]).length)
    }
    let length = ways[ways.count - 1]
    (places, pressures) = ([], [])
    var moments: [Double] = []
    var leg = 0
    for sample in 0..<count {
      let share = Double(sample) / Double(count - 1)
      var t = 0.0
      if length > 0 {
        let way = share * length
        while leg + 2 < ways.count, ways[leg + 1] < way { leg += 1 }
        let span = positions.count > 1 ? ways[leg + 1] - ways[leg] : 0
        t = span > 0 ? min(max((way - ways[leg]) / span, 0), 1) : 0
      } else {
        let place = share * Double(positions.count - 1)
        leg = min(Int(place), max(positions.count - 2, 0))
        t = place - Double(leg)
      }
      let next = min(leg + 1, positions.count - 1)
      places.append(positions[leg] + (positions[next] - positions[leg]) * t)
      pressures.append(presses[leg] + (presses[next] - presses[leg]) * t)
      moments.append(times[leg] + (times[next] - times[leg]) * t)
    }
    // Where the pen rested counts to the last step.
    moments[count - 1] = times[times.count - 1]
    steps = (0..<count).map { index in
      let here = min(index, count - 2)
      return min(max(moments[here + 1] - moments[here], Self.pace.lowerBound), Self.pace.upperBound)
    }
  }

  mutating func transform(_ change: (Place) -> Place) { places = places.map(change) }

  mutating func reverse() {
    places.reverse()
    pressures.reverse()
    var between = Array(steps.dropLast())
    between.reverse()
    steps = between + between.suffix(1)
  }

  var length: Double {
    var sum = 0.0
    for index in places.indices.dropFirst() { sum += (places[index] - places[index - 1]).length }
    return sum
  }

  /// Whether the stroke goes round against the clock, or, where it does not go round, from right to
  /// left or upwards.
  var isAgainstTheWay: Bool {
    var area = 0.0
    for index in places.indices {
      let (a, b) = (places[index], places[(index + 1) % places.count])
      area += a.x * b.y - a.y * b.x
    }
    let length = length
    if abs(area) / 2 > 0.015 * length * length { return area < 0 }
    let way = places[places.count - 1] - places[0]
    return way.x + 0.3 * way.y < 0
  }
}
