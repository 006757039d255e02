/// Ink in a tenth of its plain bytes, without loss: how it is kept.
///
/// | part | bits |
/// | --- | --- |
/// | version, 1 | 8 |
/// | the power of two that all coordinates share | 4 |
/// | the power of two that all times share | 4 |
/// | whether all pressures are one | 1 |
/// | whether all times inside strokes are one | 1 |
/// | the number of strokes | Elias-Golomb, order 0 |
/// | a stroke: 0, or 1 and its style where it differs from the one before (standard) | 1 or 41 |
/// | a stroke: its points less one | Elias-Golomb, order 5 |
/// | the one time, if the flag says so: 0 for 16 ms, or 1 and the time | 1 or 17 |
/// | the one pressure, likewise: 0 for 128, or 1 and the pressure | 1 or 17 |
/// | the first point's time: 0 for 0, or 1 and the time | 1 or 17 |
/// | points: x, y, time, pressure, each a Rice code | |
/// | zeros up to a whole byte | |
/// | CRC32C of all bytes before, little-endian | 32 |
///
/// Bits fill each byte from the lowest. A coordinate is coded as its distance from where a hand
/// that slows its turns would be: the point before, plus three quarters of the last step and a
/// quarter of the one before it. (The last step alone costs 1.3% more on real ink, though 2% less
/// on one data set of ten.) The first point of a stroke is coded as a leap from the point before,
/// with a model of its own; a pressure as its change; times as `ElapsedModel` has it. All
/// arithmetic wraps at 16 bits, so that every value can be said.
public enum StrokeCodec {
  /// The first byte.
  public static let version: UInt8 = 1

  static let bytesOfChecksum = 4
  /// What ink has whose source knows neither times nor pressures.
  static let usualElapsed: UInt16 = 16
  static let usualPressure: UInt8 = 128

  /// What both sides know before the first point.
  struct Models {
    var x, y, leap, elapsed, pause: RiceModel
    var pressure = RiceModel(mean: 2)
    var times: ElapsedModel

    init(shift: UInt16, elapsedShift: UInt16) {
      x = RiceModel(mean: 32 >> UInt32(shift))
      y = x
      leap = RiceModel(mean: 600 >> UInt32(shift))
      elapsed = RiceModel(mean: 2)
      pause = RiceModel(mean: 400 >> UInt32(elapsedShift))
      times = ElapsedModel(shift: elapsedShift)
    }
  }

  /// One coordinate's way so far.
  struct Track {
    var position: Int16
    private var step: Int32 = 0
    private var stepBefore: Int32 = 0

    /// - Parameter shift: a drawing starts near the middle of a common canvas, more or less.
    init(shift: UInt16) { position = 1_600 >> Int16(shift) }

    /// Where the next point is expected.
    @inline(__always)
    var expected: Int16 {
      position &+ Int16(truncatingIfNeeded: (step &* 3 &+ stepBefore &+ 2) &>> 2)
    }

    @inline(__always)
    mutating func move(to next: Int16) {
      stepBefore = step
      step = Int32(next) &- Int32(position)
      position = next
    }

    @inline(__always)
    mutating func leap(to next: Int16) {
      (step, stepBefore) = (0, 0)
      position = next
    }
  }
}

/// Why bytes are no ink.
public enum StrokeCodecError: Error, Equatable, Sendable, CustomStringConvertible {
  case tooShort(count: Int)
  case unknownVersion(UInt8)
  case checksumMismatch
  /// The checksum is right and the content impossible: not made by this codec.
  case impossible
  /// More strokes or points than a drawing may have, or than the bytes could hold.
  case tooLarge

  public var description: String {
    switch self {
    case .tooShort(let count): "\(count) bytes are too few for ink."
    case .unknownVersion(let version):
      "The ink has version \(version); this program reads version \(StrokeCodec.version)."
    case .checksumMismatch: "The ink's bytes were damaged: the checksum differs."
    case .impossible: "The ink's bytes mean nothing, though their checksum is right."
    case .tooLarge: "The ink's bytes claim more strokes or points than they can hold."
    }
  }
}
