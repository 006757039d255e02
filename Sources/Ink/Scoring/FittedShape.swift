/// What a shape is in numbers: the ideal that is nearest to some ink, and how far the ink is from it.
public struct FittedShape: Equatable, Sendable {
  /// In canvas units.
  public enum Geometry: Equatable, Sendable {
    case line(from: IdealShape.Place, to: IdealShape.Place)
    case circle(centre: IdealShape.Place, radius: Float)
    /// In the order of the outline.
    case polygon([IdealShape.Place])
    /// A shape that only its outline says: the middle of its box, and the box's longer side.
    case outline(centre: IdealShape.Place, size: Float)
  }

  public let ideal: IdealShape
  public let geometry: Geometry
  /// The root of the mean squared distance from the ink to the ideal, along the ink, as a share of
  /// the longer side of the ideal's box.
  public let residual: Float

  /// - Returns: nil where there is nothing to fit: too little ink, or a shape that is known by no
  ///   ideal.
  public init?(_ ink: Strokes, kind: ShapeKind, canvas: Canvas) {
    var scorer = LiveScorer(kind: kind, canvas: canvas)
    scorer.rebuild(from: ink)
    guard let ideal = scorer.ideal(), let box = Box(ideal.places) else { return nil }
    self.ideal = ideal
    let places = ideal.places
    switch kind {
    case .line: geometry = .line(from: places[0], to: places[places.count - 1])
    case .circle:
      // Half a turn apart.
      let (a, b) = (Vector(places[0]), Vector(places[places.count / 2]))
      geometry = .circle(
        centre: IdealShape.Place((a + b) / 2), radius: (a - b).length / 2)
    case .square, .triangle: geometry = .polygon(places)
    default: geometry = .outline(centre: IdealShape.Place(box.centre), size: box.side)
    }
    residual = box.side > 0 ? Self.distance(from: ink, to: ideal) / box.side : 0
  }

  /// Each segment of the ink counts by its length, so that it does not matter how often the pen was
  /// reported.
  private static func distance(from ink: Strokes, to ideal: IdealShape) -> Float {
    var (sum, length) = (0.0, 0.0)
    for stroke in ink.strokes.indices {
      let points = ink.points[ink.range(ofStroke: stroke)].map { Vector($0.xInUnits, $0.yInUnits) }
      for (from, to) in zip(points, points.dropFirst()) {
        let weight = Double((to - from).length)
        let distance = Double(ideal.distance(from: (from + to) / 2))
        sum += distance * distance * weight
        length += weight
      }
    }
    return length > 0 ? Float((sum / length).squareRoot()) : 0
  }

  private struct Box {
    let low, high: Vector

    init?(_ places: [IdealShape.Place]) {
      guard let first = places.first.map({ Vector($0) }) else { return nil }
      var (low, high) = (first, first)
      for place in places {
        low = pointwiseMin(low, Vector(place))
        high = pointwiseMax(high, Vector(place))
      }
      (self.low, self.high) = (low, high)
    }

    var centre: Vector { (low + high) / 2 }
    var side: Float { max(high.x - low.x, high.y - low.y) }
  }
}

extension IdealShape {
  /// From a place to the nearest one of the outline.
  fileprivate func distance(from place: Vector) -> Float {
    var least = Float.infinity
    for index in 0..<(isClosed ? places.count : places.count - 1) {
      let (a, b) = (Vector(places[index]), Vector(places[(index + 1) % places.count]))
      let way = b - a
      let share = way.dot(way) > 0 ? clamp((place - a).dot(way) / way.dot(way), 0, 1) : 0
      least = min(least, (place - a - way * share).length)
    }
    return least
  }
}

extension Vector {
  fileprivate init(_ place: IdealShape.Place) { self.init(place.x, place.y) }
}
