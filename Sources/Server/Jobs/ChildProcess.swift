import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A process of ours that ends when we do: its standard input is a pipe that only we can write
/// to, and it takes the pipe's end for ours.
final class ChildProcess {
  let pid: pid_t
  private let lifeline: Int32

  /// How a child is started.
  enum Failure: Error, CustomStringConvertible {
    case cannotStart(program: String, reason: String)
    var description: String {
      switch self {
      case .cannotStart(let program, let reason): "\(program) cannot be started: \(reason)."
      }
    }
  }

  /// - Parameter program: the path; the arguments come without it.
  init(program: String, arguments: [String]) throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Self.failure(program, errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }

    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)

    // Signals that we ignore or that this thread has blocked are the child's own affair.
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    var usual = sigset_t()
    sigemptyset(&none)
    sigemptyset(&usual)
    for signal in [SIGTERM, SIGINT, SIGPIPE] { sigaddset(&usual, signal) }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &usual)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))

    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var pid: pid_t = 0
    let code = posix_spawn(&pid, program, &actions, &attributes, &words, environ)
    guard code == 0 else {
      close(ends[1])
      throw Self.failure(program, code)
    }
    self.pid = pid
    lifeline = ends[1]
  }

  deinit { close(lifeline) }

  /// Whether it has ended; to be asked again only while it has not.
  func hasEnded() -> Bool {
    var status: Int32 = 0
    let ended = waitpid(pid, &status, WNOHANG)
    return ended == pid || (ended < 0 && errno == ECHILD)
  }

  func terminate() { kill(pid, SIGTERM) }
  func kill() { _ = sendKill() }

  private func sendKill() -> Int32 { kill(pid, SIGKILL) }
  @discardableResult
  private func kill(_ pid: pid_t, _ signal: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.kill(pid, signal)
    #else
      Darwin.kill(pid, signal)
    #endif
  }

  private static func failure(_ program: String, _ code: Int32) -> Failure {
    .cannotStart(program: program, reason: String(cString: strerror(code)))
  }
}
