import CLibwebsockets
import Foundation
import Synchronization

/// One thread that owns sockets: a libwebsockets context on a libev loop.
///
/// Everything of it belongs to its thread, except `post` and `stop`.
public final class EventLoop: @unchecked Sendable {
  // Safe to share: other threads touch `inbox` under its lock and `wakeUp` through
  // `ev_async_send`, the one call libev allows from outside; the rest stays on the thread.
  public static let tickMilliseconds = 5

  public struct TLS: Sendable {
    public let certificateFile, keyFile: String
    public init(certificateFile: String, keyFile: String) {
      self.certificateFile = certificateFile
      self.keyFile = keyFile
    }
  }

  public let index: Int
  /// Who answers. Set once, before `start`.
  public var application: (any LoopApplication)!

  private let libev: OpaquePointer
  private(set) var context: OpaquePointer
  private let protocols: UnsafeMutablePointer<lws_protocols>
  private let retry: UnsafeMutablePointer<lws_retry_bo_t>
  private let protocolName: UnsafeMutablePointer<CChar>
  private var vhost: OpaquePointer
  /// Where callbacks find this object: the context is made before `self` may be given away.
  private let home = UnsafeMutablePointer<UnsafeMutableRawPointer?>.allocate(capacity: 1)
  private var listener: ListeningSocket?

  private let acceptWatcher = UnsafeMutablePointer<ev_io>.allocate(capacity: 1)
  private let wakeWatcher = UnsafeMutablePointer<ev_async>.allocate(capacity: 1)
  private let tickWatcher = UnsafeMutablePointer<ev_timer>.allocate(capacity: 1)
  private var acceptPausedUntil: UInt64 = 0
  private var isAccepting = false
  /// Connections wait for descriptors, as the application was told, and since when, ms.
  private var lacksDescriptors = false
  private var lackedAt: UInt64 = 0
  /// A connection with this number or a higher one is not taken: the store and new files of the
  /// log need some, too.
  private let lastDescriptor = {
    let limit = raiseOpenFileLimit()
    return Int32(clamping: max(limit - 32, limit / 2))
  }()

  /// What has come of bodies that are being received or worked on, in bytes.
  var bodyBytes = 0
  static let bodyBytesAtMost = 128 << 20

  /// The handshake that was accepted last, until libwebsockets asks for its connection.
  var upgrading: (wsi: OpaquePointer, handler: any WebSocketHandler)?

  /// Answers that are made while they are sent.
  var streaming: [ObjectIdentifier: HTTPExchange] = [:]
  /// ms for which such an answer waits for a client that reads nothing.
  var streamPatience: UInt64 = 60_000

  let liveness = Liveness()
  /// The time of the last tick, ms.
  private(set) var now = monotonicMilliseconds()

  private let inbox = Mutex<[@Sendable () -> Void]>([])
  private var thread: Thread?
  private let done = DispatchSemaphore(value: 0)

