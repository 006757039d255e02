/// What a client asks for: the head of an HTTP request, and its body once that is read.
public struct Request: Sendable {
  public enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"

    var hasBody: Bool { self == .post || self == .put || self == .patch }
  }

  public let method: Method
  /// Percent-decoded, starts with `/`, without the query.
  public let path: String
  /// Names and values, percent-decoded, in the order they came.
  public let query: [(name: String, value: String)]
  /// Only the headers that the program reads; names in lower case.
  public let headers: [String: String]
  /// The address of the other end, without the port.
  public let peer: String
  public internal(set) var body: [UInt8] = []
  /// Of an old client or a plain proxy.
  var isOfHTTP10 = false

  /// Stands for a request whose head made no sense.
  static let unreadable = Request(method: .get, path: "/", query: [], headers: [:], peer: "")

  /// Whether the client has this version already (RFC 9110, section 13.1.2).
  /// - Parameter etag: with its quotes.
  public func knows(etag: String) -> Bool {
    guard let known = headers["if-none-match"] else { return false }
    return known == "*"
      || known.split(separator: ",").contains {
        let tag = $0.drop { $0 == " " }
        return tag == etag || tag == "W/" + etag
      }
  }

  /// Whether the client may change this version: it named it, or none (RFC 9110, section 13.1.1).
  /// - Parameter etag: with its quotes.
  public func admits(etag: String) -> Bool {
    guard let wanted = headers["if-match"] else { return true }
    return wanted == "*"
      || wanted.split(separator: ",").contains { $0.drop { $0 == " " } == etag }
  }

  public func header(_ name: String) -> String? { headers[name] }

  public func queryValue(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// A cookie's value, or nil.
  public func cookie(_ name: String) -> String? {
    for part in (headers["cookie"] ?? "").split(separator: ";") {
      let pair = part.drop { $0 == " " }
      if let equals = pair.firstIndex(of: "="), pair[..<equals] == name {
        return String(pair[pair.index(after: equals)...])
      }
    }
    return nil
  }

  /// Whether the page that asks, if it is a page, came from this very server.
  public var originIsOwn: Bool {
    guard let origin = headers["origin"] else { return true }
    guard let host = headers["host"] else { return false }
    return origin == "http://\(host)" || origin == "https://\(host)"
  }
}

/// An answer.
public struct Response: Sendable {
  public var status: Int
  /// Names in lower case; the length is added by itself.
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// Makes the body while it is sent, instead of `body`.
  public var stream: BodyStream?

  public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  public mutating func set(_ name: String, _ value: String) {
    headers.removeAll { $0.name == name }
    headers.append((name, value))
  }
}
