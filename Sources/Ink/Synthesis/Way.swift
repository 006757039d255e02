typealias PenVector = SIMD2<Double>

/// Where a pen means to go: strokes as close rows of positions, at first about one unit wide,
/// later in canvas units.
struct Way {
  var strokes: [[PenVector]] = []

  /// Positions on each side of a curve or edge.
  static let density = 32

  init(strokes: [[PenVector]]) { self.strokes = strokes }

  init(_ shape: SyntheticShape, hand: Hand, random: inout SplitMix64) {
    switch shape {
    case .line: self.init(line: hand, &random)
    case .circle: self.init(circle: hand, &random)
    case .square: self.init(square: hand, &random)
    case .triangle: self.init(triangle: hand, &random)
    case .heart: self.init(heart: hand, &random)
    case .scribble: self.init(scribble: hand, &random)
    }
    if shape != .line && shape != .scribble {
      distort(by: 0.02 * hand.sloppiness, &random)
    }
    if random.chance(0.03) { addStray(&random) }
  }

  /// An edge that bows to one side.
  /// - Parameter bow: at its middle, as a share of its length.
  static func edge(_ a: PenVector, _ b: PenVector, bow: Double, points: Int = density)
    -> [PenVector]
  {
    let along = b - a
    let across = PenVector(-along.y, along.x)
    return (0...points).map { index in
      let t = Double(index) / Double(points)
      return a + along * t + across * (4 * bow * t * (1 - t))
    }
  }

  /// A cubic Bézier curve.
  static func curve(
    _ a: PenVector, _ b: PenVector, _ c: PenVector, _ d: PenVector, points: Int = density
  ) -> [PenVector] {
    (0...points).map { index in
      let t = Double(index) / Double(points)
      let s = 1 - t
      return a * (s * s * s) + b * (3 * s * s * t) + c * (3 * s * t * t) + d * (t * t * t)
    }
  }

  /// The corners of the box around all strokes.
  var bounds: (low: PenVector, high: PenVector) {
    guard var low = strokes.first?.first else { return (PenVector(0, 0), PenVector(0, 0)) }
    var high = low
    for stroke in strokes {
      for position in stroke {
        low = PenVector(min(low.x, position.x), min(low.y, position.y))
        high = PenVector(max(high.x, position.x), max(high.y, position.y))
      }
    }
    return (low, high)
  }

  mutating func rotate(turns: Double) {
    let (c, s) = (cosine(turns: turns), sine(turns: turns))
    map { PenVector($0.x * c - $0.y * s, $0.x * s + $0.y * c) }
  }

  mutating func map(_ transform: (PenVector) -> PenVector) {
    for index in strokes.indices { strokes[index] = strokes[index].map(transform) }
  }

  mutating func reverse() { strokes = strokes.reversed().map { $0.reversed() } }

  /// Scales the way to a share of the canvas and puts it anywhere that it fits.
  mutating func place(on canvas: Canvas, size: Double, random: inout SplitMix64) {
    let (low, high) = bounds
    let room = PenVector(Double(canvas.width) / 8, Double(canvas.height) / 8)
    let extent = PenVector(max(high.x - low.x, 1e-6), max(high.y - low.y, 1e-6))
    let scale = size * min(room.x / extent.x, room.y / extent.y, room.min() / extent.max() * 1.3)
    let free = room - extent * scale
    // Nearer the middle than the edge.
    let corner = PenVector(
      free.x * (random.uniform() + random.uniform()) / 2,
      free.y * (random.uniform() + random.uniform()) / 2)
    map { ($0 - low) * scale + corner }
  }

  /// Rounds corners as a hurried hand does: each position becomes the mean of its neighbours.
  mutating func soften(by reach: Int) {
    guard reach > 0 else { return }
    for index in strokes.indices {
      let stroke = strokes[index]
      var sums = [PenVector(0, 0)]
      sums.reserveCapacity(stroke.count + 1)
      for position in stroke { sums.append(sums[sums.count - 1] + position) }
      strokes[index] = stroke.indices.map { position in
        // Nearer the ends the window shrinks, so that they stay where they are.
        let width = min(reach, position, stroke.count - 1 - position)
        return (sums[position + width + 1] - sums[position - width]) / Double(2 * width + 1)
      }
    }
  }
}
