import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// An open WebSocket.
protocol InkSocket: Sendable {
  /// Text messages, until the connection ends.
  var messages: AsyncThrowingStream<String, any Error> { get }
  /// Hands a message over to be sent.
  func send(_ operation: Sheet.Operation)
  /// Ends in order.
  func close()
  /// Ends at once.
  func drop()
}

/// Opens a WebSocket.
///
/// `ws:` goes over a socket of this library's own: many Linux systems, Debian 12 among them, have a
/// libcurl without WebSockets, so that `URLSessionWebSocketTask` fails there. `wss:` needs that
/// task: on Apple's systems it is always there, on Linux with a libcurl of WebSockets.
func openSocket(_ url: URL, key: String?) async throws -> any InkSocket {
  if url.scheme == "wss" { return SessionSocket(url, key: key) }
  return try await PlainSocket.open(url, key: key)
}

/// A WebSocket of URLSession.
private final class SessionSocket: InkSocket {
  let messages: AsyncThrowingStream<String, any Error>
  private let task: URLSessionWebSocketTask

  init(_ url: URL, key: String?) {
    var request = URLRequest(url: url, timeoutInterval: 10)
    if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
    let task = URLSession.shared.webSocketTask(with: request)
    self.task = task
    messages = AsyncThrowingStream { continuation in
      let reading = Task {
        do {
          while !Task.isCancelled {
            if case .string(let text) = try await task.receive() { continuation.yield(text) }
          }
        } catch {
          continuation.finish(throwing: Self.refusal(task) ?? InklingError(error))
        }
      }
      continuation.onTermination = { _ in reading.cancel() }
    }
    task.resume()
  }

  /// Why the handshake was refused, if it was.
  private static func refusal(_ task: URLSessionWebSocketTask) -> InklingError? {
    guard let answer = task.response, (answer as? HTTPURLResponse)?.statusCode != 101 else {
      return nil
    }
    return InklingError(answer, Data())
  }

  func send(_ operation: Sheet.Operation) {
    switch operation {
    case .text(let text): task.send(.string(text)) { _ in }
    case .binary(let data): task.send(.data(data)) { _ in }
    }
  }

  func close() { task.cancel(with: .normalClosure, reason: nil) }
  func drop() { task.cancel() }
}
