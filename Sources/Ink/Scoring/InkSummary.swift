/// A drawing's ink in at most 256 vertices, kept up to date point by point.
///
/// A point becomes a vertex when it lies at least `spacing` from the vertex before. When the
/// summary is full the spacing doubles and the vertices are thinned by the same rule, so the
/// work for each point is bounded, and the result depends only on the points and where strokes
/// start: not on how they were batched.
struct InkSummary: Sendable {
  struct Vertex: Equatable, Sendable {
    var x, y: Int16
    var startsStroke: Bool
  }

  static let capacity = 256

  private(set) var vertices: [Vertex] = []
  /// The newest point, as long as it is nearer than `spacing` to the last vertex.
  private(set) var tail: Vertex?
  /// Eighths of a canvas unit.
  private var spacing: Int64 = 4
  private var startsStroke = true

  init() { vertices.reserveCapacity(InkSummary.capacity) }

  /// With the tail.
  var count: Int { vertices.count + (tail == nil ? 0 : 1) }

  mutating func clear() {
    vertices.removeAll(keepingCapacity: true)
    tail = nil
    spacing = 4
    startsStroke = true
  }

  mutating func startStroke() { startsStroke = true }

  @inline(__always)
  mutating func append(_ point: Point) {
    let vertex = Vertex(x: point.x, y: point.y, startsStroke: startsStroke)
    if startsStroke {
      // The end of the stroke before is always kept.
      if let tail { keep(tail) }
      startsStroke = false
      keep(vertex)
    } else if let last = vertices.last, distanceSquared(last, vertex) < spacing * spacing {
      tail = vertex
    } else {
      keep(vertex)
    }
  }

  private mutating func keep(_ vertex: Vertex) {
    if vertices.count == InkSummary.capacity { thin() }
    vertices.append(vertex)
    tail = nil
  }

  private mutating func thin() {
    while vertices.count > InkSummary.capacity / 2 {
      spacing *= 2
      var kept = 1
      var startsStroke = false
      for index in 1..<vertices.count {
        var vertex = vertices[index]
        if vertex.startsStroke { startsStroke = true }
        let endsStroke = index + 1 == vertices.count || vertices[index + 1].startsStroke
        if distanceSquared(vertices[kept - 1], vertex) >= spacing * spacing {
          vertex.startsStroke = startsStroke
          vertices[kept] = vertex
          kept += 1
          startsStroke = false
        } else if endsStroke, !startsStroke, !vertices[kept - 1].startsStroke {
          // A stroke keeps its end: the vertex before gives way.
          vertices[kept - 1] = vertex
        }
      }
      vertices.removeSubrange(kept...)
    }
  }

  @inline(__always)
  private func distanceSquared(_ a: Vertex, _ b: Vertex) -> Int64 {
    let (dx, dy) = (Int64(a.x) - Int64(b.x), Int64(a.y) - Int64(b.y))
    return dx * dx + dy * dy
  }
}
