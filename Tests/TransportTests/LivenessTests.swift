import Foundation
import Synchronization
import Testing

@testable import Transport

/// Takes every WebSocket and counts those that end.
private final class Listener: LoopApplication, WebSocketHandler, @unchecked Sendable {
  // Safe to share: `ended` is atomic, the connections stay on the loop's thread.
  let ended = Atomic(0)
  var connections: [WebSocketConnection] = []

  func tick() {}
  func drain() {}
  func bodyLimit(for request: Request) -> Int { 0 }
  func respond(to request: Request, with exchange: HTTPExchange) {}
  func refusal(status: Int, of request: Request) -> Response { Response(status: status) }
  func upgrade(_ request: Request) -> Upgrade { .accept(self) }
  func opened(_ connection: WebSocketConnection) { connections.append(connection) }
  func received(_ message: UnsafeRawBufferPointer, isText: Bool) {}
  func hasRoom() {}
  func closed() { ended.add(1, ordering: .relaxed) }
}

/// Answers pings, as libwebsockets does by itself, or reads nothing and so answers none.
private final class Peer: WebSocketHandler, @unchecked Sendable {
  // Safe to share: used on its loop's thread.
  let reads: Bool
  init(reads: Bool) { self.reads = reads }
  func opened(_ connection: WebSocketConnection) { connection.setReading(reads) }
  func received(_ message: UnsafeRawBufferPointer, isText: Bool) {}
  func hasRoom() {}
  func closed() {}
}

@Suite struct LivenessTests {
  /// Runs on the loop's thread and waits for it.
  private func on<T>(_ loop: EventLoop, _ body: @escaping () -> T) -> T {
    nonisolated(unsafe) var (result, body): (T?, () -> T) = (nil, body)
    let done = DispatchSemaphore(value: 0)
    loop.post {
      result = body()
      done.signal()
    }
    done.wait()
    return result!
  }

  private func wait(until holds: () -> Bool) -> Bool {
    let patience = Date() + 20
    while !holds() {
      guard Date() < patience else { return false }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return true
  }

  @Test func `who answers a ping stays, who does not is given up`() throws {
    let (server, client) = (
      try EventLoop(index: 0, host: "127.0.0.1", port: 0),
      try EventLoop(index: 0, host: nil, port: 0)
    )
    let (listener, caller) = (Listener(), Listener())
    server.application = listener
    client.application = caller
    server.liveness.askAfter = 300
    server.start()
    client.start()
    let port = server.port
    client.post {
      for reads in [true, false] {
        _ = client.connect(
          host: "127.0.0.1", port: port, path: "/", handler: Peer(reads: reads))
      }
    }
    #expect(wait { on(server) { listener.connections.count } == 2 })
    let start = on(server) { listener.connections.map(\.heardAt) }
    func heard() -> [Bool] {
      on(server) { zip(listener.connections, start).map { $0.heardAt > $1 } }
    }
    #expect(wait { heard().count { $0 } == 1 }, "a pong counts as a sign of life")
    // As if the other had been silent for a minute.
    on(server) {
      for (connection, start) in zip(listener.connections, start)
      where connection.heardAt == start {
        connection.heardAt = 0
      }
    }
    #expect(wait { listener.ended.load(ordering: .relaxed) == 1 })
    #expect(on(server) { listener.connections.count { $0.isOpen } } == 1)
    for loop in [server, client] {
      loop.post { loop.finish() }
      #expect(loop.waitUntilDone(seconds: 10))
    }
  }
}
