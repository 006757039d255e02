import Foundation
import Histogram
import Ink
import Storage
import Transport

/// A drawing that a client handed in, and what it sent.
struct FinishedDrawing: Sendable {
  let id: DrawingID
  let token: String
  let sent: Strokes
}

/// All clients of one replay, on one event loop.
final class ReplayRun: LoopApplication, @unchecked Sendable {
  // Safe to share: everything is used on the loop's thread; the command reads after it has ended.
  let speed: Double
  let host: String
  let port: Int
  private let loop: EventLoop!
  private let recorded: [Drawing]
  private var remaining: Int
  private let total: Int
  private var nextDrawing = 0
  private let clientCount: Int
  private let deadline: UInt64
  private let started = monotonicMilliseconds()
  private var clients: [ReplayClient] = []
  private var active = 0
  private(set) var finished: [FinishedDrawing] = []
  private(set) var report = ReplayReport()

  init(
    recorded: [Drawing], count: Int, clients: Int, speed: Double, host: String, port: Int,
    timeout: Double
  ) {
    self.recorded = recorded
    self.remaining = count
    self.total = count
    self.clientCount = min(clients, count)
    self.speed = speed
    self.host = host
    self.port = port
    deadline = monotonicMilliseconds() + UInt64(timeout * 1_000)
    loop = try? EventLoop(index: 0, host: nil, port: 0)
  }

  /// Draws everything; blocks until it is done or the time is over.
  func draw() throws {
    guard let loop else { throw TransportError.contextRefused }
    loop.application = self
    loop.start()
    _ = loop.waitUntilDone(seconds: .infinity)
    report.requested = total
    report.seconds = Double(monotonicMilliseconds() - started) / 1_000
  }

  // MARK: - For the clients, on the loop's thread

  func takeDrawing() -> Drawing? {
    guard remaining > 0 else { return nil }
    remaining -= 1
    defer { nextDrawing += 1 }
    var drawing = recorded[nextDrawing % recorded.count]
    drawing.id = .random()
    return drawing
  }

  func connect(_ client: ReplayClient, path: String) -> WebSocketConnection {
    loop.connect(host: host, port: port, path: path, handler: client)
  }

  func finish(_ drawing: FinishedDrawing) { finished.append(drawing) }

  func clientIsDone() { active -= 1 }

  func record(_ change: (inout ReplayReport) -> Void) { change(&report) }

  // MARK: - The loop

  func tick() {
    let now = monotonicMilliseconds()
    // Clients come in over the first second, as a class does.
    if clients.count < clientCount {
      let due = min(clientCount, 1 + Int(now - started) * clientCount / 1_000)
      while clients.count < due {
        active += 1
        clients.append(ReplayClient(run: self))
        clients[clients.count - 1].start()
      }
    }
    for client in clients { client.tick(now) }
    if (active == 0 && clients.count == clientCount) || now > deadline { loop.finish() }
  }

  func drain() { loop.finish() }
  func bodyLimit(for request: Request) -> Int { 0 }
  func respond(to request: Request, with exchange: HTTPExchange) {}
  func refusal(status: Int, of request: Request) -> Response { Response(status: status) }
  func upgrade(_ request: Request) -> Upgrade { .refuse(Response(status: 404)) }
}
