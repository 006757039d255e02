import Foundation
import Ink

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Asks a server of this program, one request at a time.
final class HTTPClient: @unchecked Sendable {
  // Safe to share: the session is thread-safe, the rest never changes.
  private let base: URL
  private let session: URLSession

  /// - Parameter address: `http://host:port`, or the same with `ws`.
  init(_ address: String) throws {
    let http = address.replacing("ws://", with: "http://").replacing("wss://", with: "https://")
    guard let url = URL(string: http), url.host != nil,
      url.scheme == "http" || url.scheme == "https"
    else {
      throw Failure(Failure.usage, "\"\(address)\" is no address; write http://127.0.0.1:8080.")
    }
    base = url
    let configuration = URLSessionConfiguration.ephemeral
    configuration.httpMaximumConnectionsPerHost = 4
    configuration.timeoutIntervalForRequest = 30
    session = URLSession(configuration: configuration)
  }

  /// - Returns: the session's token.
  func openSession() throws -> String {
    let (status, body) = try send("POST", "/api/session", body: [UInt8]("{}".utf8))
    guard status == 201, let token = try? JSON(parsing: body)["token"]?.string else {
      throw Failure(Failure.unavailable, "The server gave no session (\(status)).")
    }
    return token
  }

  /// - Returns: the status and the body.
  func send(_ method: String, _ path: String, body: [UInt8]? = nil, token: String? = nil)
    throws -> (Int, [UInt8])
  {
    var request = URLRequest(url: base.appending(path: path))
    request.httpMethod = method
    if let body {
      request.httpBody = Data(body)
      request.setValue("application/json", forHTTPHeaderField: "content-type")
    }
    if let token {
      request.setValue("Bearer \(token)", forHTTPHeaderField: "authorization")
    }
    let done = DispatchSemaphore(value: 0)
    let box = AnswerBox()
    session.dataTask(with: request) { data, response, _ in
      if let response = response as? HTTPURLResponse {
        box.answer = (response.statusCode, [UInt8](data ?? Data()))
      }
      done.signal()
    }.resume()
    done.wait()
    guard let answer = box.answer else {
      throw Failure(Failure.unavailable, "\(base.absoluteString) does not answer.")
    }
    return answer
  }

  private final class AnswerBox: @unchecked Sendable {
    // Safe to share: written before the semaphore is signalled, read after.
    var answer: (Int, [UInt8])?
  }
}
