/// How much ink covers each pixel of a square, 0 (paper) ... 255 (black).
///
/// Where pieces of ink overlap the darker one counts, so that joints and crossings do not show.
struct CoverageMap {
  let size: Int
  private var values: [UInt8]

  init(size: Int) {
    self.size = size
    values = [UInt8](repeating: 0, count: size * size)
  }

  /// Adds a piece of a line with round ends whose half width goes evenly from one end to the
  /// other. A pixel's share is how far its middle lies inside the edge, over one pixel.
  /// - Parameter darkness: of the ink, 0 ... 255.
  mutating func add(from a: Dot, to b: Dot, darkness: Float) {
    let reach = max(a.halfWidth, b.halfWidth) + 1
    let left = max(Int(min(a.x, b.x) - reach), 0)
    let right = min(Int(max(a.x, b.x) + reach) + 1, size - 1)
    let top = max(Int(min(a.y, b.y) - reach), 0)
    let bottom = min(Int(max(a.y, b.y) + reach) + 1, size - 1)
    guard left <= right, top <= bottom else { return }

    let (stepX, stepY) = (b.x - a.x, b.y - a.y)
    let lengthSquared = stepX * stepX + stepY * stepY
    let perLength = lengthSquared > 0 ? 1 / lengthSquared : 0
    let widening = b.halfWidth - a.halfWidth
    let size = size
    values.withUnsafeMutableBufferPointer { values in
      for row in top...bottom {
        let y = Float(row) + 0.5 - a.y
        for column in left...right {
          let x = Float(column) + 0.5 - a.x
          let along = min(max((x * stepX + y * stepY) * perLength, 0), 1)
          let (awayX, awayY) = (x - along * stepX, y - along * stepY)
          let edge = a.halfWidth + along * widening + 0.5
          let distanceSquared = awayX * awayX + awayY * awayY
          guard distanceSquared < edge * edge else { continue }
          let share = min(edge - distanceSquared.squareRoot(), 1)
          let value = UInt8(share * darkness)
          let index = row &* size &+ column
          if value > values[index] { values[index] = value }
        }
      }
    }
  }

  /// A point of the pen in pixels.
  struct Dot {
    var x, y, halfWidth: Float

    static func middle(_ a: Dot, _ b: Dot) -> Dot {
      Dot(x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, halfWidth: (a.halfWidth + b.halfWidth) / 2)
    }
  }

  /// Rows of 4-bit greys, two pixels a byte, the left one high; 15 is paper.
  func packedGreys() -> [UInt8] {
    let rowBytes = (size + 1) / 2
    return [UInt8](unsafeUninitializedCapacity: rowBytes * size) { bytes, count in
      values.withUnsafeBufferPointer { values in
        for row in 0..<size {
          let pixels = values.baseAddress! + row * size
          let packed = bytes.baseAddress! + row * rowBytes
          for index in 0..<size / 2 {
            let pair = level(pixels[index &* 2]) &<< 4 | level(pixels[index &* 2 &+ 1])
            packed[index] = ~pair
          }
          if size % 2 == 1 { packed[rowBytes - 1] = ~(level(pixels[size - 1]) << 4) }
        }
      }
      count = rowBytes * size
    }
  }

  /// 0 ... 255 to the nearest of 0 ... 15, without a division.
  @inline(__always)
  private func level(_ value: UInt8) -> UInt8 {
    UInt8(truncatingIfNeeded: (UInt16(value) &* 15 &+ 135) &>> 8)
  }
}
