/// Why a load cannot be put on a server.
public enum LoadError: Error, Equatable, CustomStringConvertible {
  case unreadable(file: String)
  case longLine(file: String, line: Int)
  case unknownHost(String)
  case noSocket
  case silent(address: String)

  public var description: String {
    switch self {
    case .unreadable(let file): "The file \(file) cannot be read."
    case .longLine(let file, let line): "\(file), line \(line) is longer than 8 MiB."
    case .unknownHost(let host): "The host \(host) is not known; check the address."
    case .noSocket: "The system gives no sockets; raise its limit with ulimit -n 20000."
    case .silent(let address): "\(address) does not answer."
    }
  }
}
