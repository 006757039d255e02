/// A shape known by a few accepted drawings of it.
public struct ShapeTemplate: Sendable {
  /// The example that is nearest to all others.
  let outline: Outline
  /// The distance from it that halves the quality.
  let half: Float
  /// The ink of the example divided by the root mean square distance from its centre.
  let length: Float

  public static let mostExamples = 12

  /// Nil without an example that has any length of ink.
  /// - Parameter examples: the first 12 are looked at.
  public init?(examples: [Strokes]) {
    var outlines: [Outline] = []
    var lengths: [Float] = []
    for example in examples.prefix(ShapeTemplate.mostExamples) {
      var summary = InkSummary()
      summary.add(example)
      let canvas = Canvas(square: 400)
      let found = Trace.with(summary, canvas: canvas) { trace -> (Outline, Float) in
        let isClosed = trace.gapLength < 0.15 * trace.closedLength
        let places = isClosed ? trace.closed : trace.open
        let frame = Frame(places, count: Trace.sampleCount)
        return (Outline(places, closed: isClosed), trace.inkLength / frame.radius)
      }
      if let found {
        outlines.append(found.0)
        lengths.append(found.1)
      }
    }
    guard !outlines.isEmpty else { return nil }
    var best = (mean: Float.infinity, index: 0)
    for index in outlines.indices {
      var sum: Float = 0
      for other in outlines.indices where other != index {
        sum += outlines[index].distance(to: outlines[other])
      }
      if sum < best.mean { best = (sum, index) }
    }
    outline = outlines[best.index]
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

extension LiveScorer {
  static func judgeTemplate(
    _ template: ShapeTemplate, _ trace: Trace, finished: Bool, hints: inout Hints
  ) -> Judgement {
    let outline = template.outline
    let places = outline.isClosed ? trace.closed : trace.open
    let frame = Frame(places, count: Trace.sampleCount)
    let (ink, back) = outline.distances(
      places, isInk: outline.isClosed ? trace.isInk : nil, closed: outline.isClosed,
      centre: frame.centre, scale: Vector(repeating: 1 / frame.radius))
    let distance = ((ink + back) / 2).squareRoot()
    let close = falloff(distance - template.half * 0.2, half: template.half)
    let repeated = trace.inkLength / frame.radius / template.length
    let once = falloff(max(repeated, 1 / max(repeated, 1e-3)) - 1.25, half: 0.5)
    let closing = Closing(trace)
    let closed = finished && outline.isClosed ? closing.quality : 1
    let centre = trace.centre
    hints.add(
      Hint(
        .followShape, amount: distance * frame.radius, at: centre, around: centre,
        loss: 1 - close))
    if repeated > 1 {
      hints.add(Hint(.drawOnce, amount: repeated, at: centre, around: centre, loss: 1 - once))
    }
    if finished, outline.isClosed { closing.hint(trace, around: centre, into: &hints) }
    let whole = close * once * closed
    if finished { return Judgement(quality: whole, completeness: 1) }
    let part = PartMatch(outline, trace)
    let quality = falloff(part.rms - template.half * 0.2, half: template.half)
    return quality > whole
      ? Judgement(quality: quality, completeness: part.share)
      : Judgement(quality: whole, completeness: 1)
  }
}
