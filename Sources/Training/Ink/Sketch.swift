import Ink

/// Ink without times and styles, for bending: strokes as rows of places, about one unit wide.
struct Sketch {
  typealias Place = SIMD2<Double>

  var strokes: [[Place]]

  /// Puts the ink into the square 0 ... 1; the longer side fills it.
  init(_ ink: Strokes) {
    strokes = []
    guard let first = ink.points.first else { return }
    var (low, high) = (Place(Double(first.x), Double(first.y)), Place(-.infinity, -.infinity))
    for point in ink.points {
      let place = Place(Double(point.x), Double(point.y))
      low = pointwiseMin(low, place)
      high = pointwiseMax(high, place)
    }
    let scale = 1 / max((high - low).max(), 1)
    strokes.reserveCapacity(ink.strokes.count)
    for index in ink.strokes.indices {
      let range = ink.range(ofStroke: index)
      guard !range.isEmpty else { continue }
      strokes.append(
        ink.points[range].map { (Place(Double($0.x), Double($0.y)) - low) * scale })
    }
  }

  /// Back as points, at a resolution that loses nothing.
  var ink: Strokes {
    var ink = Strokes()
    ink.reserve(strokes.reduce(0) { $0 + $1.count })
    for stroke in strokes {
      ink.startStroke(style: .standard)
      for place in stroke {
        let steps = place * 8_192
        ink.append(
          Point(
            x: Int16(min(max(steps.x, -32_000), 32_000)),
            y: Int16(min(max(steps.y, -32_000), 32_000))))
      }
    }
    return ink
  }

  var length: Double {
    strokes.reduce(0) { sum, stroke in
      zip(stroke, stroke.dropFirst()).reduce(sum) { $0 + ($1.1 - $1.0).length }
    }
  }

  mutating func map(_ transform: (Place) -> Place) {
    for index in strokes.indices {
      for position in strokes[index].indices {
        strokes[index][position] = transform(strokes[index][position])
      }
    }
  }

  /// The first part of the ink, by length; the last segment is cut where it must be.
  mutating func keepFirst(_ share: Double) {
    var left = length * share
    for index in strokes.indices {
      let stroke = strokes[index]
      for position in stroke.indices.dropFirst() {
        let segment = stroke[position] - stroke[position - 1]
        let length = segment.length
        if length >= left {
          let end = stroke[position - 1] + segment * (length > 0 ? left / length : 0)
          strokes[index] = Array(stroke[..<position]) + [end]
          strokes.removeSubrange((index + 1)...)
          return
        }
        left -= length
      }
    }
  }
}

extension SIMD2<Double> {
  var length: Double { (self * self).sum().squareRoot() }
}
