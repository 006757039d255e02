import Crypto
import Foundation
import Synchronization

/// Bounds how often passwords are tried: each costs 32 MB and some 60 ms.
///
/// Strangers share what they may try; whoever signed in before does not, so that no number of
/// strangers can shut out an administrator.
final class LoginAttempts: Sendable {
  private struct State {
    var buckets = TokenBuckets()
    var strangers = TokenBucket(capacity: 30, perSecond: 5)
    /// The networks from which somebody signed in since the start.
    var welcome: Set<String> = []
  }

  private let state = Mutex(State())
  private static let welcomeAtMost = 1_000

  /// - Parameters:
  ///   - peer: the address that tries.
  ///   - device: the name of a browser that has signed in to this very account before.
  /// - Throws: a 429 when one network, or all strangers together, try too often.
  func admit(_ peer: String, device: String? = nil) throws {
    let network = Self.network(of: peer)
    let isAdmitted = state.withLock { state in
      let own = state.buckets.take(
        of: device.map { "device \($0)" } ?? network,
        new: TokenBucket(capacity: 10, perSecond: 0.1))
      return own
        && (device != nil || state.welcome.contains(network) || state.strangers.take())
    }
    guard isAdmitted else {
      var problem = Problem(
        429, "too_many_requests", "Too many attempts with passwords; try again in ten seconds.")
      problem.retryAfterSeconds = 10
      throw problem
    }
  }

  /// Somebody has signed in from there.
  func succeeded(_ peer: String) {
    state.withLock { state in
      if state.welcome.count >= Self.welcomeAtMost { state.welcome.removeAll() }
      state.welcome.insert(Self.network(of: peer))
    }
  }

  /// What one household or one machine has: an address, or the first half of one of IPv6.
  static func network(of peer: String) -> String {
    guard peer.contains(":"), !peer.contains(".") else { return peer }
    let halves = peer.split(separator: "%")[0].components(separatedBy: "::")
    var groups = halves[0].split(separator: ":").map(String.init)
    if halves.count == 2 {
      let rest = halves[1].split(separator: ":").map(String.init)
      groups += Array(repeating: "0", count: max(0, 8 - groups.count - rest.count)) + rest
    }
    return groups.prefix(4).joined(separator: ":")
  }
}

/// A browser from which somebody has signed in to an account before, after OWASP's device cookies:
/// a name, and a code for it that only this server can make. Another password makes it void.
enum KnownDevice {
  static let cookieName = "inkling_admin_device"
  private static let lifetimeInSeconds = 180 * 86_400

  /// The name in a cookie that was made for this account.
  /// - Parameter stored: the account's stored password text.
  static func name(in cookie: String?, of stored: String) -> String? {
    guard let parts = cookie?.split(separator: "."), parts.count == 2,
      let code = Data(base64Encoded: String(parts[1])),
      HMAC<SHA256>.isValidAuthenticationCode(
        code, authenticating: message(parts[0]), using: key(stored))
    else { return nil }
    return String(parts[0])
  }

  static func cookie(for stored: String, isSecure: Bool) -> String {
    let name = Sessions.newToken()
    let code = Data(HMAC<SHA256>.authenticationCode(for: message(name), using: key(stored)))
    return "\(cookieName)=\(name).\(code.base64EncodedString()); Path=/api/admin; "
      + "Max-Age=\(lifetimeInSeconds); HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
  }

  private static func message(_ name: some StringProtocol) -> Data {
    Data("known device \(name)".utf8)
  }

  private static func key(_ stored: String) -> SymmetricKey {
    SymmetricKey(data: Data(stored.utf8))
  }
}
