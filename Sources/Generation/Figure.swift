import Ink

/// What the decoder says as strokes in the order and direction of drawing.
struct Figure {
  var strokes: [Trace]
  /// Milliseconds before each stroke but the first.
  var pauses: [Double]

  /// - Parameters:
  ///   - values: `Layout.features`, all finite.
  ///   - reversed: the strokes to be drawn the other way, a bit each.
  init(_ values: [Float], layout: Layout, reversed: UInt16) {
    func channel(_ start: Int, _ each: Int, _ stroke: Int) -> [Double] {
      let first = start + stroke * each
      return layout.basis.values(values[first..<first + each])
    }
    strokes = (0..<layout.strokeCount).map { stroke in
      let xs = channel(Layout.x, layout.places, stroke)
      let ys = channel(Layout.y, layout.places, stroke)
      let paces = channel(Layout.pace, layout.paces, stroke)
      let presses = channel(Layout.pressure, layout.pressures, stroke)
      var trace = Trace(
        places: xs.indices.map { Place(xs[$0], ys[$0]) },
        steps: paces.map { pace in
          min(max(Portable.exp(pace), Trace.pace.lowerBound), Trace.pace.upperBound)
        },
        pressures: presses.map { min(max($0, 0.02), 1) })
      if reversed >> UInt16(stroke) & 1 == 1 { trace.reverse() }
      return trace
    }
    pauses = (0..<layout.strokeCount - 1).map {
      min(max(Portable.exp(Double(values[Layout.pause + $0])) - 1, 20), 5_000)
    }
  }

  /// The corners of the box around it.
  var bounds: (low: Place, high: Place) {
    var (low, high) = (Place(repeating: .infinity), Place(repeating: -.infinity))
    for stroke in strokes {
      for place in stroke.places {
        low = pointwiseMin(low, place)
        high = pointwiseMax(high, place)
      }
    }
    return (low, high)
  }

  mutating func transform(_ change: (Place) -> Place) {
    for index in strokes.indices { strokes[index].transform(change) }
  }
}
