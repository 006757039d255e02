import CLibwebsockets

/// An answer whose body is sent piece by piece, each when the socket has room for it. It belongs to
/// its loop's thread.
final class StreamedAnswer {
  private let stream: BodyStream
  /// HTTP/1.0 knows no chunks (RFC 9112, section 7): there the end is the connection's.
  private let isChunked: Bool
  private var hasHead = false
  private var bytes: [UInt8] = []
  private var sent = 0
  /// When the socket last had room, ms; nil while the one who makes the body is waited for.
  private(set) var waitsSince: UInt64?

  /// What is to happen after a turn.
  enum Turn { case goOn, wait, done, close }

  private static let piece = 60 << 10

  init(_ stream: BodyStream, isChunked: Bool) {
    self.stream = stream
    self.isChunked = isChunked
  }

  func cancel() { stream.cancel() }

  /// Sends the next piece: libwebsockets takes one write each time that a socket has room.
  func turn(
    _ wsi: OpaquePointer, _ loop: EventLoop, _ response: Response, headOnly: Bool,
    wake: @escaping @Sendable () -> Void
  ) -> Turn {
    waitsSince = loop.now
    if !hasHead {
      hasHead = true
      // libwebsockets allows ten seconds for a request. This one takes as long as it takes; the
      // loop looks after it itself.
      lws_set_timeout(wsi, NO_PENDING_TIMEOUT, 0)
      keepLittleUnsent(lws_get_socket_fd(wsi))
      let length = isChunked ? "transfer-encoding: chunked\r\n" : "connection: close\r\n"
      let head = response.head(length)
      if headOnly { cancel() }
      let kind = headOnly ? LWS_WRITE_HTTP_FINAL : LWS_WRITE_HTTP_HEADERS
      guard loop.write(Array(head.utf8), to: wsi, kind) else { return .close }
      return headOnly ? finished : .goOn
    }
    if sent == bytes.count {
      switch stream.take(wake: wake) {
      case .bytes(let bytes): (self.bytes, sent) = (bytes, 0)
      case .nothing:
        (bytes, sent) = ([], 0)
        waitsSince = nil
        return .wait
      case .broken: return .close
      case .end:
        guard isChunked else { return .close }
        return loop.write(Array("0\r\n\r\n".utf8), to: wsi, LWS_WRITE_HTTP_FINAL)
          ? finished : .close
      }
    }
    let piece = bytes[sent..<min(sent + Self.piece, bytes.count)]
    sent += piece.count
    let framed =
      isChunked
      ? Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + [13, 10] : Array(piece)
    return loop.write(framed, to: wsi, LWS_WRITE_HTTP) ? .goOn : .close
  }

  private var finished: Turn { isChunked ? .done : .close }
}

extension EventLoop {
  /// - Returns: false when the connection cannot go on.
  fileprivate func write(
    _ bytes: [UInt8], to wsi: OpaquePointer, _ kind: lws_write_protocol
  ) -> Bool {
    let count = bytes.count
    return withScratch(bytes) { lws_write(wsi, $0, count, kind) } >= 0
  }
}
