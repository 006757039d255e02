import Storage
import Transport

/// Who may ask the model, and how often: this machine itself, administrators, and whoever has a key.
final class InferenceAccess: Sendable {
  private let administrators: AdministratorSessions
  private var keys: KeyRing { administrators.keys }

  /// Unknown keys that one address may show in a second.
  private static let tries = 200

  init(administrators: AdministratorSessions) { self.administrators = administrators }

  /// Lets a request pass that wants so many drawings looked at. May read the store.
  /// - Throws: 401, 403 or 429.
  @discardableResult
  func admit(
    _ request: Request, for scope: KeyScope = .classify, drawings: Int = 1
  ) throws -> Asker {
    let asker = try find(Shown(request), peer: request.peer, for: scope)
    try spend(drawings, by: asker)
    return asker
  }

  /// Who it is that shows this. Reads the store.
  /// - Parameter peer: pays for each attempt with an unknown key, so that trying keys takes long.
  /// - Throws: 401, 403 or 429.
  func find(_ shown: Shown, peer: String, for scope: KeyScope) throws -> Asker {
    switch shown {
    case .place: return .local(peer)
    case .nothing: throw Problem.needsKey
    case .administrator(let token):
      guard let (administrator, _) = try administrators.find(token: token) else {
        throw Problem.needsKey
      }
      return Asker(administrator)
    case .key(let text):
      let tries = "tries \(peer)"
      guard keys.hasLeft(tries) else { throw Problem.tooMuch(Self.tries) }
      guard let key = try keys.find(text) else {
        _ = keys.take(1, of: tries, perSecond: Self.tries)
        throw Problem(401, "key_unknown", "This API key is not known here, or was revoked.")
      }
      guard key.permits(scope) else {
        keys.usage.note(KeyUse(requests: 1, refused: 1), of: key.id)
        throw Problem.wrongScope(scope)
      }
      keys.usage.note(KeyUse(requests: 1), of: key.id)
      return Asker(key)
    }
  }

  /// - Parameter each: what one of them costs, for those that take long.
  /// - Throws: a 429 when that is too much at once.
  func spend(_ drawings: Int, each: Int = 1, by asker: Asker) throws {
    guard trySpend(drawings, each: each, by: asker) else {
      if let key = asker.key { keys.usage.note(KeyUse(refused: 1), of: key.id) }
      throw Problem.tooMuch(asker.perSecond)
    }
  }

  /// - Returns: false when it is too much just now.
  func trySpend(_ drawings: Int, each: Int = 1, by asker: Asker) -> Bool {
    guard drawings > 0 else { return true }
    let isAdmitted = keys.take(drawings * each, of: asker.name, perSecond: asker.perSecond)
    guard isAdmitted else { return false }
    if let key = asker.key { keys.usage.note(KeyUse(drawings: drawings), of: key.id) }
    return true
  }

  /// Whether another drawing may be looked at now.
  func hasLeft(_ asker: Asker) -> Bool { keys.hasLeft(asker.name) }

  /// Whether the key was revoked since. Reads the store.
  func isRevoked(_ asker: Asker) throws -> Bool {
    guard let key = asker.key else { return false }
    return try !revoked(of: [key.id]).isEmpty
  }

  /// Has what keys were used for written down, if that is due.
  func noteUsage() { keys.usage.noteIfDue() }

  /// Those of some keys that are good no longer. Reads the store.
  func revoked(of keys: Set<Int64>) throws -> Set<Int64> {
    try self.keys.revoked(of: keys)
  }
}

extension Problem {
  static var needsKey: Problem {
    Problem(
      401, "key_needed",
      "From another machine the model is asked with an API key: Authorization: Bearer KEY.")
  }

  static func tooMuch(_ perSecond: Int) -> Problem {
    var problem = Problem(
      429, "too_many_requests",
      "More than \(perSecond) a second; wait a second and ask for less at once.")
    problem.retryAfterSeconds = 1
    return problem
  }

  static func unknownModel(_ version: String) -> Problem {
    Problem(
      422, "unknown_model",
      "There is no model \"\(version.prefix(64))\"; GET /api/inference/models names those there are."
    )
  }
}
