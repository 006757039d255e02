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

/// Knows keys by their texts, and counts what they are used for.
final class KeyRing: Sendable {
  private let store: Store
  let usage: KeyUsage
  private let buckets = Mutex(TokenBuckets())

  /// Drawings a second that a key may ask about unless it says another number.
  static let usualPerSecond = 2_000
  static let perSecondLimits = 1...100_000
  /// What each key begins with, so that people, and programs that search for secrets, see what it
  /// is, and the token of a session is not looked for among the keys.
  private static let prefix = "inkling_"

  init(store: Store) {
    self.store = store
    usage = KeyUsage(store: store)
  }

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
    usage.note(KeyUse(), of: key.id)
    return key
  }

  /// The key that a request shows in a header, if it is one.
  func find(_ request: Request) throws -> APIKey? {
    try Self.text(of: request).flatMap(find)
  }

  /// Lets a request pass by a key that is for it, and counts it.
  /// - Throws: 403 or 429.
  func admit(_ key: APIKey, for scope: KeyScope) throws {
    guard key.permits(scope) else {
      usage.note(KeyUse(requests: 1, refused: 1), of: key.id)
      throw Problem.wrongScope(scope)
    }
    let asker = Asker(key)
    let isAdmitted = take(1, of: asker.name, perSecond: asker.perSecond)
    usage.note(KeyUse(requests: 1, refused: isAdmitted ? 0 : 1), of: key.id)
    guard isAdmitted else { throw Problem.tooMuch(asker.perSecond) }
  }

  /// Takes from what somebody may still ask for.
  /// - Returns: false when it is too much just now.
  func take(_ count: Int, of who: String, perSecond: Int) -> Bool {
    buckets.withLock {
      $0.take(
        Double(count), of: who,
        new: TokenBucket(capacity: Double(perSecond), perSecond: Double(perSecond)))
    }
  }

  /// Whether anything is left of it now.
  func hasLeft(_ who: String) -> Bool { buckets.withLock { $0.has(of: who) } }

  /// Those of some keys that are good no longer.
  func revoked(of keys: Set<Int64>) throws -> Set<Int64> { try store.revoked(of: keys) }
}

/// What keys were used for since it was written down last: a request is no reason for a commit.
final class KeyUsage: Sendable {
  private struct State {
    var uses: [Int64: KeyUse] = [:]
    /// ms since 1970.
    var written: Int64 = 0
  }

  private let store: Store
  private let state = Mutex(State())
  /// ms between two notes.
  private static let period: Int64 = 5_000

  init(store: Store) { self.store = store }

  /// - Parameter use: nothing but that it was used, when it is empty.
  func note(_ use: KeyUse, of key: Int64) {
    state.withLock { $0.uses[key, default: KeyUse()] += use }
  }

  /// Passes on what is new, every few seconds. Nobody waits for it.
  func noteIfDue() {
    let now = storeTime()
    let due = state.withLock { state -> [Int64: KeyUse]? in
      guard now - state.written >= Self.period, !state.uses.isEmpty else { return nil }
      defer { state = State(written: now) }
      return state.uses
    }
    if let due { store.writer.note(due) }
  }

  /// Writes down what is not yet.
  func write() throws {
    let uses = state.withLock { state in
      defer { state = State(written: storeTime()) }
      return state.uses
    }
    do { try store.note(uses) } catch {
      state.withLock { state in
        for (key, use) in uses { state.uses[key, default: KeyUse()] += use }
      }
      throw error
    }
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
