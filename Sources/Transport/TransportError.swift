/// Why the program cannot take connections.
public enum TransportError: Error, CustomStringConvertible, Equatable {
  case addressTaken(host: String, port: Int)
  case addressNotOurs(host: String)
  case addressBarred(host: String, port: Int)
  case cannotListen(host: String, port: Int, reason: String)
  case contextRefused
  case unreadableCertificate(file: String)

  public var description: String {
    switch self {
    case .addressTaken(let host, let port):
      "Port \(port) on \(host) is taken by another program; choose another with --port, or --port 0 for any free one."
    case .addressNotOurs(let host):
      "This machine has no address \(host); use 127.0.0.1 for this machine alone or 0.0.0.0 for the network."
    case .addressBarred(let host, let port):
      "The system does not let this user listen on \(host):\(port); choose a port above 1023 with --port."
    case .cannotListen(let host, let port, let reason):
      "Cannot listen on \(host):\(port): \(reason)."
    case .contextRefused:
      "libwebsockets did not start; is its libev plugin (libwebsockets-evlib-ev) installed?"
    case .unreadableCertificate(let file):
      "The TLS file \(file) cannot be read; check --tls-cert and --tls-key."
    }
  }
}
