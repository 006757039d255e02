import Foundation
import Synchronization
import Testing

@testable import Transport

/// Answers every request without an end, and notes whose client is given up.
private final class Fountain: LoopApplication, @unchecked Sendable {
  // Safe to share: both numbers are atomic.
  let written = Atomic(0)
  let cancelled = Atomic(0)

  func tick() {}
  func drain() {}
  func bodyLimit(for request: Request) -> Int { 0 }
  func refusal(status: Int, of request: Request) -> Response { Response(status: status) }
  func upgrade(_ request: Request) -> Upgrade { .refuse(Response(status: 404)) }

  func respond(to request: Request, with exchange: HTTPExchange) {
    let stream = BodyStream()
    Thread {
      do {
        while true {
          try stream.write([UInt8](repeating: 65, count: 50_000))
          self.written.add(50_000, ordering: .relaxed)
        }
      } catch {
        self.cancelled.add(1, ordering: .relaxed)
      }
    }.start()
    var response = Response(status: 200)
    response.stream = stream
    exchange.send(response)
  }
}

@Suite struct StreamTests {
  private func wait(until holds: () -> Bool) -> Bool {
    let patience = Date() + 20
    while !holds() {
      guard Date() < patience else { return false }
      Thread.sleep(forTimeInterval: 0.02)
    }
    return true
  }

  /// A connection that has asked, and reads nothing by itself.
  private func ask(_ port: Int) throws -> FileHandle {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
    let status = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    #expect(status == 0)
    let connection = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try connection.write(contentsOf: Data("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
    return connection
  }

  @Test func `who reads nothing is given up, who reads a little is not`() throws {
    let loop = try EventLoop(index: 0, host: "127.0.0.1", port: 0)
    let fountain = Fountain()
    loop.application = fountain
    loop.streamPatience = 1_000
    loop.start()
    let silent = try ask(loop.port)
    let reading = try ask(loop.port)
    // Twice the patience.
    let end = Date() + 2
    while Date() < end {
      #expect(try reading.read(upToCount: 300_000)?.isEmpty == false)
      Thread.sleep(forTimeInterval: 0.02)
    }
    #expect(wait { fountain.cancelled.load(ordering: .relaxed) == 1 })
    let written = fountain.written.load(ordering: .relaxed)
    #expect(written < 100 << 20, "\(written) bytes were made for nobody")
    #expect(try reading.read(upToCount: 1_000)?.isEmpty == false)
    try reading.close()
    #expect(wait { fountain.cancelled.load(ordering: .relaxed) == 2 })
    try silent.close()
    loop.post { loop.finish() }
    #expect(loop.waitUntilDone(seconds: 10))
  }
}
