import Foundation

@testable import Ink

/// Drawings for the tests, in canvas units on a canvas of 400.
enum Sketch {
  static let canvas = Canvas(square: 400)

  /// A point every three units along straight lines between the given places.
  static func path(_ places: [(Double, Double)], spacing: Double = 3) -> [Point] {
    var points: [Point] = []
    for (start, end) in zip(places, places.dropFirst()) {
      let (dx, dy) = (end.0 - start.0, end.1 - start.1)
      let steps = max(1, Int((dx * dx + dy * dy).squareRoot() / spacing))
      for step in 0..<steps {
        let share = Double(step) / Double(steps)
        points.append(point(start.0 + dx * share, start.1 + dy * share))
      }
    }
    if let last = places.last { points.append(point(last.0, last.1)) }
    return points
  }

  static func point(_ x: Double, _ y: Double) -> Point {
    Point(x: Int16((x * 8).rounded()), y: Int16((y * 8).rounded()))
  }

  static func ink(_ strokes: [Point]...) -> Strokes { ink(strokes) }

  static func ink(_ strokes: [[Point]]) -> Strokes {
    var ink = Strokes()
    for stroke in strokes {
      ink.startStroke(style: .standard)
      for point in stroke { ink.append(point) }
    }
    return ink
  }

  /// Turned around the canvas's middle.
  static func turned(_ places: [(Double, Double)], degrees: Double) -> [(Double, Double)] {
    let (c, s) = (cos(degrees * .pi / 180), sin(degrees * .pi / 180))
    return places.map { place in
      let (x, y) = (place.0 - 200, place.1 - 200)
      return (200 + x * c - y * s, 200 + x * s + y * c)
    }
  }

  static func line(degrees: Double = 0, bend: Double = 0) -> [(Double, Double)] {
    turned(
      (0...40).map { step in
        let share = Double(step) / 40
        return (80 + 240 * share, 200 + 4 * bend * share * (1 - share))
      }, degrees: degrees)
  }

  /// - Parameters:
  ///   - gap: the open share of the turn.
  ///   - flat: the height divided by the width.
  static func circle(gap: Double = 0, flat: Double = 1, radius: Double = 120)
    -> [(Double, Double)]
  {
    (0...90).map { step in
      let angle = 2 * Double.pi * (0.25 + gap / 2 + (1 - gap) * Double(step) / 90)
      return (200 + radius * cos(angle), 200 + radius * flat * sin(angle))
    }
  }

  static func polygon(
    _ count: Int, radius: Double = 140, degrees: Double = 0, start: Double = 0
  ) -> [(Double, Double)] {
    let corners = (0...count).map { corner in
      let angle = 2 * Double.pi * (Double(corner) / Double(count) - 0.25)
      return (200 + radius * cos(angle), 200 + radius * sin(angle))
    }
    var places = turned(corners, degrees: degrees)
    guard start > 0 else { return places }
    let middle = (
      places[0].0 + (places[1].0 - places[0].0) * start,
      places[0].1 + (places[1].1 - places[0].1) * start
    )
    places[0] = middle
    places[count] = corners.isEmpty ? middle : turned([corners[0]], degrees: degrees)[0]
    return places + [middle]
  }

  static func square(degrees: Double = 0, start: Double = 0) -> [(Double, Double)] {
    polygon(4, degrees: 45 + degrees, start: start)
  }

  static func star(turn: Double = 0, points: Int = 5, inner: Double = 60) -> [(Double, Double)] {
    (0...(2 * points)).map { corner in
      let angle = Double.pi * (Double(corner) / Double(points) - 0.5) + turn
      let radius = corner % 2 == 0 ? 140 : inner
      return (200 + radius * cos(angle), 200 + radius * sin(angle))
    }
  }

  /// The curve of `Heart`, computed with the library's own sine.
  static func heart(degrees: Double = 0, start: Double = 0, depth: Double = 0.24)
    -> [(Double, Double)]
  {
    turned(
      (0...120).map { step in
        let t = 2 * Double.pi * (Double(step) / 120 + start)
        let slit = cos(t) > 0 ? (depth * 29 - 7) * max(0, 1 - 2 * abs(sin(t))) : 0
        let y = 13 * cos(t) - 5 * cos(2 * t) - 2 * cos(3 * t) - cos(4 * t) - slit
        return (200 + 8 * 16 * pow(sin(t), 3), 190 - 8 * y)
      }, degrees: degrees)
  }

  static func ideal(_ kind: ShapeKind) -> [(Double, Double)] {
    switch kind {
    case .line: line()
    case .circle: circle()
    case .square: square()
    case .triangle: polygon(3)
    default: heart()
    }
  }

  /// Each place moved by up to `amount` in both directions, the same way every time.
  static func shaken(_ points: [Point], by amount: Double, seed: UInt64 = 7) -> [Point] {
    var random = SmallRandom(state: seed)
    return points.map { point in
      Sketch.point(
        Double(point.xInUnits) + amount * random.next(),
        Double(point.yInUnits) + amount * random.next())
    }
  }

  static func quality(_ ink: Strokes, _ kind: ShapeKind) -> Float {
    Scorer.score(drawing: ink, kind: kind, canvas: canvas).quality
  }

  static func hints(_ ink: Strokes, _ kind: ShapeKind) -> [HintCode] {
    Scorer.score(drawing: ink, kind: kind, canvas: canvas).hints.map(\.code)
  }
}

/// A generator of its own, so that a test draws the same every time.
struct SmallRandom {
  var state: UInt64

  /// -1 ... 1.
  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(Int64(bitPattern: state) >> 32) / 2_147_483_648
  }
}
