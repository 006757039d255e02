import Foundation
import Ink
import Synchronization
import Testing

@testable import Server

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// What a server says to a request.
struct TestAnswer {
  var status = 0
  var body: [UInt8] = []
  var json: JSON { (try? JSON(parsing: body)) ?? .null }
}

extension TestServer {
  func ask(
    _ method: String, _ path: String, body: String? = nil, headers: [String: String] = [:]
  ) throws -> TestAnswer {
    var request = URLRequest(url: try #require(URL(string: server.url + path)))
    request.httpMethod = method
    request.httpBody = body.map { Data($0.utf8) }
    request.httpShouldHandleCookies = false
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    let done = DispatchSemaphore(value: 0)
    let answer = Mutex(TestAnswer())
    URLSession.shared.dataTask(with: request) { data, response, _ in
      answer.withLock {
        $0 = TestAnswer(
          status: (response as? HTTPURLResponse)?.statusCode ?? 0, body: [UInt8](data ?? Data()))
      }
      done.signal()
    }.resume()
    done.wait()
    return answer.withLock { $0 }
  }
}
