import Ink

extension CoverageMap {
  /// Thinner lines break up into greys.
  private static let leastHalfWidth: Float = 0.65
  /// How far a curve's pieces may leave it, in pixels.
  private static let tolerance: Float = 0.1
  /// Points nearer than this to the one before add nothing that can be seen.
  private static let leastStep: Float = 0.4

  /// Draws all strokes, the canvas fitted into the square's middle.
  mutating func draw(_ ink: Strokes, canvas: Canvas) {
    let side = Float(max(canvas.width, canvas.height, 1))
    let scale = Float(size) / side
    let left = (side - Float(canvas.width)) / 2 * scale
    let top = (side - Float(canvas.height)) / 2 * scale
    for index in ink.strokes.indices {
      let range = ink.range(ofStroke: index)
      let style = ink.strokes[index].style
      var dots: [Dot] = []
      dots.reserveCapacity(range.count)
      for (position, point) in zip(range, ink.points[range]) {
        let dot = Dot(
          x: Float(point.x) * scale + left, y: Float(point.y) * scale + top,
          halfWidth: max(style.width(of: point) * 4 * scale, Self.leastHalfWidth))
        if let last = dots.last, position + 1 < range.upperBound,
          abs(dot.x - last.x) + abs(dot.y - last.y) < Self.leastStep
        {
          continue
        }
        dots.append(dot)
      }
      drawCurve(through: dots, darkness: style.darkness)
    }
  }

  /// A quadratic curve from the middle of each step to the middle of the next, the point between
  /// them its control: smooth, and never far from the hand's polyline.
  private mutating func drawCurve(through dots: [Dot], darkness: Float) {
    guard let first = dots.first, let last = dots.last else { return }
    var start = first
    for (control, next) in zip(dots.dropFirst(), dots.dropFirst(2)) {
      let end = Dot.middle(control, next)
      addCurve(from: start, control, to: end, darkness: darkness)
      start = end
    }
    add(from: start, to: last, darkness: darkness)
  }

  private mutating func addCurve(
    from start: Dot, _ control: Dot, to end: Dot, darkness: Float
  ) {
    let bendX = start.x - 2 * control.x + end.x
    let bendY = start.y - 2 * control.y + end.y
    // A piece of 1/n leaves the curve by a quarter of the bend over n squared.
    let bend = (bendX * bendX + bendY * bendY).squareRoot()
    let pieces = min(Int((bend / (4 * Self.tolerance)).squareRoot()) + 1, 64)
    var before = start
    for piece in 1...pieces {
      let t = Float(piece) / Float(pieces)
      let (a, b, c) = ((1 - t) * (1 - t), 2 * t * (1 - t), t * t)
      let dot = Dot(
        x: a * start.x + b * control.x + c * end.x, y: a * start.y + b * control.y + c * end.y,
        halfWidth: start.halfWidth + (end.halfWidth - start.halfWidth) * t)
      add(from: before, to: dot, darkness: darkness)
      before = dot
    }
  }
}

extension StrokeStyle {
  /// How wide the pen draws at a point, in canvas units.
  func width(of point: Point) -> Float { Float(width) / 8 * point.pressureShare }

  /// 255 for black, less for lighter ink (Rec. 709 weights); never so light that it is not seen.
  var darkness: Float {
    let (red, green, blue) = (color >> 16 & 255, color >> 8 & 255, color & 255)
    let light = 0.2126 * Float(red) + 0.7152 * Float(green) + 0.0722 * Float(blue)
    return max(255 - light, 100)
  }
}
