import Crypto
import Foundation
import Ink
import Storage
import Synchronization

/// Who asks: a person, and the token that says so.
struct Session: Sendable {
  let user: User
  let token: String

  /// A short name of the session that gives nothing away.
  var name: String { String(hexOf: Sessions.hash(of: token).prefix(8)) }
}

/// Knows sessions by the hashes of their tokens; the tokens themselves are kept nowhere.
final class Sessions: Sendable {
  private let store: Store
  private let known = Mutex<[[UInt8]: User]>([:])
  /// Beyond that many the cache starts over: a look-up costs some 30 us.
  private static let cacheLimit = 50_000

  init(store: Store) { self.store = store }

  /// The session of a token, from memory only; nil when the store has to be asked.
  func cached(token: String) -> Session? {
    let hash = Self.hash(of: token)
    return known.withLock { $0[hash] }.map { Session(user: $0, token: token) }
  }

  /// The session of a token, or nil when there is none. May read the store.
  func find(token: String) throws(StoreError) -> Session? {
    guard Self.isPlausible(token) else { return nil }
    if let session = cached(token: token) { return session }
    let hash = Self.hash(of: token)
    guard let user = try store.user(tokenHash: hash) else { return nil }
    remember(user, hash)
    return Session(user: user, token: token)
  }

  /// Makes a person and their session; calls back once it is durable, on the writer's thread.
  func create(
    name: String?, consent: Bool? = nil,
    completion: @escaping @Sendable (Result<Session, StoreError>) -> Void
  ) {
    let token = Self.newToken()
    let hash = Self.hash(of: token)
    store.writer.createSession(
      publicID: .random(), name: name, tokenHash: hash, consent: consent
    ) { result in
      completion(
        result.map { user in
          self.remember(user, hash)
          return Session(user: user, token: token)
        })
    }
  }

  /// Makes another session of a person; calls back once it is durable, on the writer's thread.
  func create(
    for user: User, completion: @escaping @Sendable (Result<Session, StoreError>) -> Void
  ) {
    let token = Self.newToken()
    let hash = Self.hash(of: token)
    store.writer.addSession(userID: user.id, tokenHash: hash) { result in
      completion(
        result.map {
          self.remember(user, hash)
          return Session(user: user, token: token)
        })
    }
  }

  private func remember(_ user: User, _ hash: [UInt8]) {
    known.withLock { known in
      if known.count >= Self.cacheLimit { known.removeAll() }
      known[hash] = user
    }
  }

  static func hash(of token: String) -> [UInt8] { Array(SHA256.hash(data: Data(token.utf8))) }

  static func isPlausible(_ token: String) -> Bool { 20...128 ~= token.utf8.count }

  /// 32 random bytes in the alphabet that may stand in addresses.
  static func newToken() -> String {
    // One call into the kernel instead of one for each byte: ten thousand come at once.
    var letters = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedData() }
    while letters.last == UInt8(ascii: "=") { letters.removeLast() }
    return String(
      decoding: letters.map { letter in
        switch letter {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: letter
        }
      }, as: UTF8.self)
  }
}
