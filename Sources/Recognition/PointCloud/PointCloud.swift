public import Ink

/// A drawing as 32 places at equal distances along its ink, moved and scaled into one square:
/// what of its shape is left when size, place, order of the strokes and their direction are not
/// to matter.
///
/// The preparation follows R.-D. Vatavu, L. Anthony and J. O. Wobbrock, "$Q: A Super-Quick,
/// Articulation-Invariant Stroke-Gesture Recognizer for Low-Resource Devices", MobileHCI 2018.
/// All of it is integers, or roots of integers that IEEE 754 rounds exactly, so that every
/// machine finds the same places.
public struct PointCloud: Equatable, Sendable {
  public static let count = 32
  /// Places lie in 0 ..< side; the longer side of the ink fills it.
  public static let side = 32

  /// The places in the order of the strokes as drawn.
  let x, y: SIMD32<Int16>

  /// Nil for ink without any length.
  ///
  /// A stroke with less than 3% of the ink is a slip of the pen and is left out.
  public init?(_ ink: Strokes) {
    var sampler = CloudSampler(ink)
    guard sampler.sample() else { return nil }
    let (low, high) = (sampler.low, sampler.high)
    let extent = max(high.x - low.x, high.y - low.y)
    guard extent > 0 else { return nil }
    // The middle of the ink's box becomes the middle of the square; halves are rounded up.
    var (x, y) = (SIMD32<Int16>(), SIMD32<Int16>())
    let span = Int64(PointCloud.side - 1)
    for index in 0..<PointCloud.count {
      let dx = 2 * sampler.x[index] - low.x - high.x
      let dy = 2 * sampler.y[index] - low.y - high.y
      x[index] = Int16(((dx + extent) * span + extent) / (2 * extent))
      y[index] = Int16(((dy + extent) * span + extent) / (2 * extent))
    }
    self.x = x
    self.y = y
  }

  /// The places as indices into a `NearestTable`.
  func write(cells: UnsafeMutablePointer<UInt16>) {
    withPlaces { x, y in
      for index in 0..<PointCloud.count {
        cells[index] = UInt16(y[index]) * UInt16(PointCloud.side) + UInt16(x[index])
      }
    }
  }

  /// Calls `body` with the 32 x and y.
  @inline(__always)
  func withPlaces<Result>(
    _ body: (_ x: UnsafePointer<Int16>, _ y: UnsafePointer<Int16>) -> Result
  ) -> Result {
    withUnsafeBytes(of: x) { x in
      withUnsafeBytes(of: y) { y in
        body(
          x.baseAddress!.assumingMemoryBound(to: Int16.self),
          y.baseAddress!.assumingMemoryBound(to: Int16.self))
      }
    }
  }
}

/// Walks along the ink and notes a place every so far, gaps between strokes left out.
private struct CloudSampler {
  /// Parts of an eighth of a canvas unit, in which places are noted.
  private static let scale: Int64 = 16
  /// Parts of an eighth of a canvas unit, in which lengths are measured.
  private static let lengthScale: Int64 = 256
  private static let strayShare: Int64 = 3  // percent

  let ink: Strokes
  var x = SIMD32<Int64>()
  var y = SIMD32<Int64>()
  var low = (x: Int64.max, y: Int64.max)
  var high = (x: Int64.min, y: Int64.min)

  init(_ ink: Strokes) { self.ink = ink }

  /// False for ink without any length.
  mutating func sample() -> Bool {
    let all = ink.strokes.indices.reduce(Int64(0)) { $0 + length(ofStroke: $1) }
    guard all > 0 else { return false }
    let least = all * CloudSampler.strayShare / 100
    var total: Int64 = 0
    for stroke in ink.strokes.indices {
      let length = length(ofStroke: stroke)
      if length > least { total += length }
    }
    var next = 0
    var travelled: Int64 = 0
    var last = ink.points[0]
    for stroke in ink.strokes.indices where length(ofStroke: stroke) > least {
      for index in ink.range(ofStroke: stroke).dropFirst() {
        let (start, end) = (ink.points[index - 1], ink.points[index])
        let length = CloudSampler.length(from: start, to: end)
        guard length > 0 else { continue }
        let reached = travelled + length
        while next < PointCloud.count {
          let target = total * Int64(next) / Int64(PointCloud.count - 1)
          guard target <= reached else { break }
          note(next, from: start, to: end, at: target - travelled, of: length)
          next += 1
        }
        travelled = reached
        last = end
      }
    }
    while next < PointCloud.count {
      note(next, from: last, to: last, at: 0, of: 1)
      next += 1
    }
    return true
  }

  private mutating func note(
    _ index: Int, from start: Point, to end: Point, at part: Int64, of length: Int64
  ) {
    let placeX =
      Int64(start.x) * CloudSampler.scale
      + (Int64(end.x) - Int64(start.x)) * CloudSampler.scale * part / length
    let placeY =
      Int64(start.y) * CloudSampler.scale
      + (Int64(end.y) - Int64(start.y)) * CloudSampler.scale * part / length
    (x[index], y[index]) = (placeX, placeY)
    low = (min(low.x, placeX), min(low.y, placeY))
    high = (max(high.x, placeX), max(high.y, placeY))
  }

  private func length(ofStroke stroke: Int) -> Int64 {
    ink.range(ofStroke: stroke).dropFirst().reduce(0) {
      $0 + CloudSampler.length(from: ink.points[$1 - 1], to: ink.points[$1])
    }
  }

  /// In 256ths of an eighth of a canvas unit, rounded down.
  @inline(__always)
  private static func length(from start: Point, to end: Point) -> Int64 {
    let dx = (Int64(end.x) - Int64(start.x)) * lengthScale
    let dy = (Int64(end.y) - Int64(start.y)) * lengthScale
    // Below 2^53, so the sum is exact and its root rightly rounded.
    return Int64(Double(dx * dx + dy * dy).squareRoot())
  }
}
