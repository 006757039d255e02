/// The outline of an ideal: to be laid faintly under a drawing, or over a finished one.
public struct IdealShape: Equatable, Sendable {
  public struct Place: Equatable, Sendable {
    public var x, y: Float

    init(_ vector: Vector) { (x, y) = (vector.x, vector.y) }
  }

  /// Corners, or up to 64 places of a curve; straight lines join them.
  public var places: [Place]
  /// Whether a line leads from the last place to the first.
  public var isClosed: Bool

  init(_ places: [Vector], isClosed: Bool) {
    self.places = places.map(Place.init)
    self.isClosed = isClosed
  }

  static func circle(centre: Vector, radius: Float) -> IdealShape {
    // The cosine and sine of a 64th of a turn; the rest follows by turning.
    let (cosine, sine): (Float, Float) = (0.99518473, 0.09801714)
    var direction = Vector(0, -1)
    var places: [Vector] = []
    for _ in 0..<64 {
      places.append(centre + direction * radius)
      direction = Vector(
        direction.x * cosine - direction.y * sine, direction.y * cosine + direction.x * sine)
    }
    return IdealShape(places, isClosed: true)
  }

  static func outline(_ outline: Outline, centre: Vector, radius: Float) -> IdealShape {
    IdealShape(
      (0..<Outline.count).map { centre + outline.place($0) * radius }, isClosed: outline.isClosed)
  }

  /// The square nearest to four corners: the mean of what each would make it, as complex numbers.
  static func square(_ corners: PolygonFit) -> IdealShape {
    let centre = corners.centre
    let clockwise =
      (corners.corner(1) - corners.corner(0))
      .cross(corners.corner(2) - corners.corner(1)) > 0
    func turn(_ vector: Vector, back: Bool) -> Vector { back ? -vector.turned : vector.turned }
    var mean = Vector.zero
    for index in 0..<4 {
      var arm = corners.corner(index) - centre
      for _ in 0..<index { arm = turn(arm, back: clockwise) }
      mean += arm / 4
    }
    var places: [Vector] = []
    for _ in 0..<4 {
      places.append(centre + mean)
      mean = turn(mean, back: !clockwise)
    }
    return IdealShape(places, isClosed: true)
  }

  /// Moved and scaled into the unit square, its middle in the middle.
  fileprivate func inUnitSquare() -> IdealShape {
    guard let first = places.first else { return self }
    var (low, high) = (Vector(first.x, first.y), Vector(first.x, first.y))
    for place in places {
      low = pointwiseMin(low, Vector(place.x, place.y))
      high = pointwiseMax(high, Vector(place.x, place.y))
    }
    let side = max(high.x - low.x, high.y - low.y)
    guard side > 0 else { return self }
    return IdealShape(
      places.map { (Vector($0.x, $0.y) - (low + high) / 2) / side + Vector(0.5, 0.5) },
      isClosed: isClosed)
  }
}

extension ShapeKind {
  /// The ideal in a square of side 1, y downwards; nil while none is known.
  public var ideal: IdealShape? {
    switch self {
    case .line: IdealShape([Vector(0, 0.5), Vector(1, 0.5)], isClosed: false)
    case .circle: .circle(centre: Vector(0.5, 0.5), radius: 0.5)
    case .square:
      IdealShape([Vector(0, 0), Vector(1, 0), Vector(1, 1), Vector(0, 1)], isClosed: true)
    case .triangle:
      IdealShape([Vector(0.5, 0.067), Vector(1, 0.933), Vector(0, 0.933)], isClosed: true)
    case .heart:
      IdealShape.outline(Heart.outlines[1], centre: .zero, radius: 1).inUnitSquare()
    case .template(let template):
      IdealShape.outline(template.outline, centre: .zero, radius: 1).inUnitSquare()
    case .unknown: nil
    }
  }
}

extension LiveScorer {
  /// The ideal fitted to the ink, in canvas units; nil when there is nothing to fit.
  public func ideal() -> IdealShape? {
    Trace.with(summary, canvas: canvas) { fittedIdeal($0) } ?? nil
  }

  private func fittedIdeal(_ trace: Trace) -> IdealShape? {
    switch kind {
    case .line:
      let fit = LineFit(trace.open, count: Trace.sampleCount)
      return IdealShape(
        [fit.centre + fit.direction * fit.from, fit.centre + fit.direction * fit.to],
        isClosed: false)
    case .circle:
      if Closing(trace).gapShare < 0.25, let ellipse = EllipseFit(trace)?.ellipse {
        return .circle(centre: ellipse.centre, radius: ellipse.radius)
      }
      let arc = ArcFit(trace)
      guard arc.radius < trace.canvasSide else { return nil }
      return .circle(centre: arc.centre, radius: arc.radius)
    case .square: return polygon(.square, trace).map(IdealShape.square)
    case .triangle:
      return polygon(.triangle, trace).map { fit in
        IdealShape((0..<3).map(fit.corner), isClosed: true)
      }
    case .heart:
      let frame = Frame(trace.closed, count: Trace.sampleCount)
      let outline = Heart.nearest(Heart.outlines, to: HeartFeatures(trace).notchDepth)
      return .outline(outline, centre: frame.centre, radius: frame.radius)
    case .template(let template):
      let places = template.outline.isClosed ? trace.closed : trace.open
      let frame = Frame(places, count: Trace.sampleCount)
      return .outline(template.outline, centre: frame.centre, radius: frame.radius)
    case .unknown: return nil
    }
  }

  private func polygon(_ rule: PolygonRule, _ trace: Trace) -> PolygonFit? {
    withUnsafeTemporaryAllocation(of: LineSums.self, capacity: 2 * Trace.sampleCount + 1) { sums in
      LiveScorer.wholePolygon(rule, trace, sums: sums.baseAddress!)
    }
  }
}
