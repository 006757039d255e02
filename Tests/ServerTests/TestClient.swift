import Foundation
import Ink
import Logging
import Storage
import Synchronization
import Transport

@testable import Server

/// The whole server on a free port, in a folder of its own.
final class TestServer {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("inkling-test-\(UUID().uuidString)").path
  private(set) var server: InklingServer
  private let clientLoop: EventLoop
  private let starter: NewModel?

  /// - Parameter starter: the model to begin with.
  init(threads: Int = 2, starter: NewModel? = nil) throws {
    self.starter = starter
    server = try Self.start(path, threads: threads, starter)
    clientLoop = try EventLoop(index: 0, host: nil, port: 0)
    clientLoop.application = NoApplication()
    clientLoop.start()
  }

  deinit {
    let loop = clientLoop
    loop.post { loop.finish() }
    _ = loop.waitUntilDone(seconds: 5)
    server.stop()
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Stops the server in order and starts another on the same folder.
  func restart() throws {
    server.stop()
    server = try Self.start(path, threads: 2, starter)
  }

  private static func start(
    _ path: String, threads: Int, _ starter: NewModel?
  ) throws -> InklingServer {
    var settings = ServerSettings()
    settings.port = 0
    settings.dataFolder = path
    settings.threads = threads
    settings.starterModel = starter
    return try InklingServer(settings, log: Logger(label: "test"))
  }

  /// Opens `/ws/drawing` and waits for its welcome.
  func connect(token: String? = nil) throws -> TestClient {
    try open("/ws/drawing" + (token.map { "?token=\($0)" } ?? ""))
  }

  /// Opens a WebSocket and waits for its welcome.
  func open(_ path: String) throws -> TestClient {
    let client = TestClient(loop: clientLoop)
    let loop = clientLoop
    let port = server.port
    loop.post {
      client.connection = loop.connect(host: "127.0.0.1", port: port, path: path, handler: client)
    }
    let welcome = try client.next("welcome")
    client.token = welcome["token"]?.string ?? ""
    return client
  }
}

/// A client that a test drives from its own thread.
final class TestClient: WebSocketHandler, @unchecked Sendable {
  // Safe to share: the inbox is under its lock; `connection` is used on the loop's thread only.
  struct TimedOut: Error { let waitedFor: String }
  struct Closed: Error {}

  fileprivate var connection: WebSocketConnection?
  private let loop: EventLoop
  private let inbox = Mutex<[JSON]>([])
  private let isClosed = Atomic(false)
  var token = ""

  init(loop: EventLoop) { self.loop = loop }

  func send(_ text: String) {
    loop.post { self.connection?.send(Array(text.utf8)) }
  }

  func send(_ bytes: [UInt8]) {
    loop.post { self.connection?.send(bytes, isText: false) }
  }

  func close() { loop.post { self.connection?.close(.goingAway) } }

  /// The next message of a type for which the condition holds; those before it are dropped.
  /// - Parameters:
  ///   - patience: seconds.
  ///   - fits: the condition.
  ///   - skipped: told of those that are dropped.
  func next(
    _ type: String, patience: Double = 20, where fits: (JSON) -> Bool = { _ in true },
    skipped: (JSON) -> Void = { _ in }
  ) throws -> JSON {
    let deadline = Date(timeIntervalSinceNow: patience)
    while Date() < deadline {
      let found = inbox.withLock { inbox -> JSON? in
        guard let index = inbox.firstIndex(where: { $0["type"]?.string == type && fits($0) })
        else { return nil }
        defer { inbox.removeFirst(index + 1) }
        inbox[..<index].forEach(skipped)
        return inbox[index]
      }
      if let found { return found }
      if isClosed.load(ordering: .acquiring) { throw Closed() }
      Thread.sleep(forTimeInterval: 0.002)
    }
    throw TimedOut(waitedFor: type)
  }

  func opened(_ connection: WebSocketConnection) {}
  func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
    if let json = try? JSON(parsing: message.bindMemory(to: UInt8.self)) {
      inbox.withLock { $0.append(json) }
    }
  }
  func hasRoom() {}
  func closed() {
    connection = nil
    isClosed.store(true, ordering: .releasing)
  }
}

private final class NoApplication: LoopApplication {
  func bodyLimit(for request: Request) -> Int { 0 }
  func respond(to request: Request, with exchange: HTTPExchange) {}
  func refusal(status: Int, of request: Request) -> Response { Response(status: status) }
  func upgrade(_ request: Request) -> Upgrade { .refuse(Response(status: 404)) }
  func tick() {}
  func drain() {}
}
