import Ink

/// What a drawing looks like, whoever drew it, wherever and in which order: points evenly along its
/// ink, the longer side of their box 1.
struct InkShape {
  private let places: [SIMD2<Float>]

  private static let count = 96

  init(_ ink: Strokes) {
    var legs: [(from: SIMD2<Float>, to: SIMD2<Float>, length: Float)] = []
    for stroke in ink.strokes.indices {
      let points = ink.points[ink.range(ofStroke: stroke)].map {
        SIMD2(Float($0.x), Float($0.y))
      }
      for (from, to) in zip(points, points.dropFirst()) {
        let way = to - from
        legs.append((from, to, (way * way).sum().squareRoot()))
      }
    }
    let length = max(legs.reduce(0) { $0 + $1.length }, 1)
    var places: [SIMD2<Float>] = []
    var (passed, leg) = (Float(0), 0)
    for sample in 0..<Self.count where !legs.isEmpty {
      let wanted = length * (Float(sample) + 0.5) / Float(Self.count)
      while leg + 1 < legs.count, passed + legs[leg].length < wanted {
        passed += legs[leg].length
        leg += 1
      }
      let share = legs[leg].length > 0 ? min((wanted - passed) / legs[leg].length, 1) : 0
      places.append(legs[leg].from + (legs[leg].to - legs[leg].from) * share)
    }
    let low = places.reduce(SIMD2(repeating: .infinity)) { pointwiseMin($0, $1) }
    let high = places.reduce(SIMD2(repeating: -.infinity)) { pointwiseMax($0, $1) }
    let scale = 1 / max((high - low).max(), 1)
    self.places = places.map { ($0 - (low + high) / 2) * scale }
  }

  /// How far a point of one is from the nearest of the other on average, both ways: a share of the
  /// longer side.
  func distance(to other: InkShape) -> Double {
    func mean(_ a: [SIMD2<Float>], _ b: [SIMD2<Float>]) -> Double {
      var sum: Float = 0
      for place in a {
        var nearest = Float.infinity
        for candidate in b {
          let way = candidate - place
          nearest = min(nearest, (way * way).sum())
        }
        sum += nearest.squareRoot()
      }
      return Double(sum) / Double(max(a.count, 1))
    }
    return (mean(places, other.places) + mean(other.places, places)) / 2
  }
}

/// How far drawings are from each other.
struct InkSpread {
  let smallest, mean: Double

  /// Of all pairs.
  init(_ shapes: [InkShape]) {
    var (smallest, sum, count) = (Double.infinity, 0.0, 0.0)
    for (index, shape) in shapes.enumerated() {
      for other in shapes[(index + 1)...] {
        let distance = shape.distance(to: other)
        smallest = min(smallest, distance)
        sum += distance
        count += 1
      }
    }
    (self.smallest, mean) = (smallest, sum / max(count, 1))
  }

  /// The mean distance from each to the nearest of others.
  static func nearest(_ shapes: [InkShape], among others: [InkShape]) -> Double {
    let sum = shapes.reduce(0.0) { sum, shape in
      sum + (others.map { shape.distance(to: $0) }.min() ?? 0)
    }
    return sum / Double(max(shapes.count, 1))
  }
}
