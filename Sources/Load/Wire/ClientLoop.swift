import CLoad
import Transport

/// Many WebSockets of a load on one thread, and the times at which their clients act.
///
/// It shares the machine with the server that it measures, so it does little: one read for what
/// waits at a socket, one write for all that a client says at once, no work for those that rest.
public final class ClientLoop {
  /// Where all clients connect to.
  public let host: String
  public let port: Int
  let address: String
  let poller: Int32

  /// Microseconds of `monotonicMicroseconds`, read anew for each event.
  public private(set) var now = monotonicMicroseconds()

  private var alarms = Alarms()
  private var sockets: [ClientSocket?] = []
  private var isStopped = false
  let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 8)
  let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 8)
  /// How much of `output` is taken, by whom.
  var outputCount = 0
  private var composing: ClientSocket?

  public init(host: String, port: Int) throws(LoadError) {
    self.host = host
    self.port = port
    var name = [CChar](repeating: 0, count: 64)
    guard load_resolve(host, &name, 64) != 0 else { throw .unknownHost(host) }
    address = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    poller = load_poller()
    guard poller >= 0 else { throw .noSocket }
  }

  deinit {
    load_drop(poller)
    input.deallocate()
    output.deallocate()
  }

  /// - Returns: the handler's number for `wake`.
  public func addAlarm(_ handler: any AlarmHandler) -> Int { alarms.add(handler) }

  /// Calls the handler at a time; nil for never. It replaces what was said before.
  public func wake(_ alarm: Int, at time: UInt64?) { alarms.set(alarm, at: time) }

  public func stop() { isStopped = true }

  /// Ends all connections hard.
  public func dropAll() { for case let socket? in sockets { socket.drop() } }

  /// Serves the sockets and the alarms until `stop`.
  public func run() {
    isStopped = false
    var events = [load_event](repeating: load_event(), count: 256)
    while !isStopped {
      now = monotonicMicroseconds()
      let pause = alarms.first.map { $0 > now ? Int64(min($0 - now, 100_000)) : 0 } ?? 100_000
      let count = load_wait(poller, &events, 256, pause)
      for event in events.prefix(Int(max(count, 0))) {
        guard let socket = sockets[Int(event.tag)] else { continue }
        now = monotonicMicroseconds()
        socket.happened(event.kinds)
        flush()
      }
      ring()
    }
    flush()
  }

  /// A bounded number at once, so that answers are read while many are due.
  private func ring() {
    for _ in 0..<256 {
      now = monotonicMicroseconds()
      guard !isStopped, let handler = alarms.pop(now) else { return }
      handler.due(now)
      flush()
    }
  }

  // MARK: - For the sockets

  func add(_ socket: ClientSocket, descriptor: Int32, kinds: UInt32) {
    while sockets.count <= Int(descriptor) { sockets.append(nil) }
    sockets[Int(descriptor)] = socket
    load_watch(poller, descriptor, UInt64(descriptor), kinds, 1)
  }

  func remove(_ socket: ClientSocket, descriptor: Int32) {
    if composing === socket {
      composing = nil
      outputCount = 0
    }
    sockets[Int(descriptor)] = nil
  }

  /// Room for a frame of this socket behind those that it has not sent yet.
  func room(for socket: ClientSocket, byteCount: Int) -> UnsafeMutableRawPointer {
    if composing !== socket || outputCount + byteCount > output.count { flush() }
    composing = socket
    return output.baseAddress! + outputCount
  }

  private func flush() {
    guard let socket = composing else { return }
    let count = outputCount
    composing = nil
    outputCount = 0
    if count > 0 { socket.transmit(UnsafeRawBufferPointer(rebasing: output[..<count])) }
  }
}
