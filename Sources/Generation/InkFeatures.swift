public import Ink

/// A drawing as the numbers that the generator learns: see `Layout`.
public struct InkFeatures: Sendable {
  public let layout: Layout
  /// `Layout.features` of them.
  public var values: [Float]
  /// The strokes that were drawn against the direction that all are turned into, a bit each: what
  /// looks the same shall be the same, whichever way it was drawn.
  public private(set) var reversed: UInt16

  /// - Parameter keepsStrays: whether strokes of less than 3 % of the ink count.
  /// - Returns: nil for a drawing without extent or with more strokes than `Layout.strokes`.
  public init?(_ ink: Strokes, keepsStrays: Bool = true) {
    let ranges = Self.ranges(of: ink, keepsStrays: keepsStrays)
    guard Layout.strokes ~= ranges.count else { return nil }
    let times = Self.times(of: ink)
    var (low, high) = (
      Place(repeating: .infinity), Place(repeating: -.infinity)
    )
    for range in ranges {
      for point in ink.points[range] {
        low = pointwiseMin(low, Place(point))
        high = pointwiseMax(high, Place(point))
      }
    }
    let side = (high - low).max()
    guard side >= 8 else { return nil }
    layout = Layout(strokeCount: ranges.count)
    values = [Float](repeating: 0, count: Layout.features)
    reversed = 0
    for (index, range) in ranges.enumerated() {
      var trace = Trace(ink.points[range], times: times[range], count: layout.points)
      trace.transform { ($0 - (low + high) / 2) / side }
      if trace.isAgainstTheWay {
        trace.reverse()
        reversed |= 1 << UInt16(index)
      }
      set(trace, stroke: index)
      if index > 0 {
        let pause = times[range.lowerBound] - times[ranges[index - 1].upperBound - 1]
        values[Layout.pause + index - 1] = Float(Portable.log(1 + min(max(pause, 0), 5_000)))
      }
    }
  }

  private mutating func set(_ trace: Trace, stroke: Int) {
    func set(_ channel: [Double], at start: Int, _ count: Int) {
      for (order, value) in layout.basis.analysed(channel, cosines: count).enumerated() {
        values[start + stroke * count + order] = Float(value)
      }
    }
    set(trace.places.map(\.x), at: Layout.x, layout.places)
    set(trace.places.map(\.y), at: Layout.y, layout.places)
    set(trace.steps.map(Portable.log), at: Layout.pace, layout.paces)
    set(trace.pressures, at: Layout.pressure, layout.pressures)
  }

  /// The points of each stroke that counts.
  private static func ranges(of ink: Strokes, keepsStrays: Bool) -> [Range<Int>] {
    let ranges = ink.strokes.indices.map { ink.range(ofStroke: $0) }.filter { !$0.isEmpty }
    if keepsStrays { return ranges }
    let lengths = ranges.map { ink.points[$0].pathLength }
    let whole = lengths.reduce(0, +)
    let kept = ranges.indices.filter { lengths[$0] >= 0.03 * whole }
    return kept.isEmpty ? ranges : kept.map { ranges[$0] }
  }

  /// Whether some of the ink's strokes are strays.
  public static func hasStrays(_ ink: Strokes) -> Bool {
    ranges(of: ink, keepsStrays: true).count > ranges(of: ink, keepsStrays: false).count
  }

  /// Milliseconds since the first point.
  private static func times(of ink: Strokes) -> [Double] {
    var time = 0.0
    return ink.points.enumerated().map { index, point in
      if index > 0 { time += Double(point.elapsed) }
      return time
    }
  }
}

extension SIMD2<Double> {
  /// In eighths of a canvas unit.
  init(_ point: Point) { self.init(Double(point.x), Double(point.y)) }
}

extension ArraySlice<Point> {
  /// In eighths of a canvas unit.
  var pathLength: Double {
    var sum = 0.0
    for index in indices.dropFirst() {
      sum += (Place(self[index]) - Place(self[index - 1])).length
    }
    return sum
  }
}
