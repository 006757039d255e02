import CZlib

/// CRC-32 as ZIP has it.
struct Checksum {
  private(set) var value: UInt32 = 0

  init() {}

  init(_ bytes: [UInt8]) { add(bytes) }

  mutating func add(_ bytes: [UInt8]) {
    value = UInt32(truncatingIfNeeded: crc32_z(UInt(value), bytes, bytes.count))
  }

  /// As if the other's bytes had followed.
  mutating func add(_ other: Checksum, count: UInt64) {
    value = UInt32(
      truncatingIfNeeded: crc32_combine(UInt(value), UInt(other.value), Int(count)))
  }
}
