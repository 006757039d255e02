import CLibwebsockets

// The C library's sockets and clocks.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Milliseconds of a clock that never jumps.
public func monotonicMilliseconds() -> UInt64 { monotonicMicroseconds() / 1_000 }

/// Microseconds of a clock that never jumps.
public func monotonicMicroseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1_000
}

/// Raises this process's limit of open files as far as the system lets it.
///
/// libwebsockets sizes its tables by the limit, so this comes before the first event loop.
/// - Returns: the limit now in force.
@discardableResult
public func raiseOpenFileLimit() -> Int {
  var limit = rlimit()
  #if canImport(Glibc)
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
  #else
    let resource = RLIMIT_NOFILE
  #endif
  guard getrlimit(resource, &limit) == 0 else { return 1_024 }
  let wanted = min(limit.rlim_max, 65_536)
  if limit.rlim_cur < wanted {
    limit.rlim_cur = wanted
    setrlimit(resource, &limit)
  }
  getrlimit(resource, &limit)
  return Int(clamping: limit.rlim_cur)
}

/// Lets a socket hold little that the other end has not asked for yet: who reads slowly takes no
/// memory, and each bit that is read shows by the room it makes.
func keepLittleUnsent(_ descriptor: Int32) {
  var bytes: Int32 = 128 << 10
  setsockopt(
    descriptor, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, &bytes, socklen_t(MemoryLayout<Int32>.size))
}

/// Ends a connection in both directions; its owner sees that and closes it.
func endSocket(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_RDWR)) }

/// A listening TCP socket, shared by port with its siblings at other loops.
struct ListeningSocket {
  let descriptor: Int32
  let port: Int

  /// - Parameter shared: several sockets of this process may listen on the same port.
  init(host: String, port: Int, shared: Bool) throws(TransportError) {
    var hints = addrinfo()
    hints.ai_flags = AI_PASSIVE
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &found) == 0, let address = found else {
      throw .addressNotOurs(host: host)
    }
    defer { freeaddrinfo(found) }
    let descriptor = socket(
      address.pointee.ai_family, address.pointee.ai_socktype, address.pointee.ai_protocol)
    guard descriptor >= 0 else {
      throw .cannotListen(host: host, port: port, reason: String(cString: strerror(errno)))
    }
    var yes: Int32 = 1
    let size = socklen_t(MemoryLayout<Int32>.size)
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
    if shared { setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &yes, size) }
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    guard bind(descriptor, address.pointee.ai_addr, address.pointee.ai_addrlen) == 0,
      listen(descriptor, 4_096) == 0
    else {
      let code = errno
      closeDescriptor(descriptor)
      switch code {
      case EADDRINUSE: throw .addressTaken(host: host, port: port)
      case EADDRNOTAVAIL: throw .addressNotOurs(host: host)
      case EACCES: throw .addressBarred(host: host, port: port)
      default:
        throw .cannotListen(host: host, port: port, reason: String(cString: strerror(code)))
      }
    }
    self.descriptor = descriptor
    self.port = Self.boundPort(descriptor) ?? port
  }

  /// Accepts one connection; nil when none waits.
  /// - Throws: `AcceptFailure` when the process or the system has no descriptor left.
  func accept() throws(AcceptFailure) -> Int32? {
    #if os(Linux)
      let accepted = accept4(
        descriptor, nil, nil, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
    #else
      let accepted = Darwin.accept(descriptor, nil, nil)
      if accepted >= 0 { _ = fcntl(accepted, F_SETFL, O_NONBLOCK) }
    #endif
    if accepted >= 0 {
      var yes: Int32 = 1
      let size = socklen_t(MemoryLayout<Int32>.size)
      setsockopt(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
      return accepted
    }
    if errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM {
      throw AcceptFailure()
    }
    return nil
  }

  struct AcceptFailure: Error {}

  func close() { closeDescriptor(descriptor) }

  /// Finds out whether anybody, this program's twin included, listens here already.
  ///
  /// Sockets that share their port would otherwise split the clients between two servers.
  static func probe(host: String, port: Int) throws(TransportError) {
    try ListeningSocket(host: host, port: port, shared: false).close()
  }

  private static func boundPort(_ descriptor: Int32) -> Int? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let result = withUnsafeMutablePointer(to: &storage) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    guard result == 0 else { return nil }
    return withUnsafePointer(to: &storage) {
      // The port stands at the same place for IPv4 and IPv6.
      $0.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        Int(UInt16(bigEndian: $0.pointee.sin_port))
      }
    }
  }
}

func closeDescriptor(_ descriptor: Int32) { close(descriptor) }

/// The version of libwebsockets that is at work.
public func libraryVersion() -> String { String(cString: lws_get_library_version()) }
