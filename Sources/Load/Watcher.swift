/// A dashboard: watches everything at `/ws/admin`, and reads or does not.
public final class Watcher: SocketHandler {
  private var socket: ClientSocket!
  private let cookie: String
  private let reads: Bool
  public private(set) var messages = 0
  public private(set) var bytes = 0
  public private(set) var cutOffs = 0
  /// What came since it read again.
  public private(set) var afterSleep: (messages: Int, bytes: Int)?

  /// - Parameter cookie: an administrator's, as `name=value`.
  public init(loop: ClientLoop, cookie: String, reads: Bool = true) {
    (self.cookie, self.reads) = (cookie, reads)
    socket = ClientSocket(loop: loop, handler: self)
  }

  public func start() { socket.connect(path: "/ws/admin", reads: true, cookie: cookie) }

  public func stop() { socket.drop() }

  /// Reads again, if it does not.
  public func wake() {
    guard !reads, afterSleep == nil else { return }
    afterSleep = (0, 0)
    socket.goOnReading()
  }

  public func opened() {}

  public func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
    messages += 1
    bytes += message.count
    afterSleep?.messages += 1
    afterSleep?.bytes += message.count
    guard messages == 1 else { return }
    socket.send(
      Array(
        """
        {"type":"subscribe","topics":["stats","training","drawings","models","live","health",\
        "jobs","shapes","review","audit"]}
        """.utf8))
    if !reads { socket.stopReading() }
  }

  public func closed() { cutOffs += 1 }
}
