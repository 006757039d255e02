import Ink

extension Drawing {
  /// Any drawing within the limits: mostly small steps, now and then a leap.
  static func random(using random: inout some RandomNumberGenerator) -> Drawing {
    let canvas = Canvas(
      width: .random(in: 128...28_800, using: &random),
      height: .random(in: 128...28_800, using: &random))
    var ink = Strokes()
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      ink.startStroke(
        style: StrokeStyle(
          color: .random(in: 0...0xff_ffff, using: &random),
          width: .random(in: 4...1_600, using: &random)))
      for _ in 0..<Int.random(in: 2...40, using: &random) {
        ink.append(
          Point(
            x: .random(in: 0...Int16(canvas.width), using: &random),
            y: .random(in: 0...Int16(canvas.height), using: &random),
            elapsed: Bool.random(using: &random) ? 16 : .random(in: 0...65_535, using: &random),
            pressure: .random(in: 0...255, using: &random)))
      }
    }
    return Drawing(
      id: DrawingID(high: random.next() | 1, low: random.next()), shape: "circle",
      canvas: canvas, device: Device.allCases.randomElement(using: &random)!, ink: ink,
      userAgent: "Test/1.0 (\"quoted\")")
  }
}
