/// Appends bits, the lowest first, to memory that the caller owns and made large enough.
struct BitWriter {
  private let start: UnsafeMutableRawPointer
  private var offset = 0
  private var pending: UInt64 = 0
  private var pendingCount: UInt64 = 0

  init(to start: UnsafeMutableRawPointer) { self.start = start }

  /// - Parameter count: 0...56; higher bits of `bits` are 0. Eight bytes must be free.
  @inline(__always)
  mutating func write(_ bits: UInt64, count: UInt64) {
    pending |= bits &<< pendingCount
    pendingCount &+= count
    start.storeBytes(of: pending.littleEndian, toByteOffset: offset, as: UInt64.self)
    let whole = pendingCount &>> 3
    offset &+= Int(truncatingIfNeeded: whole)
    // At most 63 bits are pending, so at most 7 bytes are whole and the shift stays below 64.
    pending = pending &>> (whole &<< 3)
    pendingCount &= 7
  }

  @inline(__always)
  mutating func write(_ value: UInt32, _ model: inout RiceModel) {
    let parameter = model.parameter
    let unary = UInt64(value) &>> parameter
    if unary < RiceModel.longestUnary {
      let low = UInt64(value) & (1 &<< parameter &- 1)
      write((1 | low &<< 1) &<< unary, count: unary &+ 1 &+ parameter)
    } else {
      let escape: UInt64 = (1 | UInt64(value) << 1) << RiceModel.longestUnary
      write(escape, count: RiceModel.longestUnary + 1 + RiceModel.bitsPerEscape)
    }
    model.take(value)
  }

  /// One bit for the usual value, 17 for another.
  mutating func write(_ value: UInt16, unless usual: UInt16) {
    if value == usual { write(0, count: 1) } else { write(1 | UInt64(value) << 1, count: 17) }
  }

  /// The code of Elias and Golomb: `order` low bits as they are, the rest by its length.
  mutating func write(_ value: Int, order: UInt64) {
    let high = UInt64(value) >> order + 1
    let length = UInt64(63 - high.leadingZeroBitCount)
    write(1 << length, count: length + 1)
    write(high & (1 << length - 1), count: length)
    write(UInt64(value) & (1 << order - 1), count: order)
  }

  /// How many bytes hold all bits; the last one is filled with zeros.
  var byteCount: Int { offset + (pendingCount > 0 ? 1 : 0) }
}

/// Takes bits in the order they were written. Behind the end come zeros; whoever reads asks
/// `isOverrun` often enough to stop.
struct BitReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position: Int

  /// - Parameter position: in bits.
  init(_ bytes: UnsafeRawBufferPointer, from position: Int) {
    self.bytes = bytes
    self.position = position
  }

  var remaining: Int { bytes.count * 8 - position }
  @inline(__always)
  var isOverrun: Bool { position > bytes.count &* 8 }

  /// At least the next 57 bits.
  @inline(__always)
  private var next: UInt64 {
    let offset = position &>> 3
    let word =
      offset &+ 8 <= bytes.count
      ? bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
      : lastBytes(from: offset)
    return word &>> UInt64(truncatingIfNeeded: position & 7)
  }

  @inline(never)
  private func lastBytes(from offset: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<max(min(bytes.count - offset, 8), 0) {
      word |= UInt64(bytes[offset + index]) << UInt64(index * 8)
    }
    return word
  }

  /// - Parameter count: 0...56.
  @inline(__always)
  mutating func read(_ count: UInt64) -> UInt64 {
    let bits = next & (1 &<< count &- 1)
    position &+= Int(truncatingIfNeeded: count)
    return bits
  }

  /// A code too long to be one gives whatever; the checksum has passed, so that somebody forged
  /// it, and only the bounds matter.
  @inline(__always)
  mutating func read(_ model: inout RiceModel) -> UInt32 {
    let bits = next
    let unary = UInt64(truncatingIfNeeded: bits.trailingZeroBitCount)
    let value: UInt32
    if unary < RiceModel.longestUnary {
      let parameter = model.parameter
      let low = bits &>> (unary &+ 1) & (1 &<< parameter &- 1)
      value = UInt32(truncatingIfNeeded: unary &<< parameter | low)
      position &+= Int(truncatingIfNeeded: unary &+ 1 &+ parameter)
    } else {
      value =
        UInt32(truncatingIfNeeded: bits &>> (RiceModel.longestUnary &+ 1)) & RiceModel.largest
      position &+= Int(RiceModel.longestUnary + 1 + RiceModel.bitsPerEscape)
    }
    model.take(value)
    return value
  }

  mutating func read(unless usual: UInt16) -> UInt16 {
    read(1) == 0 ? usual : UInt16(read(16))
  }

  /// - Returns: nil for a code of more than 32 bits.
  mutating func read(order: UInt64) -> Int? {
    let length = UInt64(next.trailingZeroBitCount)
    guard length <= 24 else { return nil }
    position += Int(length) + 1
    let high = 1 << length | read(length)
    return Int((high - 1) << order | read(order))
  }
}
