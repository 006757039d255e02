/// Draws segments with a soft round tip into an image of 7-bit greys.
struct Brush: Sendable {
  /// Places in the image are fixed point: so many steps make a pixel.
  static let steps: Int32 = 64

  /// Pixels a side.
  let size: Int
  /// The square of the way below which a point is left out, in steps.
  private let apart: Int32
  /// Beyond this many steps from the segment the paper stays white.
  private let reach: Int32
  /// Its square, and what to multiply with so that the core is full ink.
  private let reachSquared, gain: Int32

  init(size: Int) {
    self.size = size
    // 1.25 and 0.5 pixels at size 32.
    reach = Int32(size) * Self.steps * 5 / 128
    let least = Int32(size) * Self.steps * 3 / 128
    apart = least * least
    let core = reach * 2 / 5
    reachSquared = reach * reach
    gain = (127 << 14) / (reachSquared - core * core)
  }

  /// Whether two places are so far apart that a segment between them is worth drawing.
  @inline(__always)
  func isApart(_ a: SIMD2<Int32>, _ b: SIMD2<Int32>) -> Bool {
    let way = a &- b
    return way.x &* way.x &+ way.y &* way.y >= apart
  }

  /// Darkens what lies near the segment from `a` to `b`, in steps; equal ends draw a dot.
  func draw(
    _ a: SIMD2<Int32>, _ b: SIMD2<Int32>, on pixels: UnsafeMutableBufferPointer<UInt8>
  ) {
    let along = b &- a
    let squared = along.x &* along.x &+ along.y &* along.y
    // A vector of length one along the segment, in 1/16384.
    let length = Double(squared).squareRoot()
    let unit =
      squared == 0
      ? SIMD2<Int32>(0, 0)
      : SIMD2(Int32(Double(along.x) / length * 16_384), Int32(Double(along.y) / length * 16_384))
    let end = Int32(length)

    let left = pixel(min(a.x, b.x) &- reach, roundedUp: true)
    let right = pixel(max(a.x, b.x) &+ reach, roundedUp: false)
    let top = pixel(min(a.y, b.y) &- reach, roundedUp: true)
    let bottom = pixel(max(a.y, b.y) &+ reach, roundedUp: false)
    guard left <= right, top <= bottom else { return }
    for y in top...bottom {
      let fromY = y &* Self.steps &+ Self.steps / 2 &- a.y
      let row = Int(y) &* size
      for x in left...right {
        let fromX = x &* Self.steps &+ Self.steps / 2 &- a.x
        let across = (fromX &* unit.y &- fromY &* unit.x) >> 14
        let ahead = (fromX &* unit.x &+ fromY &* unit.y) >> 14
        var distanceSquared = across &* across
        let beyond = max(ahead &- end, 0 &- ahead, 0)
        // A dot has no direction: then the distance is all.
        distanceSquared =
          squared == 0 ? fromX &* fromX &+ fromY &* fromY : distanceSquared &+ beyond &* beyond
        let ink = min(((reachSquared &- distanceSquared) &* gain) >> 14, 127)
        let place = row &+ Int(x)
        if ink > Int32(pixels[place]) { pixels[place] = UInt8(truncatingIfNeeded: ink) }
      }
    }
  }

  /// The first or last pixel whose centre is not before or beyond a place, within the image.
  private func pixel(_ place: Int32, roundedUp: Bool) -> Int32 {
    let shifted = place &- Self.steps / 2 &+ (roundedUp ? Self.steps &- 1 : 0)
    return min(max(shifted >> 6, 0), Int32(size) &- 1)
  }
}
