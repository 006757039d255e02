/// A shape known by a few accepted drawings of it.
public struct ShapeTemplate: Sendable {
  /// The example that is nearest to all others.
  let outline: Outline
  /// The distance from it that halves the quality.
  let half: Float
  /// Which of the examples it is; 0 for one that was read from bytes.
  public let example: Int
  /// What the outline was made of: 64 places at equal distances along the example.
  let places: [Vector]
  /// The ink of the example divided by the root mean square distance from its centre.
  let length: Float

  public static let mostExamples = 20

  /// Nil without an example that has any length of ink.
  /// - Parameter examples: the first 20 are looked at.
  public init?(examples: [Strokes]) {
    var outlines: [(outline: Outline, places: [Vector])] = []
    var lengths: [Float] = []
    var indices: [Int] = []
    for (index, example) in examples.prefix(ShapeTemplate.mostExamples).enumerated() {
      var summary = InkSummary()
      summary.add(example)
      let canvas = Canvas(square: 400)
      let found = Trace.with(summary, canvas: canvas) { trace -> (Outline, [Vector], Float) in
        let isClosed = trace.gapLength < 0.15 * trace.closedLength
        let places = isClosed ? trace.closed : trace.open
        let frame = Frame(places, count: Trace.sampleCount)
        return (
          Outline(places, closed: isClosed),
          Array(UnsafeBufferPointer(start: places, count: Trace.sampleCount)),
          trace.drawnLength / frame.radius
        )
      }
      if let found {
        outlines.append((found.0, found.1))
        lengths.append(found.2)
        indices.append(index)
      }
    }
    guard !outlines.isEmpty else { return nil }
    var best = (mean: Float.infinity, index: 0)
    for index in outlines.indices {
      var sum: Float = 0
      for other in outlines.indices where other != index {
        sum += outlines[index].outline.distance(to: outlines[other].outline)
      }
      if sum < best.mean { best = (sum, index) }
    }
    (outline, places) = outlines[best.index]
    example = indices[best.index]
    length = lengths[best.index]
    let mean = outlines.count > 1 ? best.mean / Float(outlines.count - 1) : 0.15
    // Ink as near as the examples are to each other is good ink.
    half = clamp(1.6 * mean, 0.2, 0.45)
  }
}

extension Outline {
  /// The root of the mean of both chamfer distances.
  func distance(to other: Outline) -> Float {
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: Outline.count) { places in
      for index in 0..<Outline.count { places[index] = other.place(index) }
      let (a, b) = distances(
        places.baseAddress!, isInk: nil, closed: other.isClosed, centre: .zero,
        scale: Vector(1, 1))
      return ((a + b) / 2).squareRoot()
    }
  }
}