  private static let pre = Int(inkling_lws_pre)
  private var scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: EventLoop.pre + 65_536)
  private var scratchSize = 65_536

  /// Prepares a loop that listens on a socket of its own, sharing the port with its siblings.
  ///
  /// - Parameter host: nil for a loop that only connects to others.
  public init(index: Int, host: String?, port: Int, tls: TLS? = nil) throws(TransportError) {
    self.index = index
    lws_set_log_level(Int32(1), quietLog)
    home.initialize(to: nil)
    if let host { listener = try ListeningSocket(host: host, port: port, shared: true) }

    // No timer for each connection: see `Liveness`.
    retry = .allocate(capacity: 1)
    retry.initialize(to: lws_retry_bo_t())
    protocolName = strdup("inkling")
    protocols = .allocate(capacity: 2)
    protocols.initialize(repeating: lws_protocols(), count: 2)
    protocols[0].name = UnsafePointer(protocolName)
    protocols[0].callback = transportCallback
    protocols[0].per_session_data_size = MemoryLayout<inkling_session>.size
    protocols[0].rx_buffer_size = 1_024

    libev = ev_loop_new(0)
    var info = lws_context_creation_info()
    info.port = inkling_no_listen
    info.protocols = UnsafePointer(protocols)
    info.options = inkling_option_libev
    info.max_http_header_data = 16_384
    info.max_http_header_pool = 2_048
    info.pt_serv_buf_size = 16_384
    info.keepalive_timeout = 60
    // Half a request head may not hold its place for long: there are places for 2,048.
    info.timeout_secs = 10
    info.timeout_secs_ah_idle = 5
    info.retry_and_idle_policy = UnsafePointer(retry)
    info.count_threads = 1
    info.user = UnsafeMutableRawPointer(home)
    var foreign: UnsafeMutableRawPointer? = UnsafeMutableRawPointer(libev)
    let made: OpaquePointer? = withUnsafeMutablePointer(to: &foreign) { loops in
      info.foreign_loops = loops
      guard let tls else { return lws_create_context(&info) }
      info.options |= inkling_option_tls
      return tls.certificateFile.withCString { certificate in
        tls.keyFile.withCString { key in
          "http/1.1".withCString { alpn in
            info.ssl_cert_filepath = certificate
            info.ssl_private_key_filepath = key
            info.alpn = alpn
            return lws_create_context(&info)
          }
        }
      }
    }
    guard let made, let vhost = lws_get_vhost_by_name(made, "default") else {
      if let tls { throw .unreadableCertificate(file: tls.certificateFile) }
      throw .contextRefused
    }
    context = made
    self.vhost = vhost
    home.pointee = Unmanaged.passUnretained(self).toOpaque()

    inkling_async_init(wakeWatcher, loopWoken)
    wakeWatcher.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    ev_async_start(libev, wakeWatcher)
    inkling_timer_init(
      tickWatcher, loopTicked, 0.005, Double(Self.tickMilliseconds) / 1_000)
    tickWatcher.pointee.data = Unmanaged.passUnretained(self).toOpaque()
    ev_timer_start(libev, tickWatcher)
    if let listener {
      inkling_io_init(acceptWatcher, connectionWaits, listener.descriptor)
      acceptWatcher.pointee.data = Unmanaged.passUnretained(self).toOpaque()
      ev_io_start(libev, acceptWatcher)
      isAccepting = true
    }
  }

  /// The port that was bound; 0 for a loop that does not listen.
  public var port: Int { listener?.port ?? 0 }

  /// Fails when anybody listens on this address already.
  public static func checkFree(host: String, port: Int) throws(TransportError) {
    try ListeningSocket.probe(host: host, port: port)
  }

  /// Serves on a thread of its own until `finish`.
  public func start() {
    let thread = Thread { [self] in
      ev_run(libev, 0)
      lws_context_destroy(context)
      done.signal()
    }
    thread.name = "loop \(index)"
    thread.stackSize = 1 << 20
    self.thread = thread
    thread.start()
  }

  /// Runs work on the loop's thread, soon. May be called from any thread.
  public func post(_ work: @escaping @Sendable () -> Void) {
    let wasEmpty = inbox.withLock { inbox in
      inbox.append(work)
      return inbox.count == 1
    }
    if wasEmpty { ev_async_send(libev, wakeWatcher) }
  }

  /// Asks the application to drain. May be called from any thread.
  public func stop() {
    post { [self] in
      stopAccepting()
      application.drain()
    }
  }

  /// Ends the thread after what is under way; called by the application on the loop's thread.
  public func finish() { inkling_ev_break(libev) }

  /// Waits until the thread has ended.
  /// - Returns: false when it did not within the time.
  public func waitUntilDone(seconds: Double) -> Bool {
    done.wait(timeout: .now() + seconds) == .success
  }

  /// Opens a WebSocket to another server; the handler hears of success, or of `closed` alone.
  public func connect(
    host: String, port: Int, path: String, handler: any WebSocketHandler
  ) -> WebSocketConnection {
    let connection = WebSocketConnection(loop: self, handler: handler)
    var info = lws_client_connect_info()
    info.context = context
    info.vhost = vhost
    info.port = Int32(port)
    info.opaque_user_data = Unmanaged.passRetained(connection).toOpaque()
    host.withCString { host in
      path.withCString { path in
        info.address = host
        info.host = host
        info.path = path
        info.local_protocol_name = UnsafePointer(protocolName)
        // A failure at once has called CONNECTION_ERROR already.
        _ = lws_client_connect_via_info(&info)
      }
    }
    rearm()
    return connection
  }

  // MARK: - On the loop's thread

  fileprivate func runInbox() {
    let work = inbox.withLock { inbox in
      let work = inbox
      inbox.removeAll(keepingCapacity: true)
      return work
    }
    for item in work { item() }
  }

  fileprivate func tick() {
    now = monotonicMilliseconds()
    if !isAccepting, let listener, acceptPausedUntil != 0, now >= acceptPausedUntil {
      acceptPausedUntil = 0
      isAccepting = true
      inkling_io_init(acceptWatcher, connectionWaits, listener.descriptor)
      ev_io_start(libev, acceptWatcher)
    }
    // A while without: each that leaves makes room for one that waits.
    if lacksDescriptors && now - lackedAt > 5_000 {
      lacksDescriptors = false
      application.lacksDescriptors(false)
    }
    liveness.look(now: now)
    for exchange in streaming.values { exchange.giveUp(after: streamPatience, now: now) }
    application.tick()
  }

  fileprivate func acceptConnections() {
    // A bounded number at once, so that a storm does not starve those who draw.
    for _ in 0..<128 {
      do {
        guard let descriptor = try listener?.accept() else { return }
        guard descriptor < lastDescriptor else {
          closeDescriptor(descriptor)
          throw ListeningSocket.AcceptFailure()
        }
        _ = lws_adopt_socket_vhost(vhost, descriptor)
      } catch {
        // No descriptor left: without a pause this would spin.
        lackedAt = now
        if !lacksDescriptors {
          lacksDescriptors = true
          application.lacksDescriptors(true)
        }
        ev_io_stop(libev, acceptWatcher)
        isAccepting = false
        acceptPausedUntil = monotonicMilliseconds() + 100
        return
      }
    }
  }

  private func stopAccepting() {
    if isAccepting { ev_io_stop(libev, acceptWatcher) }
    isAccepting = false
    acceptPausedUntil = 0
    listener?.close()
    listener = nil
  }

  /// To be called after a timeout was set: libwebsockets' timer on a libev loop is only set anew
  /// after an event of its own, and a quiet loop has none for long.
  func rearm() { lws_cancel_service(context) }

  /// Calls `body` with a copy of the bytes that has the room before it that lws_write needs.
  func withScratch<R>(_ bytes: [UInt8], _ body: (UnsafeMutablePointer<UInt8>) -> R) -> R {
    if bytes.count > 65_536 {
      let large = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.pre + bytes.count)
      defer { large.deallocate() }
      bytes.withUnsafeBufferPointer {
        (large + Self.pre).update(from: $0.baseAddress!, count: bytes.count)
      }
      return body(large + Self.pre)
    }
    if !bytes.isEmpty {
      bytes.withUnsafeBufferPointer {
        (scratch + Self.pre).update(from: $0.baseAddress!, count: bytes.count)
      }
    }
    return body(scratch + Self.pre)
  }

  static func of(_ wsi: OpaquePointer) -> EventLoop {
    let home = lws_context_user(lws_get_context(wsi))!
      .assumingMemoryBound(to: UnsafeMutableRawPointer?.self)
    return Unmanaged<EventLoop>.fromOpaque(home.pointee!).takeUnretainedValue()
  }
}

// libev's callbacks: each finds its loop and calls one method on it.

private nonisolated func loopWoken(
  _: OpaquePointer?, watcher: UnsafeMutablePointer<ev_async>?, _: Int32
) {
  Unmanaged<EventLoop>.fromOpaque(watcher!.pointee.data).takeUnretainedValue().runInbox()
}

private nonisolated func loopTicked(
  _: OpaquePointer?, watcher: UnsafeMutablePointer<ev_timer>?, _: Int32
) {
  Unmanaged<EventLoop>.fromOpaque(watcher!.pointee.data).takeUnretainedValue().tick()
}

private nonisolated func connectionWaits(
  _: OpaquePointer?, watcher: UnsafeMutablePointer<ev_io>?, _: Int32
) {
  Unmanaged<EventLoop>.fromOpaque(watcher!.pointee.data).takeUnretainedValue().acceptConnections()
}

/// libwebsockets' own complaints are about clients' bytes; what matters comes back as a result.
private nonisolated func quietLog(_: Int32, _: UnsafePointer<CChar>?) {}
