/// What a program does with what arrives at one event loop.
///
/// There is one for each loop; every call comes on that loop's thread, must not block and should
/// not take longer than a millisecond.
public protocol LoopApplication: AnyObject {
  /// The largest body accepted for this request, in bytes; 0 where none belongs.
  func bodyLimit(for request: Request) -> Int
  /// Answers a request whose body has been read: now or later, on this thread, exactly once.
  func respond(to request: Request, with exchange: HTTPExchange)
  /// Answers a request that the transport itself refuses (length missing, body too large, …).
  func refusal(status: Int, of request: Request) -> Response
  /// Whether a WebSocket may be opened, and who listens to it.
  func upgrade(_ request: Request) -> Upgrade
  /// Called about every `EventLoop.tickMilliseconds`.
  func tick()
  /// Connections wait because there are no descriptors for them, or no longer do. Called at each
  /// change.
  func lacksDescriptors(_ lacks: Bool)
  /// The server is stopping: refuse new work, finish what was accepted, then call `EventLoop.finish`.
  func drain()
}

extension LoopApplication {
  public func lacksDescriptors(_: Bool) {}
}

/// The answer to a WebSocket handshake.
public enum Upgrade {
  case accept(any WebSocketHandler)
  /// Answered as any request; the connection stays one of HTTP.
  case refuse(Response)
}

/// Listens to one WebSocket, on its loop's thread.
public protocol WebSocketHandler: AnyObject {
  /// The handshake is done; messages may be sent from now on.
  func opened(_ connection: WebSocketConnection)
  /// A whole message. The bytes are valid during the call only.
  func received(_ message: UnsafeRawBufferPointer, isText: Bool)
  /// After a message could not be sent because the socket was full: it has room again.
  func hasRoom()
  /// The socket is gone; nothing can be sent any more.
  func closed()
}
