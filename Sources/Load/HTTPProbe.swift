import CLoad

/// Asks a server one thing after the other, on one connection, waiting for each answer.
public final class HTTPProbe {
  private let host, address: String
  private let port: Int
  private var descriptor: Int32 = -1
  private var bytes: [UInt8] = []

  public init(host: String, port: Int) throws(LoadError) {
    var name = [CChar](repeating: 0, count: 64)
    guard load_resolve(host, &name, 64) != 0 else { throw .unknownHost(host) }
    (self.host, self.port) = (host, port)
    address = name.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit { hangUp() }

  /// - Parameters:
  ///   - token: a session's.
  ///   - cookie: `name=value`.
  /// - Returns: the status and the body.
  public func get(
    _ path: String, token: String? = nil, cookie: String? = nil
  ) throws(LoadError) -> (status: Int, body: [UInt8]) {
    try ask("GET \(path)", Self.headers(token, cookie), [])
  }

  /// - Parameter body: JSON.
  /// - Returns: the status and the body.
  public func post(
    _ path: String, _ body: [UInt8], token: String? = nil, cookie: String? = nil
  ) throws(LoadError) -> (status: Int, body: [UInt8]) {
    let kind = "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n"
    return try ask("POST \(path)", Self.headers(token, cookie) + kind, body)
  }

  private static func headers(_ token: String?, _ cookie: String?) -> String {
    (token.map { "Authorization: Bearer \($0)\r\n" } ?? "")
      + (cookie.map { "Cookie: \($0)\r\n" } ?? "")
  }

  private func ask(
    _ line: String, _ headers: String, _ body: [UInt8]
  ) throws(LoadError) -> (status: Int, body: [UInt8]) {
    let isFresh = descriptor < 0
    if let answer = attempt(line, headers, body) { return answer }
    hangUp()
    // The server may have ended a connection that was silent for long.
    if !isFresh, let answer = attempt(line, headers, body) { return answer }
    hangUp()
    throw .silent(address: "\(host):\(port)")
  }

  private func hangUp() {
    if descriptor >= 0 { load_drop(descriptor) }
    descriptor = -1
  }

  private func attempt(
    _ line: String, _ headers: String, _ body: [UInt8]
  ) -> (Int, [UInt8])? {
    if descriptor < 0 {
      descriptor = load_connect(address, Int32(port))
      guard descriptor >= 0, load_await(descriptor, UInt32(LOAD_WRITES), 5_000) != 0,
        load_connected(descriptor) == 0
      else { return nil }
    }
    let request =
      Array("\(line) HTTP/1.1\r\nHost: \(host):\(port)\r\n\(headers)\r\n".utf8) + body
    guard Int(load_send(descriptor, request, UInt64(request.count))) == request.count else {
      return nil
    }
    bytes.removeAll(keepingCapacity: true)
    while true {
      if let answer = whole() { return answer }
      guard load_await(descriptor, UInt32(LOAD_READS), 30_000) != 0, receive() else { return nil }
    }
  }

  private func receive() -> Bool {
    let old = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: 65_536))
    let count = bytes.withUnsafeMutableBytes { buffer in
      Int(load_receive(descriptor, buffer.baseAddress! + old, 65_536))
    }
    bytes.removeLast(65_536 - max(count, 0))
    return count > 0
  }

  /// The answer, once its head and as much as its length says have come.
  private func whole() -> (Int, [UInt8])? {
    bytes.withUnsafeBytes { raw in
      guard let head = Handshake.end(of: raw) else { return nil }
      let lines = String(decoding: raw[..<head], as: UTF8.self).lowercased()
      let length = lines.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) }
      guard let length, raw.count >= head + length else { return nil }
      return (Handshake.status(raw), Array(raw[head..<(head + length)]))
    }
  }
}
