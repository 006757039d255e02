import Testing

@testable import Load

struct WebSocketFrameTests {
  @Test(arguments: [0, 1, 7, 8, 125, 126, 4_104, 65_535, 65_536])
  func `a written frame carries its length and its masked payload`(count: Int) {
    let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let room = UnsafeMutableRawBufferPointer.allocate(
      byteCount: count + WebSocketFrame.room, alignment: 8)
    defer { room.deallocate() }
    let size = WebSocketFrame.write(.binary, count: count, at: room.baseAddress!) { target in
      target.copyMemory(from: payload, byteCount: count)
    }
    let head = count < 126 ? 2 : count < 65_536 ? 4 : 10
    #expect(size == head + 4 + count)
    #expect(room[0] == 0x82)
    let mask = Array(room[head..<(head + 4)])
    #expect((0..<count).allSatisfy { room[head + 4 + $0] ^ mask[$0 & 3] == payload[$0] })
  }

  @Test func `a frame is read once it is whole`() {
    let bytes: [UInt8] = [0x81, 126, 0, 200] + Array(repeating: 65, count: 200) + [0x89, 0]
    for count in 0..<204 {
      bytes.prefix(count).withUnsafeBytes { #expect(WebSocketFrame($0) == nil) }
    }
    bytes.withUnsafeBytes { bytes in
      let frame = WebSocketFrame(bytes)
      #expect(frame?.kind == .text && frame?.payload == 4..<204)
      let next = WebSocketFrame(UnsafeRawBufferPointer(rebasing: bytes[204...]))
      #expect(next?.kind == .ping && next?.payload == 2..<2)
    }
  }

  @Test func `the handshake's answer ends at its empty line`() {
    let answer = Array("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\nrest".utf8)
    answer.withUnsafeBytes { bytes in
      #expect(Handshake.end(of: bytes) == answer.count - 4)
      #expect(Handshake.status(bytes) == 101)
    }
    answer.prefix(30).withUnsafeBytes { #expect(Handshake.end(of: $0) == nil) }
  }
}
