import Ink

/// A point of a shape's outline; the shape's box fits the unit square.
struct OutlinePoint: Equatable, Sendable {
  var x, y: Float

  /// More than a page needs to show it, and less than a drawing may have.
  private static let pointsAtMost = 256

  /// Ink as an outline: moved and scaled into the middle of the unit square, and thinned.
  static func outline(of ink: Strokes) -> [[OutlinePoint]] {
    let points = ink.points.map { OutlinePoint(x: Float($0.x), y: Float($0.y)) }
    guard let first = points.first else { return [] }
    var (low, high) = (first, first)
    for point in points {
      (low.x, low.y) = (min(low.x, point.x), min(low.y, point.y))
      (high.x, high.y) = (max(high.x, point.x), max(high.y, point.y))
    }
    let size = max(high.x - low.x, high.y - low.y, 1)
    let placed = points.map {
      OutlinePoint(
        x: 0.5 + ($0.x - (low.x + high.x) / 2) / size, y: 0.5 + ($0.y - (low.y + high.y) / 2) / size
      )
    }
    let strokes = ink.strokes.indices.map { Array(placed[ink.range(ofStroke: $0)]) }
    var gap: Float = 1 / 64
    while true {
      let thinned = strokes.map { thin($0, gap: gap) }.filter { !$0.isEmpty }
      let count = thinned.reduce(0) { $0 + $1.count }
      // Ends are kept whatever the gap.
      if count <= pointsAtMost || gap > 1 { return thinned }
      gap *= 1.5
    }
  }

  /// Keeps the ends, and of what lies between points that are so far apart.
  private static func thin(_ stroke: [OutlinePoint], gap: Float) -> [OutlinePoint] {
    guard let first = stroke.first, let last = stroke.last else { return [] }
    var kept = [first]
    for point in stroke.dropFirst() {
      let (x, y) = (point.x - kept[kept.count - 1].x, point.y - kept[kept.count - 1].y)
      if x * x + y * y >= gap * gap { kept.append(point) }
    }
    // A dot is a line to itself.
    if kept.count == 1 || kept[kept.count - 1] != last { kept.append(last) }
    return kept
  }
}

extension JSONWriter {
  /// Strokes of points, as `[[[0.5,0],[1,1]]]`.
  mutating func write(_ outline: [[OutlinePoint]]) {
    beginArray()
    for stroke in outline {
      beginArray()
      for point in stroke {
        beginArray()
        number(point.x, decimals: 3)
        number(point.y, decimals: 3)
        endArray()
      }
      endArray()
    }
    endArray()
  }
}
