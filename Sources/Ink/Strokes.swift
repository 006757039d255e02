/// The ink of a drawing: its points in the order they were drawn, and where each stroke starts.
///
/// It only grows at its end and is cut at its end, as the operations of a live drawing do.
public struct Strokes: Equatable, Sendable {
  public private(set) var points: [Point]
  public private(set) var strokes: [Stroke]

  public init() {
    points = []
    strokes = []
  }

  /// - Precondition: `strokes` start at rising indices below `points.count`, the first at 0;
  ///   both are empty or neither is.
  public init(points: [Point], strokes: [Stroke]) {
    precondition(points.isEmpty == strokes.isEmpty && (strokes.first?.start ?? 0) == 0)
    self.points = points
    self.strokes = strokes
  }

  public var isEmpty: Bool { points.isEmpty }

  /// The indices of a stroke's points.
  @inline(__always)
  public func range(ofStroke index: Int) -> Range<Int> {
    let end = index + 1 < strokes.count ? Int(strokes[index + 1].start) : points.count
    return Int(strokes[index].start)..<end
  }

  /// Opens a stroke; its points follow.
  ///
  /// A stroke that got no point vanishes when the next one starts in its place.
  public mutating func startStroke(style: StrokeStyle) {
    let start = Int32(points.count)
    if strokes.last?.start == start { strokes.removeLast() }
    strokes.append(Stroke(start: start, style: style))
  }

  /// Adds a point to the last stroke.
  /// - Precondition: a stroke was started.
  @inline(__always)
  public mutating func append(_ point: Point) {
    points.append(point)
  }

  /// Keeps the first `count` points: undo and clear both. A stroke cut in its middle stays.
  public mutating func truncate(to count: Int) {
    guard count < points.count else { return }
    points.removeSubrange(count...)
    while let last = strokes.last, Int(last.start) >= count { strokes.removeLast() }
  }

  public mutating func reserve(_ count: Int) { points.reserveCapacity(count) }

  /// Milliseconds from the first point to the last.
  public var durationInMilliseconds: UInt32 {
    var sum: UInt32 = 0
    for point in points.dropFirst() { sum += UInt32(point.elapsed) }
    return sum
  }
}
