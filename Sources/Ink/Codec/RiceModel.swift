/// How large the values of one kind have been lately, which sets the parameter of their Rice
/// code: k low bits as they are, the rest in unary (Weinberger, Seroussi and Sapiro 2000,
/// "LOCO-I", section 3.3, with a decaying mean in place of their counters).
struct RiceModel {
  /// Eight times the mean of the values, each weighing 7/8 of the one after it.
  private var sum: UInt32

  init(mean: UInt32) { sum = mean << 3 }

  /// The whole binary logarithm of the mean.
  @inline(__always)
  var parameter: UInt64 {
    let mean = sum >> 3 | 1
    return UInt64(truncatingIfNeeded: 31 &- mean.leadingZeroBitCount)
  }

  @inline(__always)
  mutating func take(_ value: UInt32) { sum = sum &- sum >> 3 &+ value }

  /// A value whose unary part would be this long is written in `bitsPerEscape` bits instead.
  static let longestUnary: UInt64 = 24
  /// Holds every value: a difference of 16 bits and the ranks before it.
  static let bitsPerEscape: UInt64 = 17
  static let largest: UInt32 = 1 << 17 - 1
  /// The longest code.
  static let bitsPerCode = 42
}

/// The times between points: a device has few of them, so the last four are called by their
/// rank and others by their distance from the mean. One Rice code serves both.
struct ElapsedModel {
  static let ranks: UInt32 = 4
  /// Four times of 16 bits, the latest lowest.
  private var recent: UInt64
  /// Eight times the decaying mean.
  private var sum: UInt32

  init(shift: UInt16) {
    // 60 and 120 Hz and their rounding, before anything is known.
    let (a, b, c, d): (UInt64, UInt64, UInt64, UInt64) = (16, 0, 8, 17)
    let shift = UInt64(shift)
    recent = a >> shift | (b >> shift) << 16 | (c >> shift) << 32 | (d >> shift) << 48
    sum = 128 >> UInt32(shift)
  }

  @inline(__always)
  mutating func symbol(for time: UInt16) -> UInt32 {
    var rank: UInt32 = 0
    while rank < Self.ranks, self[rank] != time { rank += 1 }
    let symbol = rank < Self.ranks ? rank : Self.ranks + zigzag(Int16(bitPattern: time &- mean))
    take(time, rank: rank)
    return symbol
  }

  @inline(__always)
  mutating func time(for symbol: UInt32) -> UInt16 {
    let time =
      symbol < Self.ranks
      ? self[symbol] : mean &+ UInt16(bitPattern: unzigzag(symbol &- Self.ranks))
    take(time, rank: symbol)
    return time
  }

  @inline(__always)
  private subscript(rank: UInt32) -> UInt16 {
    UInt16(truncatingIfNeeded: recent >> UInt64(rank &* 16))
  }

  @inline(__always)
  private var mean: UInt16 { UInt16(truncatingIfNeeded: (sum &+ 4) >> 3) }

  /// Moves the time to the front.
  @inline(__always)
  private mutating func take(_ time: UInt16, rank: UInt32) {
    let moved: UInt64 = ~0 >> UInt64((3 &- min(rank, 3)) &* 16)
    recent = recent & ~moved | recent << 16 & moved & ~0xffff | UInt64(time)
    sum = sum &- sum >> 3 &+ UInt32(time)
  }
}

/// 0, -1, 1, -2 … as 0, 1, 2, 3 …
@inline(__always)
func zigzag(_ value: Int16) -> UInt32 {
  UInt32(UInt16(bitPattern: value &<< 1 ^ value &>> 15))
}

@inline(__always)
func unzigzag(_ value: UInt32) -> Int16 {
  let value = UInt16(truncatingIfNeeded: value)
  return Int16(bitPattern: value >> 1) ^ -Int16(bitPattern: value & 1)
}
