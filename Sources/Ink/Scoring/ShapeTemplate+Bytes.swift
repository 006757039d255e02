/// A template as it travels to a page, so that the page scores as the server does, to the bit.
///
/// Little-endian:
///
/// | bytes | meaning |
/// | --- | --- |
/// | `u8` | version: 1 |
/// | `u8` | 1 when the outline is closed |
/// | `u16` | zero |
/// | `f32` | the distance that halves the quality |
/// | `f32` | the ink needed, over the outline's radius |
/// | 64 × `f32`, `f32` | places along the example, canvas units |
extension ShapeTemplate {
  public static let byteCount = 12 + 8 * Outline.count

  public var bytes: [UInt8] {
    var bytes: [UInt8] = [1, outline.isClosed ? 1 : 0, 0, 0]
    bytes.reserveCapacity(ShapeTemplate.byteCount)
    func put(_ value: Float) {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
      }
    }
    put(half)
    put(length)
    for place in places {
      put(place.x)
      put(place.y)
    }
    return bytes
  }

  /// Nil for anything but a template's bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == ShapeTemplate.byteCount, bytes[0] == 1, bytes[1] <= 1, bytes[2] == 0,
      bytes[3] == 0
    else { return nil }
    func float(_ index: Int) -> Float {
      var bits: UInt32 = 0
      for byte in 0..<4 { bits |= UInt32(bytes[4 + 4 * index + byte]) << UInt32(8 * byte) }
      return Float(bitPattern: bits)
    }
    (half, length) = (float(0), float(1))
    guard half > 0, half < 1, length > 0, length.isFinite else { return nil }
    var places: [Vector] = []
    for index in 0..<Outline.count {
      let place = Vector(float(2 + 2 * index), float(3 + 2 * index))
      guard abs(place.x) < 1e6, abs(place.y) < 1e6 else { return nil }
      places.append(place)
    }
    self.places = places
    example = 0
    let isClosed = bytes[1] == 1
    outline = places.withUnsafeBufferPointer { Outline($0.baseAddress!, closed: isClosed) }
  }
}
