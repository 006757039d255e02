import Foundation
import Ink

/// Where a page ended, as a text that means nothing to whoever carries it.
///
/// The text is 28 characters of base64url over 21 bytes: version 1, the sort, the quality in
/// thousandths (2 bytes), the id (8), the total (5 and 1 for whether it is exact; see
/// `GalleryPage`), CRC-32C (3 of 4 bytes) of all that and of the filter. Numbers are big-endian.
/// A cursor of another filter, another sort or nobody's is refused.
public struct DrawingCursor: Sendable, Equatable {
  let sort: DrawingSort
  let key: GalleryKey
  let total: GalleryTotal

  private static let version: UInt8 = 1

  /// The text that goes out.
  func text(for filter: DrawingFilter) -> String {
    var bytes: [UInt8] = [Self.version, sort.rawValue]
    bytes.append(bigEndian: UInt64(key.permille), count: 2)
    bytes.append(bigEndian: UInt64(bitPattern: key.id), count: 8)
    bytes.append(bigEndian: UInt64(total.count), count: 5)
    bytes.append(total.isExact ? 1 : 0)
    bytes.append(bigEndian: Self.check(bytes, filter), count: 3)
    return Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
  }

  /// Nil for a text that did not come from here with this filter and sort.
  public init?(_ text: String, filter: DrawingFilter, sort: DrawingSort) {
    guard text.utf8.count == 28,
      let data = Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/"))
    else { return nil }
    let bytes = [UInt8](data)
    guard bytes.count == 21, bytes[0] == Self.version, bytes[1] == sort.rawValue,
      Self.number(bytes[18...]) == Self.check(Array(bytes[..<18]), filter)
    else { return nil }
    self.sort = sort
    key = GalleryKey(
      permille: Int64(Self.number(bytes[2..<4])),
      id: Int64(bitPattern: Self.number(bytes[4..<12])))
    total = GalleryTotal(count: Int(Self.number(bytes[12..<17])), isExact: bytes[17] == 1)
    guard (0...1_000).contains(key.permille), key.id >= 0 else { return nil }
  }

  init(sort: DrawingSort, key: GalleryKey, total: GalleryTotal) {
    self.sort = sort
    self.key = key
    self.total = total
  }

  /// 24 bits, so that a cursor goes with its filter; it is no secret.
  private static func check(_ bytes: [UInt8], _ filter: DrawingFilter) -> UInt64 {
    UInt64(CRC32C.checksum(bytes + Array("\(filter)".utf8)) & 0xff_ffff)
  }

  private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension [UInt8] {
  fileprivate mutating func append(bigEndian value: UInt64, count: Int) {
    for byte in (0..<count).reversed() { append(UInt8(truncatingIfNeeded: value >> (byte * 8))) }
  }
}
