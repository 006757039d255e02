/// When a hand is where on a stroke: fast along straights, slower the more it turns, from rest
/// to rest.
struct Walk {
  private let positions: [PenVector]
  /// Milliseconds since the stroke began, at each position.
  private let times: [Double]
  /// The leg that the last answer was on.
  private var leg = 0

  /// - Parameters:
  ///   - stroke: one position or more, in canvas units.
  ///   - speed: canvas units a millisecond where the way is straight.
  init(_ stroke: [PenVector], speed: Double) {
    positions = stroke
    var time = 0.0
    var times = [0.0]
    times.reserveCapacity(stroke.count)
    let count = stroke.count
    for index in stroke.indices.dropFirst() {
      let before = stroke[max(index - 4, 0)]
      let here = stroke[index]
      let after = stroke[min(index + 4, count - 1)]
      let slowness = 1 + 3.5 * Self.turn(before, here, after)
      // The first and last tenth are walked at a third of the speed, and more and more.
      let share = Double(min(index, count - index)) / Double(count)
      let start = share < 0.1 ? 3 - 20 * share : 1
      time += (here - stroke[index - 1]).length / speed * slowness * start
      times.append(time)
    }
    self.times = times
  }

  /// Milliseconds.
  var duration: Double { times[times.count - 1] }

  /// - Parameter time: never falls from call to call.
  mutating func position(at time: Double) -> PenVector {
    guard time < duration else { return positions[positions.count - 1] }
    while leg + 2 < times.count, times[leg + 1] <= time { leg += 1 }
    let span = times[leg + 1] - times[leg]
    let share = span > 0 ? max(time - times[leg], 0) / span : 0
    return positions[leg] + (positions[leg + 1] - positions[leg]) * share
  }

  /// 0 for straight on, 1 for a right angle, 2 for back: 1 - cosine of the turn.
  private static func turn(_ a: PenVector, _ b: PenVector, _ c: PenVector) -> Double {
    let (first, second) = (b - a, c - b)
    let lengths = first.length * second.length
    guard lengths > 0 else { return 0 }
    return 1 - (first * second).sum() / lengths
  }
}

/// A value that wanders smoothly: even random ones at even times, joined without corners.
struct Noise {
  private let interval: Double
  private var number = 0
  private var from, to: PenVector

  /// - Parameter interval: between the random values, in ms.
  init(interval: Double, random: inout SplitMix64) {
    self.interval = interval
    from = PenVector(random.normal(), random.normal())
    to = PenVector(random.normal(), random.normal())
  }

  /// - Parameter time: never falls from call to call.
  mutating func value(at time: Double, _ random: inout SplitMix64) -> PenVector {
    while time >= Double(number + 1) * interval {
      number += 1
      from = to
      to = PenVector(random.normal(), random.normal())
    }
    let t = time / interval - Double(number)
    return from + (to - from) * (t * t * (3 - 2 * t))
  }
}

extension SIMD2<Double> {
  var length: Double { (x * x + y * y).squareRoot() }
}
