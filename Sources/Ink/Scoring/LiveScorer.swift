/// Scores a drawing while it is drawn.
///
/// A point costs a bounded amount of work, and so does a score, however long the drawing. The
/// score depends on nothing but the points and where strokes start.
public struct LiveScorer: Sendable {
  public let kind: ShapeKind
  public let canvas: Canvas
  private(set) var summary = InkSummary()
  private var pointCount = 0
  private var outsideCount = 0

  public init(kind: ShapeKind, canvas: Canvas) {
    self.kind = kind
    self.canvas = canvas
  }

  /// Pen down.
  public mutating func startStroke() { summary.startStroke() }

  public mutating func append(_ points: UnsafeBufferPointer<Point>) {
    for point in points { append(point) }
  }

  public mutating func append(_ points: ArraySlice<Point>) {
    for point in points { append(point) }
  }

  @inline(__always)
  public mutating func append(_ point: Point) {
    summary.append(point)
    pointCount += 1
    let inside =
      point.x >= 0 && point.y >= 0 && Int32(point.x) <= Int32(canvas.width)
      && Int32(point.y) <= Int32(canvas.height)
    if !inside { outsideCount += 1 }
  }

  /// Pen up. The next point starts a stroke.
  public mutating func endStroke() { summary.startStroke() }

  /// Starts over from what is left of a drawing: undo and clear.
  public mutating func rebuild(from ink: Strokes) {
    summary.clear()
    (pointCount, outsideCount) = (0, 0)
    for index in ink.strokes.indices {
      startStroke()
      append(ink.points[ink.range(ofStroke: index)])
    }
  }

  /// - Parameter finished: false while the pen works: what is missing is then not held against
  ///   the drawing.
  public func score(finished: Bool) -> Score {
    Trace.with(summary, canvas: canvas) { judge($0, finished: finished) } ?? .nothing
  }

  private func judge(_ trace: Trace, finished: Bool) -> Score {
    var judgement =
      switch kind {
      case .line: LiveScorer.judgeLine(trace, finished: finished)
      case .circle: LiveScorer.judgeCircle(trace, finished: finished)
      case .square: LiveScorer.judgePolygon(.square, trace, finished: finished)
      case .triangle: LiveScorer.judgePolygon(.triangle, trace, finished: finished)
      case .heart: LiveScorer.judgeHeart(trace, finished: finished)
      case .template(let template):
        LiveScorer.judgeTemplate(template, trace, finished: finished)
      case .unknown: LiveScorer.judgeNeatness(trace)
      }
    let outside = Float(outsideCount) / Float(max(pointCount, 1))
    let inside = falloff(outside, half: 0.5)
    judgement.hints.add(
      Hint(
        .stayOnCanvas, amount: outside, at: trace.centre, around: canvasCentre,
        loss: min(1, 3 * (1 - inside))))
    judgement.quality *= inside
    if finished {
      let size = trace.largerSide / max(trace.canvasSide, 1)
      let large = 1 - steepFalloff(size, half: 0.07)
      judgement.hints.add(
        Hint(.drawBigger, amount: size, at: trace.centre, around: trace.centre, loss: 1 - large))
      judgement.quality *= large
    }
    return Score(
      quality: unitInterval(judgement.quality),
      completeness: unitInterval(judgement.completeness), hints: judgement.hints)
  }

  private var canvasCentre: Vector {
    Vector(Float(canvas.width), Float(canvas.height)) / (2 * Point.stepsPerUnit)
  }

  private func unitInterval(_ value: Float) -> Float { value > 0 ? min(value, 1) : 0 }
}

/// Scores whole drawings.
public enum Scorer {
  /// The score of a finished drawing; equal to the last bit to a `LiveScorer`'s.
  public static func score(drawing ink: Strokes, kind: ShapeKind, canvas: Canvas) -> Score {
    var scorer = LiveScorer(kind: kind, canvas: canvas)
    scorer.rebuild(from: ink)
    return scorer.score(finished: true)
  }
}

extension InkSummary {
  mutating func add(_ ink: Strokes) {
    for index in ink.strokes.indices {
      startStroke()
      for point in ink.points[ink.range(ofStroke: index)] { append(point) }
    }
  }
}
