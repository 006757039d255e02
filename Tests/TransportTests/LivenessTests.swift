import Foundation
import Synchronization
import Testing

@testable import Transport

/// Takes every WebSocket and counts those that end.
private final class Listener: LoopApplication, WebSocketHandler, @unchecked Sendable {
  // Safe to share: `ended` is atomic, the rest is unused.
  let ended = Atomic(0)

  func tick() {}
  func drain() {}
  func bodyLimit(for request: Request) -> Int { 0 }
  func respond(to request: Request, with exchange: HTTPExchange) {}
  func refusal(status: Int, of request: Request) -> Response { Response(status: status) }
  func upgrade(_ request: Request) -> Upgrade { .accept(self) }
  func opened(_ connection: WebSocketConnection) {}
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
  @Test func `who answers a ping stays, who does not is given up`() throws {
    let (server, client) = (
      try EventLoop(index: 0, host: "127.0.0.1", port: 0),
      try EventLoop(index: 0, host: nil, port: 0)
    )
    let (listener, caller) = (Listener(), Listener())
    server.application = listener
    client.application = caller
    server.liveness.askAfter = 300
    server.liveness.giveUpAfter = 2_000
    server.start()
    client.start()
    let port = server.port
    client.post {
      for reads in [true, false] {
        _ = client.connect(
          host: "127.0.0.1", port: port, path: "/", handler: Peer(reads: reads))
      }
    }
    let patience = Date() + 30
    while listener.ended.load(ordering: .relaxed) == 0 && Date() < patience {
      Thread.sleep(forTimeInterval: 0.05)
    }
    #expect(listener.ended.load(ordering: .relaxed) == 1)
    // The other has been silent for as long, but for its pongs.
    Thread.sleep(forTimeInterval: 3.5)
    #expect(listener.ended.load(ordering: .relaxed) == 1)
    for loop in [server, client] {
      loop.post { loop.finish() }
      #expect(loop.waitUntilDone(seconds: 10))
    }
  }
}
