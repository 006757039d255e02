import Foundation

/// The beginning of a WebSocket: a request and its answer.
struct Handshake {
  let url: URL
  let key: String?
  private let nonce = Data((0..<16).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()

  init(url: URL, key: String?) {
    self.url = url
    self.key = key
  }

  /// - Returns: what came behind the answer's head.
  func perform(on connection: Connection) throws(InklingError) -> Data {
    connection.setReadingTimeout(seconds: 10)
    connection.write(Data(request.utf8))
    var bytes = Data()
    var head: Range<Data.Index>?
    while head == nil {
      guard let piece = connection.read(), bytes.count < 65_536 else {
        throw InklingError("unreachable", "the handshake was not answered")
      }
      bytes += piece
      head = bytes.range(of: Data("\r\n\r\n".utf8))
    }
    let lines = String(decoding: bytes[..<head!.lowerBound], as: UTF8.self)
      .components(separatedBy: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = line[line.index(after: colon)...]
        .trimmingCharacters(in: .whitespaces)
    }
    var rest = Data(bytes[head!.upperBound...])
    let status = Int(lines[0].split(separator: " ").dropFirst().first ?? "") ?? 0
    guard status == 101 else {
      let length = Int(headers["content-length"] ?? "") ?? 0
      while rest.count < length, let piece = connection.read() { rest += piece }
      throw InklingError(status: status, body: rest, retryAfter: headers["retry-after"])
    }
    let proof = Data(sha1(Array("\(nonce)258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8)))
    guard headers["sec-websocket-accept"] == proof.base64EncodedString() else {
      throw InklingError("unreachable", "the server answered with a proof that is not of our key")
    }
    connection.setReadingTimeout(seconds: 0)
    return rest
  }

  private var request: String {
    var lines = [
      "GET \(url.path)\(url.query.map { "?\($0)" } ?? "") HTTP/1.1",
      "Host: \(url.host ?? "")\(url.port.map { ":\($0)" } ?? "")", "Connection: Upgrade",
      "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: \(nonce)",
    ]
    if let key { lines.append("Authorization: Bearer \(key)") }
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }
}

/// SHA-1 (FIPS 180-4), which the handshake asks for; it protects nothing here.
func sha1(_ message: [UInt8]) -> [UInt8] {
  var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
  var bytes = message + [0x80]
  while bytes.count % 64 != 56 { bytes.append(0) }
  let bits = UInt64(message.count) * 8
  bytes += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
  func turned(_ word: UInt32, _ by: UInt32) -> UInt32 { word << by | word >> (32 - by) }
  for block in stride(from: 0, to: bytes.count, by: 64) {
    var words = (0..<16).map { index in
      (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[block + index * 4 + $1]) }
    }
    for index in 16..<80 {
      words.append(
        turned(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1))
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for index in 0..<80 {
      let (mix, constant): (UInt32, UInt32) =
        switch index {
        case ..<20: (b & c | ~b & d, 0x5A82_7999)
        case ..<40: (b ^ c ^ d, 0x6ED9_EBA1)
        case ..<60: (b & c | b & d | c & d, 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
      let next = turned(a, 5) &+ mix &+ e &+ constant &+ words[index]
      (a, b, c, d, e) = (next, a, turned(b, 30), c, d)
    }
    for (index, word) in [a, b, c, d, e].enumerated() { state[index] &+= word }
  }
  return state.flatMap { word in
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
  }
}
