import Ink

/// How long a stroke is and where it lies, in eighths of a canvas unit.
struct StrokeExtent: Sendable {
  private(set) var low, high: SIMD2<Int32>
  /// Sixteenths of an eighth.
  private(set) var length: Int64 = 0

  init(_ point: Point) {
    low = SIMD2(Int32(point.x), Int32(point.y))
    high = low
  }

  mutating func add(_ point: Point, after before: Point) {
    let (x, y) = (Int32(point.x), Int32(point.y))
    low = SIMD2(min(low.x, x), min(low.y, y))
    high = SIMD2(max(high.x, x), max(high.y, y))
    let (dx, dy) = (Int64(x) - Int64(before.x), Int64(y) - Int64(before.y))
    // IEEE 754 rounds a square root the same on every machine.
    length += Int64((Double(dx * dx + dy * dy) * 256).squareRoot())
  }
}

/// Which strokes are drawn, and how canvas places become places in the image.
struct Frame: Equatable, Sendable {
  let kept: StrokeSet
  private let low, high: SIMD2<Int32>
  /// Where `low` lies in the image, in steps of the brush.
  private let origin: SIMD2<Int32>
  /// Steps of the brush for each `longer` eighths.
  private let span, longer: Int64

  /// - Returns: nil without a point.
  init?(_ extents: [StrokeExtent], brush: Brush) {
    guard let first = extents.first else { return nil }
    var total: Int64 = 0
    for extent in extents { total += extent.length }
    var strays = StrokeSet()
    var lost: Int64 = 0
    for (index, extent) in extents.enumerated() where extent.length * 100 < total * 3 {
      strays.insert(index)
      lost += extent.length
    }
    if lost * 10 > total { strays = StrokeSet() }

    var kept = StrokeSet()
    var (low, high) = (first.low, first.high)
    var isFirst = true
    for (index, extent) in extents.enumerated() where !strays[index] {
      kept.insert(index)
      low = isFirst ? extent.low : SIMD2(min(low.x, extent.low.x), min(low.y, extent.low.y))
      high = isFirst ? extent.high : SIMD2(max(high.x, extent.high.x), max(high.y, extent.high.y))
      isFirst = false
    }
    self.kept = kept
    self.low = low
    self.high = high
    let size = SIMD2(Int64(high.x) - Int64(low.x), Int64(high.y) - Int64(low.y))
    longer = max(size.x, size.y, 1)
    let side = Int64(brush.size) * Int64(Brush.steps)
    span = side * 13 / 16
    origin = SIMD2(
      Int32((side - size.x * span / longer) / 2), Int32((side - size.y * span / longer) / 2))
  }

  /// - Parameter point: of a stroke that is kept.
  func place(_ point: Point) -> SIMD2<Int32> {
    let (dx, dy) = (Int64(point.x) - Int64(low.x), Int64(point.y) - Int64(low.y))
    return origin &+ SIMD2(Int32(dx * span / longer), Int32(dy * span / longer))
  }
}

/// Some of a drawing's strokes, at most `InkLimits.strokes`.
struct StrokeSet: Equatable, Sendable {
  private var bits = SIMD4<UInt64>()

  subscript(index: Int) -> Bool { bits[index >> 6] >> UInt64(index & 63) & 1 == 1 }

  mutating func insert(_ index: Int) { bits[index >> 6] |= 1 << UInt64(index & 63) }
}
