import Storage
import Synchronization
import Transport

/// What a key may be good for.
enum KeyScope: String, CaseIterable, Sendable {
  /// Asking the model, and fetching it.
  case classify
  /// Having drawings made up.
  case generate
  /// Handing in drawings without a session, and getting them back.
  case submit
  /// All that an administrator may.
  case admin
}

extension APIKey {
  func permits(_ scope: KeyScope) -> Bool { scopes.contains(scope.rawValue) }
}

/// Knows keys by their texts, and notes when they are used.
final class KeyRing: Sendable {
  private let store: Store
  /// When the use of each key was noted last; ms since 1970.
  private let noted = Mutex<[Int64: Int64]>([:])

  /// ms between two notes of one key: a note is a write.
  private static let notePeriod: Int64 = 60_000
  /// What each key begins with, so that people, and programs that search for secrets, see what it
  /// is, and the token of a session is not looked for among the keys.
  private static let prefix = "inkling_"

  init(store: Store) { self.store = store }

  static func newText() -> String { prefix + Sessions.newToken() }

  /// Whether a text could be a key, and not the token of a session.
  static func isPlausible(_ text: String) -> Bool {
    text.hasPrefix(prefix) && Sessions.isPlausible(text)
  }

  /// The key that a request shows in a header. Addresses end up in logs, so they open little.
  static func text(of request: Request) -> String? {
    request.header("x-api-key") ?? request.bearer
  }

  /// A key that was not revoked; nil when this is none. Reads the store.
  func find(_ text: String) throws -> APIKey? {
    guard Self.isPlausible(text),
      let key = try store.apiKey(hash: Sessions.hash(of: text))
    else { return nil }
    let now = storeTime()
    let isNews = noted.withLock { noted in
      guard now - noted[key.id, default: 0] >= Self.notePeriod else { return false }
      noted[key.id] = now
      return true
    }
    if isNews { store.writer.noteUse(ofKey: key.id) }
    return key
  }

  /// The key that a request shows in a header, if it is one.
  func find(_ request: Request) throws -> APIKey? {
    try Self.text(of: request).flatMap(find)
  }
}

extension Request {
  /// What follows `Bearer` in the header for it.
  var bearer: String? {
    guard let header = header("authorization"), header.lowercased().hasPrefix("bearer ") else {
      return nil
    }
    return String(header.dropFirst("bearer ".count))
  }
}

extension Problem {
  /// A key that is for something else.
  static func wrongScope(_ scope: KeyScope) -> Problem {
    Problem(
      403, "key_scope", "This API key is not for \"\(scope.rawValue)\"; make one that is.")
  }
}
