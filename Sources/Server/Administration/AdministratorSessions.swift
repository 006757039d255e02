import Foundation
import Storage
import Synchronization

/// Who looks after the server, and how they sign in.
struct AdministratorSessions: Sendable {
  let store: Store
  private let attempts = Attempts()
  /// Compared with when there is no such address, so that this takes as long.
  private let decoy: String

  static let cookieName = "inkling_admin"
  static let lifetimeInSeconds = 12 * 3_600

  init(store: Store) {
    self.store = store
    let random = { (count: Int) in
      Data((0..<count).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
    }
    decoy = Password.decoy(salt: random(16), key: random(32))
  }

  /// Begins a session.
  /// - Returns: nil when address or password are wrong.
  /// - Throws: a 429 when one address, or all together, try too often.
  func login(
    email: String, password: String, peer: String
  ) throws -> (administrator: Administrator, token: String, expires: Int64)? {
    guard attempts.admits(peer) else {
      var problem = Problem(
        429, "too_many_requests", "Too many attempts to sign in; try again in ten seconds.")
      problem.retryAfterSeconds = 10
      throw problem
    }
    let known = try store.administrator(email: email)
    let isRight = Password.matches(password, stored: known?.password ?? decoy)
    guard isRight, let known else { return nil }
    let token = Sessions.newToken()
    let expires = storeTime() + Int64(Self.lifetimeInSeconds) * 1_000
    try store.beginSession(
      of: known.administrator, tokenHash: Sessions.hash(of: token), expires: expires)
    return (known.administrator, token, expires)
  }

  func find(token: String) throws -> (administrator: Administrator, expires: Int64)? {
    guard Sessions.isPlausible(token) else { return nil }
    return try store.administrator(tokenHash: Sessions.hash(of: token))
  }

  func logout(token: String) throws {
    try store.endSession(tokenHash: Sessions.hash(of: token))
  }

  /// - Parameter token: nil makes the browser forget it.
  static func cookie(_ token: String?, isSecure: Bool) -> String {
    "\(cookieName)=\(token ?? ""); Path=/; Max-Age=\(token == nil ? 0 : lifetimeInSeconds); "
      + "HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
  }

  /// Bounds how often passwords are tried: each costs 32 MB and some 60 ms.
  private final class Attempts: Sendable {
    private let buckets = Mutex(TokenBuckets())
    private let together = Mutex(TokenBucket(capacity: 30, perSecond: 5))

    func admits(_ peer: String) -> Bool {
      let own = buckets.withLock {
        $0.take(of: peer, new: TokenBucket(capacity: 10, perSecond: 0.1))
      }
      return own && together.withLock { $0.take() }
    }
  }
}
