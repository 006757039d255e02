import Foundation
import Logging
import Synchronization
import Transport

/// Makes answers while they are sent, each on a thread of its own: a client that reads slowly holds
/// up nobody else. There are few at once.
final class StreamThreads: Sendable {
  private let limit: Int
  private let running = Mutex(0)
  private let log: Logger

  init(limit: Int = 4, log: Logger) {
    self.limit = limit
    self.log = log
  }

  /// - Parameter make: writes the body; ends by itself where a write throws.
  /// - Throws: a 503 while too many are under way.
  func answer(
    headers: [(name: String, value: String)],
    _ make: @escaping @Sendable (BodyStream) throws -> Void
  ) throws(Problem) -> Response {
    let hasRoom = running.withLock { running in
      guard running < limit else { return false }
      running += 1
      return true
    }
    guard hasRoom else {
      var problem = Problem(
        503, "overloaded", "\(limit) downloads are under way; try again when one has ended.")
      problem.retryAfterSeconds = 10
      throw problem
    }
    let stream = BodyStream()
    let thread = Thread { [self] in
      do {
        try make(stream)
        stream.end()
      } catch is BodyStream.Cancelled {
        // The client has gone.
      } catch {
        log.error("an answer broke off", metadata: ["reason": "\(error)"])
        stream.fail()
      }
      running.withLock { $0 -= 1 }
    }
    thread.name = "stream"
    thread.stackSize = 2 << 20
    thread.start()
    var response = Response(status: 200, headers: headers)
    response.stream = stream
    return response
  }
}
