/// The Castagnoli checksum (RFC 3720, appendix B.4), eight bytes a step (Kounavis and Berry
/// 2005, "slicing-by-8").
public enum CRC32C {
  public static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    tables.withUnsafeBufferPointer { tables in
      var crc = ~UInt32(0)
      var offset = 0
      while offset + 8 <= bytes.count {
        let low = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self).littleEndian ^ crc
        let high = bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self).littleEndian
        crc = 0
        for index in 0..<4 {
          crc ^= tables[(7 - index) * 256 + Int(low >> UInt32(index * 8) & 255)]
          crc ^= tables[(3 - index) * 256 + Int(high >> UInt32(index * 8) & 255)]
        }
        offset += 8
      }
      while offset < bytes.count {
        crc = crc >> 8 ^ tables[Int((crc ^ UInt32(bytes[offset])) & 255)]
        offset += 1
      }
      return ~crc
    }
  }

  public static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBytes { checksum($0) }
  }

  /// Eight tables of 256: table n carries a byte over n more zero bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 0 ? 0 : 0x82f6_3b78) }
      tables[byte] = value
    }
    for index in 256..<tables.count {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 255)]
    }
    return tables
  }()
}
