/// A WebSocket frame (RFC 6455, section 5.2): read as servers send it, written as clients do.
public struct WebSocketFrame {
  public enum Kind: UInt8, Sendable {
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10
  }

  let kind: Kind
  /// Where the payload is among the bytes.
  let payload: Range<Int>

  /// The bytes that a frame needs at most beside its payload, and some to mask beyond its end.
  static let room = 14 + 8

  /// The first frame of the bytes; nil when it is not whole yet.
  ///
  /// The server sends each message as one frame; what it would send in pieces reads as its close.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 2 else { return nil }
    var head = 2
    var length = Int(bytes[1] & 127)
    if length >= 126 {
      let size = length == 126 ? 2 : 8
      head += size
      guard bytes.count >= head else { return nil }
      length = bytes[2..<head].reduce(0) { $0 << 8 | Int($1) }
    }
    guard length <= bytes.count - head else { return nil }
    kind = bytes[0] & 0x80 == 0 ? .close : Kind(rawValue: bytes[0] & 15) ?? .close
    payload = head..<(head + length)
  }

  /// Writes a masked frame and returns its size. `fill` writes the payload.
  @inline(__always)
  static func write(
    _ kind: Kind, count: Int, at start: UnsafeMutableRawPointer,
    _ fill: (UnsafeMutableRawPointer) -> Void
  ) -> Int {
    start.storeBytes(of: 0x80 | kind.rawValue, as: UInt8.self)
    var head = 2
    if count < 126 {
      start.storeBytes(of: 0x80 | UInt8(count), toByteOffset: 1, as: UInt8.self)
    } else if count < 65_536 {
      start.storeBytes(of: 0x80 | 126, toByteOffset: 1, as: UInt8.self)
      start.storeBytes(of: UInt16(count).bigEndian, toByteOffset: 2, as: UInt16.self)
      head = 4
    } else {
      start.storeBytes(of: 0x80 | 127, toByteOffset: 1, as: UInt8.self)
      start.storeBytes(of: UInt64(count).bigEndian, toByteOffset: 2, as: UInt64.self)
      head = 10
    }
    // The mask guards proxies against scripts. Here any will do but zero, which would save the
    // server its work.
    let mask: UInt32 = 0x5a3c_96f1
    start.storeBytes(of: mask, toByteOffset: head, as: UInt32.self)
    let payload = start + head + 4
    fill(payload)
    let wide = UInt64(mask) << 32 | UInt64(mask)
    for offset in stride(from: 0, to: count, by: 8) {
      let value = payload.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      payload.storeBytes(of: value ^ wide, toByteOffset: offset, as: UInt64.self)
    }
    return head + 4 + count
  }
}

/// The server's answer to the upgrade (RFC 6455, section 4.1).
enum Handshake {
  /// Behind the empty line, where frames begin; nil when it has not come yet.
  static func end(of bytes: UnsafeRawBufferPointer) -> Int? {
    guard bytes.count >= 4 else { return nil }
    for index in 3..<bytes.count
    where bytes[index] == 10 && bytes[index - 1] == 13 && bytes[index - 2] == 10
      && bytes[index - 3] == 13
    { return index + 1 }
    return nil
  }

  /// `HTTP/1.1 101 …`
  static func status(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard bytes.count >= 12 else { return 0 }
    return bytes[9..<12].reduce(0) { $0 * 10 + Int($1 &- 48) }
  }
}
