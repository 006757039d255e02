import Foundation

/// The server's answer to what it does not take, or what kept it from answering.
public struct InklingError: Error, Sendable, CustomStringConvertible {
  /// A fault of what was sent.
  public struct Fault: Codable, Sendable {
    public let path: String
    public let message: String
  }

  /// Stable, for programs. This library's own are `unreachable`, `timeout`, `cut_off` (an answer
  /// broke off), `closed` and `invalid`.
  public var code: String
  /// For people.
  public var message: String
  /// Of HTTP; 0 where there was no answer, or it came over a WebSocket.
  public var status = 0
  public var errors: [Fault] = []
  /// How long to wait before another attempt, where the server said so.
  public var retryAfterSeconds: Double?
  public var requestID: String?

  public init(_ code: String, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { "\(code): \(message)" }

  /// The error in an answer.
  init(status: Int, body: Data, retryAfter: String?) {
    struct Problem: Decodable {
      let code: String?
      let detail: String?
      let errors: [Fault]?
      let requestId: String?
    }
    let problem = try? decode(Problem.self, body)
    code = problem?.code ?? "http"
    message = problem?.detail ?? "the server answered \(status)"
    self.status = status
    errors = problem?.errors ?? []
    retryAfterSeconds = retryAfter.flatMap(Double.init)
    requestID = problem?.requestId
  }

  /// Whether another attempt changes nothing.
  var isHopeless: Bool { [400, 401, 403, 404].contains(status) }
}

/// How long to wait before attempt n + 1: doubling, with chance, so that clients do not come all at
/// once.
func backOff(attempt: Int, atLeast seconds: Double = 0) -> Duration {
  let longest = min(5, 0.25 * pow(2, Double(min(attempt, 8))))
  return .seconds(max(seconds, longest * .random(in: 0.5...1)))
}
