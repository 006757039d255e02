import Foundation
import Storage
import Transport

/// Who looks after the server, and how they sign in.
struct AdministratorSessions: Sendable {
  let store: Store
  let keys: KeyRing
  let attempts = LoginAttempts()
  /// Compared with when there is no such address, so that this takes as long.
  private let decoy: String

  static let cookieName = "inkling_admin"
  static let lifetimeInSeconds = 12 * 3_600

  init(store: Store, keys: KeyRing) {
    self.store = store
    self.keys = keys
    let random = { (count: Int) in
      Data((0..<count).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
    }
    decoy = Password.decoy(salt: random(16), key: random(32))
  }

  /// A session that has just begun.
  struct Login: Sendable {
    let administrator: Administrator
    let token: String
    /// ms since 1970.
    let expires: Int64
    /// The account's stored password text.
    let stored: String
  }

  /// Begins a session.
  /// - Parameter device: the cookie that tells a browser which has signed in before.
  /// - Returns: nil when address or password are wrong.
  /// - Throws: a 429 for who tries too often.
  func login(
    email: String, password: String, peer: String, device: String?
  ) throws -> Login? {
    let known = try store.administrator(email: email)
    let stored = known?.password ?? decoy
    try attempts.admit(peer, device: KnownDevice.name(in: device, of: stored))
    let isRight = Password.matches(password, stored: stored)
    guard isRight, let known else { return nil }
    return try begin(known.administrator, stored: stored, peer: peer)
  }

  /// Begins a session of somebody who has shown who they are.
  /// - Returns: nil when the account was disabled, or got another password, meanwhile.
  func begin(_ administrator: Administrator, stored: String, peer: String) throws -> Login? {
    let token = Sessions.newToken()
    let expires = storeTime() + Int64(Self.lifetimeInSeconds) * 1_000
    guard
      try store.beginSession(
        of: administrator, tokenHash: Sessions.hash(of: token), expires: expires, password: stored)
    else { return nil }
    attempts.succeeded(peer)
    return Login(administrator: administrator, token: token, expires: expires, stored: stored)
  }

  /// Who shows this: the token of a session, or a key for administration.
  func find(token: String) throws -> (administrator: Administrator, expires: Int64)? {
    if let key = try keys.find(token) {
      return key.permits(.admin) ? (Administrator(key: key), .max) : nil
    }
    guard Sessions.isPlausible(token) else { return nil }
    return try store.administrator(tokenHash: Sessions.hash(of: token))
  }

  /// Who asks; nil when it is no administrator. A key pays for it.
  /// - Throws: a 429 for a key that asks too often.
  func find(_ request: Request) throws -> (administrator: Administrator, expires: Int64)? {
    for shown in [request.cookie(Self.cookieName), KeyRing.text(of: request)].compactMap(\.self) {
      guard let found = try find(token: shown) else { continue }
      if let key = try keys.find(shown) { try keys.admit(key, for: .admin) }
      return found
    }
    return nil
  }

  func logout(token: String) throws {
    try store.endSession(tokenHash: Sessions.hash(of: token))
  }

  /// - Parameter token: nil makes the browser forget it.
  static func cookie(_ token: String?, isSecure: Bool) -> String {
    "\(cookieName)=\(token ?? ""); Path=/; Max-Age=\(token == nil ? 0 : lifetimeInSeconds); "
      + "HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
  }
}
