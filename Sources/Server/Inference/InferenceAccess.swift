import Storage
import Synchronization
import Transport

/// Who may ask the model, and how often: this machine itself, and whoever has a key.
final class InferenceAccess: Sendable {
  private let keys: KeyRing
  private let buckets = Mutex(TokenBuckets())

  init(keys: KeyRing) { self.keys = keys }

  /// Whether a request needs no key, and so no look into the store.
  static func isOpen(to request: Request) -> Bool {
    request.peer == "::1" || request.peer.hasPrefix("127.")
      || request.peer.hasPrefix("::ffff:127.")
  }

  /// The key that a request shows: in a header, or for a WebSocket in the address.
  static func key(of request: Request) -> String? {
    KeyRing.text(of: request) ?? request.queryValue("key")
  }

  /// Lets a request pass that wants so many drawings looked at. May read the store.
  /// - Throws: 401, 403 or 429.
  func admit(_ request: Request, drawings: Int) throws {
    if Self.isOpen(to: request) {
      return try spend(drawings, by: request.peer, perSecond: 20_000)
    }
    guard let text = Self.key(of: request) else { throw Problem.needsKey }
    let key = try find(text, shownBy: request.peer)
    try spend(drawings, by: "key \(key.id)", perSecond: 2_000)
  }

  /// A key that lets its owner ask. Reads the store.
  /// - Parameter peer: pays for each attempt, so that trying keys takes long.
  /// - Throws: 401, 403 or 429.
  func find(_ text: String, shownBy peer: String) throws -> APIKey {
    try spend(1, by: peer, perSecond: 200)
    guard let key = try keys.find(text) else {
      throw Problem(401, "key_unknown", "This API key is not known here, or was revoked.")
    }
    guard key.permits(.classify) else { throw Problem.wrongScope(.classify) }
    return key
  }

  private func spend(_ count: Int, by who: String, perSecond: Double) throws {
    let isAdmitted = buckets.withLock {
      $0.take(
        Double(max(count, 1)), of: who,
        new: TokenBucket(capacity: perSecond, perSecond: perSecond))
    }
    guard isAdmitted else {
      var problem = Problem(
        429, "too_many_requests",
        "More than \(Int(perSecond)) a second; wait a second and ask for less at once.")
      problem.retryAfterSeconds = 1
      throw problem
    }
  }
}

extension Problem {
  static var needsKey: Problem {
    Problem(
      401, "key_needed",
      "From another machine the model is asked with an API key: Authorization: Bearer KEY.")
  }
}
