import Foundation

/// This machine's address in the local network, as tablets reach it.
public enum LocalNetwork {
  public static func url(of server: InklingServer) -> String? {
    address.map { "\(server.scheme)://\($0):\(server.port)" }
  }

  /// The first IPv4 address of an interface that is up and not the loopback.
  public static var address: String? {
    var first: UnsafeMutablePointer<ifaddrs>?
    guard getifaddrs(&first) == 0 else { return nil }
    defer { freeifaddrs(first) }
    for pointer in sequence(first: first, next: { $0?.pointee.ifa_next }) {
      guard let entry = pointer?.pointee, let address = entry.ifa_addr,
        address.pointee.sa_family == sa_family_t(AF_INET),
        entry.ifa_flags & UInt32(IFF_UP) != 0, entry.ifa_flags & UInt32(IFF_LOOPBACK) == 0
      else { continue }
      var text = [CChar](repeating: 0, count: 64)
      let result = getnameinfo(
        address, socklen_t(MemoryLayout<sockaddr_in>.size), &text, socklen_t(text.count), nil, 0,
        NI_NUMERICHOST)
      if result == 0 { return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) } }
    }
    return nil
  }
}
