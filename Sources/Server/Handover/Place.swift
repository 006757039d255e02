import Ink
import Transport

/// The address by which a client reached this server, as far as it can be trusted to be one.
struct Place: Equatable, Sendable {
  /// `http://192.168.1.20:8080`
  let origin: String

  /// - Parameter network: this machine's address in the local network, where it is reached from
  ///   there. A page that was opened here as `localhost` is meant to be found by others under it.
  /// - Throws: a 422 when the request names no host, or one that cannot be.
  init(of request: Request, isSecure: Bool, network: String? = nil) throws(Problem) {
    guard let host = request.header("host"), Self.isHost(host) else {
      throw .invalid(
        "The Host header names the server's address, as 192.168.1.20:8080.",
        [Fault(path: "host", message: "a name or an address, and perhaps a port")])
    }
    origin =
      (isSecure ? "https://" : "http://") + (network.map { Self.moved(host, to: $0) } ?? host)
  }

  /// A page of this server under that address.
  /// - Parameter path: with its query and fragment.
  /// - Throws: a 422 for what leads elsewhere, or is no path.
  func address(of path: String) throws(Problem) -> String {
    guard Self.isOwnPath(path) else {
      throw .invalid(
        "A path leads to a page of this server: /… of 1 to 256 printable ASCII characters.",
        [Fault(path: "path", message: "a path of this server")])
    }
    return origin + path
  }

  /// A host that means nothing elsewhere becomes another; the port stays.
  static func moved(_ host: String, to address: String) -> String {
    for own in ["localhost", "[::1]", "127.0.0.1"] where host.lowercased().hasPrefix(own) {
      let rest = host.dropFirst(own.count)
      if rest.isEmpty || rest.hasPrefix(":") { return address + rest }
    }
    return host
  }

  /// A name or an IPv4 address, or an IPv6 one in brackets, with or without a port.
  static func isHost(_ host: String) -> Bool {
    var name = host.utf8[...]
    guard 1...255 ~= name.count else { return false }
    let isBracketed = name.first == UInt8(ascii: "[")
    if isBracketed {
      guard let end = name.firstIndex(of: UInt8(ascii: "]")) else { return false }
      let inner = name[name.index(after: name.startIndex)..<end]
      guard 2...45 ~= inner.count,
        inner.allSatisfy({ $0.isHexDigit || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") })
      else { return false }
      name = name[name.index(after: end)...]
    } else {
      let end = name.firstIndex(of: UInt8(ascii: ":")) ?? name.endIndex
      let inner = name[..<end]
      guard !inner.isEmpty,
        inner.allSatisfy({
          $0.isLetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
        })
      else { return false }
      name = name[end...]
    }
    guard name.first != nil else { return true }
    guard name.first == UInt8(ascii: ":") else { return false }
    let digits = name.dropFirst()
    return 1...5 ~= digits.count && digits.allSatisfy { 0x30...0x39 ~= $0 }
  }

  /// Browsers read `//host` and `/\host` as another server's.
  static func isOwnPath(_ path: String) -> Bool {
    let bytes = Array(path.utf8)
    guard 1...256 ~= bytes.count, bytes[0] == UInt8(ascii: "/") else { return false }
    guard bytes.allSatisfy({ 0x21...0x7e ~= $0 && $0 != UInt8(ascii: "\\") }) else { return false }
    return bytes.count == 1 || bytes[1] != UInt8(ascii: "/")
  }
}

extension UInt8 {
  fileprivate var isHexDigit: Bool {
    0x30...0x39 ~= self || 0x41...0x46 ~= self || 0x61...0x66 ~= self
  }
}
