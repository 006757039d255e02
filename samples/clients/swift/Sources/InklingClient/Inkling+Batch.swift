import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension Inkling {
  /// What any number of drawings are, each answered as soon as it is read. A faulty one is answered
  /// with an `error` and holds up no other.
  public func batch(
    _ drawings: some Sequence<Drawing> & Sendable, model: String? = nil
  ) -> AsyncThrowingStream<BatchAnswer, any Error> {
    AsyncThrowingStream { continuation in
      let task = Task {
        do {
          var before = 0
          var portion = Data()
          var lines = 0
          func send() async throws {
            try await self.send(portion, model) { answer in
              var answer = answer
              answer.index += before
              continuation.yield(answer)
            }
            before += lines
            (portion, lines) = (Data(), 0)
          }
          for drawing in drawings {
            portion += try JSONEncoder().encode(drawing)
            portion.append(UInt8(ascii: "\n"))
            lines += 1
            if lines == 20_000 || portion.count > 16 << 20 { try await send() }
          }
          if lines > 0 { try await send() }
          continuation.finish()
        } catch { continuation.finish(throwing: error) }
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  private func send(
    _ body: Data, _ model: String?, _ take: (BatchAnswer) -> Void
  ) async throws {
    let request = request(
      "POST", "batch", query: ["model": model], body: body, type: "application/x-ndjson")
    try await again {
      var (isBegun, isDone) = (false, false)
      do {
        for try await line in AnswerLines.of(request) {
          struct End: Decodable { let done: Bool? }
          isBegun = true
          if try decode(End.self, line).done == true {
            isDone = true
          } else {
            take(try decode(BatchAnswer.self, line))
          }
        }
      } catch let problem as InklingError where !isBegun { throw problem } catch {}
      // From the middle on it is not sent again: answers would come twice.
      if !isDone { throw InklingError("cut_off", "the answer broke off before its end") }
    }
  }
}

/// The lines of an answer while it comes: `URLSession.bytes` is missing on Linux.
private final class AnswerLines: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  // Safe to share: the session calls its delegate on one serial queue.
  private let continuation: AsyncThrowingStream<Data, any Error>.Continuation
  private var rest = Data()

  private init(_ continuation: AsyncThrowingStream<Data, any Error>.Continuation) {
    self.continuation = continuation
  }

  static func of(_ request: URLRequest) -> AsyncThrowingStream<Data, any Error> {
    AsyncThrowingStream { continuation in
      let lines = AnswerLines(continuation)
      let session = URLSession(configuration: .ephemeral, delegate: lines, delegateQueue: nil)
      let task = session.dataTask(with: request)
      continuation.onTermination = { _ in
        task.cancel()
        session.finishTasksAndInvalidate()
      }
      task.resume()
    }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    rest += data
    guard let answer = dataTask.response, InklingError(answer, Data()) == nil else { return }
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      if end > rest.startIndex { continuation.yield(rest[rest.startIndex..<end]) }
      rest = Data(rest[(end + 1)...])
    }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    if let error { return continuation.finish(throwing: InklingError(error)) }
    if let answer = task.response, let problem = InklingError(answer, rest) {
      return continuation.finish(throwing: problem)
    }
    continuation.finish()
  }
}
