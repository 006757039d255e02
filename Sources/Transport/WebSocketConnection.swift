import CLibwebsockets

/// One open WebSocket. It belongs to its loop's thread; every method is called there.
public final class WebSocketConnection {
  /// Close codes (RFC 6455, section 7.4.1).
  public enum CloseCode: UInt16, Sendable {
    case goingAway = 1001
    case malformed = 1007
    case policy = 1008
    case tooLarge = 1009
    case tryAgainLater = 1013
  }

  /// A message that must not be skipped waits at most up to this many bytes; then the client,
  /// which does not read, is cut off.
  static let queueLimit = 1 << 20

  public unowned let loop: EventLoop
  let handler: any WebSocketHandler
  /// Null before the handshake is done and after the socket is gone.
  var wsi: OpaquePointer?
  private var waiting: [(bytes: [UInt8], isText: Bool)] = []
  private var waitingBytes = 0
  private var closing: CloseCode?
  private var wantsRoom = false

  /// When anything came from the peer, and when it was asked for a sign of life, ms.
  var heardAt: UInt64 = 0
  var askedAt: UInt64 = 0
  /// Where `Liveness` keeps it.
  var place: Int?
  private(set) var isReading = true

  /// The pieces of a message that arrived in several calls.
  var partial: [UInt8] = []

  init(loop: EventLoop, handler: any WebSocketHandler) {
    self.loop = loop
    self.handler = handler
  }

  public var isOpen: Bool { wsi != nil && closing == nil }

  /// Sends a message that is only worth sending now.
  ///
  /// - Returns: false when the socket is full; `hasRoom` is called when it is not any more.
  public func sendIfRoom(_ bytes: [UInt8], isText: Bool = true) -> Bool {
    guard let wsi, closing == nil else { return false }
    if !waiting.isEmpty || lws_partial_buffered(wsi) != 0 {
      wantsRoom = true
      lws_callback_on_writable(wsi)
      return false
    }
    return write(bytes, isText: isText)
  }

  /// Sends a message that must arrive: it waits, in order, when the socket is full.
  public func send(_ bytes: [UInt8], isText: Bool = true) {
    guard let wsi, closing == nil else { return }
    if waiting.isEmpty && lws_partial_buffered(wsi) == 0 {
      _ = write(bytes, isText: isText)
    } else if waitingBytes + bytes.count > Self.queueLimit {
      lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC)
      loop.rearm()
    } else {
      waiting.append((bytes, isText))
      waitingBytes += bytes.count
      lws_callback_on_writable(wsi)
    }
  }

  /// Closes after what waits was sent; a peer that does not read is cut off after five seconds.
  public func close(_ code: CloseCode) {
    guard let wsi, closing == nil else { return }
    closing = code
    lws_callback_on_writable(wsi)
    lws_set_timeout(wsi, PENDING_TIMEOUT_CLOSE_SEND, 5)
    loop.rearm()
  }

  /// Stops or resumes reading from the socket: the far end then waits in TCP.
  public func setReading(_ reads: Bool) {
    guard let wsi else { return }
    if reads && !isReading { heardAt = loop.now }
    isReading = reads
    lws_rx_flow_control(wsi, reads ? 1 : 0)
  }

  /// Called when the socket is writable. Returns false when the connection is to be closed.
  func becameWritable() -> Bool {
    guard let wsi else { return false }
    while !waiting.isEmpty && lws_partial_buffered(wsi) == 0 {
      let next = waiting.removeFirst()
      waitingBytes -= next.bytes.count
      guard write(next.bytes, isText: next.isText) else { return false }
    }
    if !waiting.isEmpty || lws_partial_buffered(wsi) != 0 {
      lws_callback_on_writable(wsi)
      return true
    }
    if closing != nil { return false }
    if wantsRoom {
      wantsRoom = false
      handler.hasRoom()
    }
    return true
  }

  /// Tells libwebsockets with which code to close; the caller then returns -1 from the callback.
  func prepareClose() {
    guard let wsi, let closing else { return }
    lws_close_reason(wsi, lws_close_status(rawValue: UInt32(closing.rawValue)), nil, 0)
  }

  /// With a byte in it: libwebsockets as a client leaves empty ones without an answer.
  func ping() {
    guard let wsi, closing == nil else { return }
    _ = loop.withScratch([0x3f]) { lws_write(wsi, $0, 1, LWS_WRITE_PING) }
  }

  private func write(_ bytes: [UInt8], isText: Bool) -> Bool {
    guard let wsi else { return false }
    let kind = isText ? LWS_WRITE_TEXT : LWS_WRITE_BINARY
    let written = loop.withScratch(bytes) { lws_write(wsi, $0, bytes.count, kind) }
    return written >= 0
  }
}
