import CLoad

/// Listens to one WebSocket of a load, on the loop's thread.
public protocol SocketHandler: AnyObject {
  /// The handshake is done.
  func opened()
  /// A whole message. The bytes are valid during the call only.
  func received(_ message: UnsafeRawBufferPointer, isText: Bool)
  /// The connection is gone, or never came about; not called after `drop`.
  func closed()
}

/// One client's WebSocket, opened as often as it likes.
public final class ClientSocket {
  private enum State {
    case idle, connecting, shaking, open
  }

  unowned private let loop: ClientLoop
  unowned private let handler: any SocketHandler
  private var state = State.idle
  private var descriptor: Int32 = -1
  private var request = ""
  /// What arrived of a message that is not whole, and what found no room in the socket.
  private var rest: [UInt8] = []
  private var pending: [UInt8] = []
  private var reads = true

  /// The status of the answer to the last handshake; 0 when there was none.
  public private(set) var status = 0
  public var isOpen: Bool { state == .open }
  public var isConnected: Bool { descriptor >= 0 && state != .connecting }
  /// What the far end has not taken yet.
  public var waitingBytes: Int { pending.count }

  public init(loop: ClientLoop, handler: any SocketHandler) {
    self.loop = loop
    self.handler = handler
  }

  /// - Parameters:
  ///   - reads: false for a client that never takes what the server says.
  ///   - cookie: `name=value`.
  public func connect(path: String, reads: Bool = true, cookie: String? = nil) {
    drop()
    self.reads = reads
    status = 0
    request = """
      GET \(path) HTTP/1.1\r
      Host: \(loop.host):\(loop.port)\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: bm90IGEgc2VjcmV0IGtleQ==\r
      Sec-WebSocket-Version: 13\r
      \(cookie.map { "Cookie: \($0)\r\n" } ?? "")\r

      """
    beginConnecting()
  }

  /// Takes nothing any more of what the server says.
  public func stopReading() {
    reads = false
    watch()
  }

  /// Takes again what the server says.
  public func goOnReading() {
    reads = true
    watch()
  }

  /// Connects and says nothing; `sendRaw` does.
  public func connectRaw() {
    drop()
    (reads, request) = (true, "")
    beginConnecting()
  }

  private func beginConnecting() {
    descriptor = load_connect(loop.address, Int32(loop.port))
    guard descriptor >= 0 else { return handler.closed() }
    state = .connecting
    loop.add(self, descriptor: descriptor, kinds: UInt32(LOAD_WRITES))
  }

  /// Ends the connection hard, as a lost network does.
  public func drop() {
    guard descriptor >= 0 else { return }
    loop.remove(self, descriptor: descriptor)
    load_drop(descriptor)
    descriptor = -1
    state = .idle
    rest = []
    pending = []
  }

  /// Sends bytes as they are, also before and beside all rules.
  public func sendRaw(_ bytes: [UInt8]) {
    guard descriptor >= 0 else { return }
    bytes.withUnsafeBytes { transmit($0) }
  }

  public func send(_ text: [UInt8]) {
    send(.text, count: text.count) { $0.copyMemory(from: text, byteCount: text.count) }
  }

  /// Sends one frame whose payload `fill` writes.
  public func send(
    _ kind: WebSocketFrame.Kind, count: Int, _ fill: (UnsafeMutableRawPointer) -> Void
  ) {
    guard state == .open else { return }
    let start = loop.room(for: self, byteCount: count + WebSocketFrame.room)
    loop.outputCount += WebSocketFrame.write(kind, count: count, at: start, fill)
  }

  // MARK: - For the loop

  func transmit(_ bytes: UnsafeRawBufferPointer) {
    guard descriptor >= 0 else { return }
    guard pending.isEmpty else { return pending.append(contentsOf: bytes) }
    let sent = Int(load_send(descriptor, bytes.baseAddress, UInt64(bytes.count)))
    guard sent < bytes.count else { return }
    pending.append(contentsOf: bytes[max(sent, 0)...])
    watch()
  }

  func happened(_ kinds: UInt32) {
    if state == .connecting { return becameConnected() }
    if kinds & UInt32(LOAD_WRITES) != 0 && !pending.isEmpty {
      let bytes = pending
      pending = []
      bytes.withUnsafeBytes { transmit($0) }
      watch()
    }
    if kinds & UInt32(LOAD_READS) != 0 { receive() }
  }

  private func watch() {
    guard descriptor >= 0 else { return }
    var kinds = reads || state != .open ? UInt32(LOAD_READS) : 0
    if !pending.isEmpty { kinds |= UInt32(LOAD_WRITES) }
    load_watch(loop.poller, descriptor, UInt64(descriptor), kinds, 0)
  }

  private func becameConnected() {
    guard load_connected(descriptor) == 0 else { return end() }
    state = .shaking
    if !request.isEmpty { sendRaw(Array(request.utf8)) }
    watch()
  }

  private func end() {
    drop()
    handler.closed()
  }

  private func receive() {
    guard reads || state != .open else { return end() }
    let count = Int(load_receive(descriptor, loop.input.baseAddress, UInt64(loop.input.count)))
    // A wake-up without bytes may come; the far end's close is 0.
    guard count != 0 else { return end() }
    guard count > 0 else { return load_connected(descriptor) == 0 ? () : end() }
    let fresh = UnsafeRawBufferPointer(rebasing: loop.input[..<count])
    if rest.isEmpty {
      let used = take(fresh)
      if used < count, descriptor >= 0 { rest = Array(fresh[used...]) }
    } else {
      rest.append(contentsOf: fresh)
      // Handlers may drop the socket, and its rest with it.
      let bytes = rest
      let used = bytes.withUnsafeBytes { take($0) }
      if descriptor >= 0 { rest = Array(bytes[used...]) }
    }
  }

  /// - Returns: how many of the bytes were whole messages.
  private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    var position = 0
    if state == .shaking {
      guard let behind = Handshake.end(of: bytes) else { return 0 }
      status = Handshake.status(bytes)
      guard status == 101 else {
        end()
        return bytes.count
      }
      state = .open
      position = behind
      if !reads { watch() }
      handler.opened()
    }
    while state == .open,
      let frame = WebSocketFrame(UnsafeRawBufferPointer(rebasing: bytes[position...]))
    {
      let payload = UnsafeRawBufferPointer(
        rebasing: bytes[
          (position + frame.payload.lowerBound)..<(position + frame.payload.upperBound)])
      position += frame.payload.upperBound
      switch frame.kind {
      case .text, .binary: handler.received(payload, isText: frame.kind == .text)
      case .ping:
        send(.pong, count: payload.count) { target in
          if let start = payload.baseAddress {
            target.copyMemory(from: start, byteCount: payload.count)
          }
        }
      case .pong: break
      case .close:
        end()
        return bytes.count
      }
    }
    return position
  }
}
