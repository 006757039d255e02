import Ink

/// Drawings made up to try scoring with: what people draw, and what nobody should.
struct GoldenScores {
  /// A shape to be scored by: a known one, or one of `templates`.
  struct Trial {
    let kind: String
    let canvas: Canvas
    let ink: Strokes
    let isFinished: Bool
  }

  /// Shapes that no formula knows, each made of its examples.
  static let templates: [(name: String, template: ShapeTemplate)] = [
    ("loop", .heart, 5), ("hook", .scribble, 1), ("ring", .circle, 20), ("stick", .line, 3),
  ].compactMap { (name: String, shape: SyntheticShape, count: Int) in
    var synthesizer = Synthesizer(shape: shape, seed: 77)
    let examples = (0..<count).map { _ in synthesizer.next().ink }
    return ShapeTemplate(examples: examples).map { (name, $0) }
  }

  private static let kinds =
    ["line", "circle", "square", "triangle", "heart"] + templates.map(\.name) + ["moon"]

  /// Each kind in turn, mostly of its own shape; what is done to the ink goes by a fixed table.
  static func trials(_ count: Int) -> [Trial] {
    var synthesizers = SyntheticShape.allCases.map { Synthesizer(shape: $0, seed: 5_000) }
    var random = SplitMix64(seed: 5_001)
    return (0..<count).map { turn in
      let kind = kinds[turn % kinds.count]
      let isOther = random.chance(0.2)
      let own = SyntheticShape.allCases.firstIndex { $0.rawValue == kind }
      let shape = isOther ? nil : own
      let drawing = synthesizers[shape ?? random.index(synthesizers.count)].next()
      var trial = Trial(
        kind: kind, canvas: drawing.canvas, ink: drawing.ink.thinned(), isFinished: true)
      trial.bend(turn / kinds.count % 20, &random)
      return trial
    }
  }
}

extension GoldenScores.Trial {
  /// Leaves a third as it is; the rest becomes odd in one of thirteen ways.
  fileprivate mutating func bend(_ way: Int, _ random: inout SplitMix64) {
    let (width, height) = (Double(canvas.width), Double(canvas.height))
    switch way {
    case 7: self = with(ink.moved { (0.02 * $0 + width / 2, 0.02 * $1 + height / 2) })  // tiny
    case 8: self = with(ink.moved { (6 * $0 - width, 6 * $1 - height) })  // huge
    case 9: self = with(ink.moved { ($0 + width / 2, $1) })  // half beside the canvas
    case 10: self = with(Strokes(of: [ink.points.prefix(1)]))  // a tap
    case 11: self = with(Strokes(of: [[ink.points[0], ink.points[0]]]))  // no length
    case 12, 13: cut(to: random.uniform(0.05...0.95))  // the pen is still down
    case 14: cut(to: 1)  // whole, but not handed in
    case 15: self = with(ink.inPieces(of: 3))  // dashes
    case 16: self = with(ink.inPieces(of: 1))  // dots
    case 17: self = with(Strokes(of: [ink.points[...], ink.points.reversed()[...]]))  // twice
    case 18: self = with(ink.moved { x, _ in (x, height / 3) })  // flat
    case 19:  // long: shaken, and walked again and again
      let shaken = ink.moved { ($0 + 9 * random.normal(), $1 + 9 * random.normal()) }
      self = with(Strokes(of: Array(repeating: shaken.points[...], count: 9)))
    default: break
    }
  }

  private func with(_ ink: Strokes) -> Self {
    Self(kind: kind, canvas: canvas, ink: ink, isFinished: isFinished)
  }

  private mutating func cut(to share: Double) {
    var ink = ink
    ink.truncate(to: max(Int(Double(ink.points.count) * share), 1))
    self = Self(kind: kind, canvas: canvas, ink: ink, isFinished: false)
  }
}

extension Strokes {
  fileprivate init(of strokes: [ArraySlice<Point>]) {
    self.init()
    for stroke in strokes {
      startStroke(style: .standard)
      for point in stroke { append(point) }
    }
  }

  /// With some 80 points, and the ends of its strokes: so a thousand drawings stay a small file.
  fileprivate func thinned() -> Strokes {
    let step = max(points.count / 80, 1)
    return Strokes(
      of: strokes.indices.map { index in
        let range = range(ofStroke: index)
        return range.filter { ($0 - range.lowerBound) % step == 0 || $0 == range.upperBound - 1 }
          .map { points[$0] }[...]
      })
  }

  fileprivate func moved(_ move: (Double, Double) -> (Double, Double)) -> Strokes {
    Strokes(
      of: strokes.indices.map { index in
        points[range(ofStroke: index)].map { point in
          let (x, y) = move(Double(point.x), Double(point.y))
          return Point(
            x: Int16(clamping: Int(x.rounded())), y: Int16(clamping: Int(y.rounded())))
        }[...]
      })
  }

  /// As many strokes as a drawing may have, of so many points each.
  fileprivate func inPieces(of count: Int) -> Strokes {
    let starts = stride(from: 0, to: points.count, by: count).prefix(InkLimits.strokes)
    return Strokes(of: starts.map { points[$0..<min($0 + count, points.count)] })
  }
}
