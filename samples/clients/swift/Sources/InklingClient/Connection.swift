import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A TCP connection whose calls wait. Owns its descriptor.
final class Connection: @unchecked Sendable {
  // Safe to share: the descriptor never changes, and the system's calls on it may meet.
  private let descriptor: Int32

  init(host: String, port: Int, timeoutSeconds: Int) throws(InklingError) {
    var hints = addrinfo()
    #if canImport(Darwin)
      hints.ai_socktype = SOCK_STREAM
    #else
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #endif
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let first = found else {
      throw InklingError("unreachable", "\(host) has no address")
    }
    defer { freeaddrinfo(first) }
    var entry: UnsafeMutablePointer<addrinfo>? = first
    while let address = entry?.pointee {
      entry = address.ai_next
      let candidate = socket(address.ai_family, address.ai_socktype, address.ai_protocol)
      guard candidate >= 0 else { continue }
      Self.prepare(candidate, timeoutSeconds)
      if connect(candidate, address.ai_addr, address.ai_addrlen) == 0 {
        descriptor = candidate
        return
      }
      _ = sysClose(candidate)
    }
    throw InklingError("unreachable", "nobody answers at \(host):\(port)")
  }

  deinit { _ = sysClose(descriptor) }

  private static func prepare(_ descriptor: Int32, _ timeoutSeconds: Int) {
    var patience = timeval(tv_sec: timeoutSeconds, tv_usec: 0)
    // On Linux it bounds connecting too.
    setsockopt(
      descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
    #if canImport(Darwin)
      setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &yes, size)
    #endif
  }

  /// How long a read waits; zero for ever.
  func setReadingTimeout(seconds: Int) {
    var patience = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  /// What comes next; nil at the end.
  func read() -> Data? {
    var bytes = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = recv(descriptor, &bytes, bytes.count, 0)
      if count > 0 { return Data(bytes[..<count]) }
      if count == 0 || errno != EINTR { return nil }
    }
  }

  /// Writes all of it, or shuts the connection down.
  func write(_ data: Data) {
    #if canImport(Darwin)
      let flags: Int32 = 0
    #else
      let flags = Int32(MSG_NOSIGNAL)
    #endif
    data.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = send(descriptor, bytes.baseAddress! + sent, bytes.count - sent, flags)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return shutDown() }
        sent += count
      }
    }
  }

  /// Ends it in both directions; whoever reads is told.
  func shutDown() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

private func sysClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
