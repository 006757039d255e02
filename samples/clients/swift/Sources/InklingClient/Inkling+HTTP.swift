import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

extension Inkling {
  /// Asks, and again where that may help.
  /// - Returns: the body of an answer of status 2xx.
  func ask(
    _ method: String, _ path: String, query: [String: String?] = [:], body: Data? = nil
  ) async throws -> Data {
    let request = request(method, path, query: query, body: body, type: "application/json")
    return try await again {
      let (data, answer): (Data, URLResponse)
      do { (data, answer) = try await URLSession.shared.data(for: request) } catch {
        throw InklingError(error)
      }
      if let problem = InklingError(answer, data) { throw problem }
      return data
    }
  }

  func request(
    _ method: String, _ path: String, query: [String: String?], body: Data?, type: String
  ) -> URLRequest {
    var parts = URLComponents(url: address, resolvingAgainstBaseURL: false)!
    parts.path += "/api/inference/\(path)"
    let items = query.compactMap { name, value in value.map { URLQueryItem(name: name, value: $0) }
    }
    if !items.isEmpty { parts.queryItems = items }
    var request = URLRequest(url: parts.url!, timeoutInterval: timeoutSeconds)
    request.httpMethod = method
    request.httpBody = body
    if body != nil { request.setValue(type, forHTTPHeaderField: "Content-Type") }
    if let key { request.setValue("Bearer \(key)", forHTTPHeaderField: "Authorization") }
    return request
  }

  func again<Result>(_ attempt: () async throws -> Result) async throws -> Result {
    for count in 0... {
      do { return try await attempt() } catch let problem as InklingError {
        let mayPass =
          problem.code == "unreachable"
          || [429, 503].contains(problem.status) && problem.retryAfterSeconds != nil
        guard mayPass, count < retries else { throw problem }
        try await Task.sleep(
          for: backOff(attempt: count, atLeast: problem.retryAfterSeconds ?? 0))
      }
    }
    preconditionFailure("an endless loop ended")
  }
}

extension InklingError {
  /// What URLSession says.
  init(_ error: any Error) {
    let isLate = (error as? URLError)?.code == .timedOut
    self.init(isLate ? "timeout" : "unreachable", error.localizedDescription)
  }

  /// Nil for an answer of status 2xx.
  init?(_ answer: URLResponse, _ body: Data) {
    guard let answer = answer as? HTTPURLResponse else { return nil }
    guard !(200..<300 ~= answer.statusCode) else { return nil }
    self.init(
      status: answer.statusCode, body: body,
      retryAfter: answer.value(forHTTPHeaderField: "Retry-After"))
  }
}
