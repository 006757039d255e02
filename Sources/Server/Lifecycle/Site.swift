import Ink
import Logging
import Storage
import Synchronization
import Transport

/// What all loops answer with: the routes, the files, the pool, and the headers on everything.
final class Site: Sendable {
  static let cookieName = "inkling_session"

  let router: Router
  let files: StaticFiles
  let pool: WorkPool
  /// For what takes long: one after the other, apart from all the rest.
  let slowPool: WorkPool
  let admission: Admission
  let sessions: Sessions
  private let administrators: AdministratorSessions
  private let keys: KeyRing
  private let isSecure: Bool
  private let log: Logger

  init(
    router: Router, files: StaticFiles, pool: WorkPool, slowPool: WorkPool, admission: Admission,
    sessions: Sessions, administrators: AdministratorSessions, isSecure: Bool, log: Logger
  ) {
    self.router = router
    self.files = files
    self.pool = pool
    self.slowPool = slowPool
    self.admission = admission
    self.sessions = sessions
    self.administrators = administrators
    keys = administrators.keys
    self.isSecure = isSecure
    self.log = log
  }

  /// Runs a route's handler on the pool; whatever it throws becomes an answer.
  func run(
    _ route: Route, _ request: Request, _ parameters: [String], requestID: String
  ) -> Response {
    do {
      let (session, administrator) = try whoAsks(request, for: route.access)
      if request.method != .get && request.method != .head && !request.originIsOwn {
        throw Problem(403, "foreign_origin", "Pages of other servers may not change anything here.")
      }
      var response = try route.handle(
        Call(
          request: request, parameters: parameters, session: session, administrator: administrator))
      if let session, request.cookie(Self.cookieName) == session.token {
        // Whoever comes back within a week keeps the session, and with it the streak.
        response.set("set-cookie", Self.cookie(session, isSecure: isSecure))
      }
      return response
    } catch {
      let problem = Problem(error)
      if problem.status >= 500 {
        log.error(
          "a request failed",
          metadata: [
            "path": "\(request.path)", "request_id": "\(requestID)", "reason": "\(error)",
          ])
      }
      return problem.response(requestID: requestID)
    }
  }

  /// - Throws: a 401 for who may not use the route.
  private func whoAsks(
    _ request: Request, for access: Route.Access
  ) throws -> (Session?, (administrator: Administrator, expires: Int64)?) {
    var session: Session?
    var administrator: (administrator: Administrator, expires: Int64)?
    if access == .administrator || access == .sessionOrAdministrator {
      administrator = try administrators.find(request)
      if access == .administrator && administrator == nil {
        if let key = try keys.find(request) { try keys.admit(key, for: .admin) }
        throw Problem.noAdministrator
      }
    }
    if access == .session || access == .sessionOrAdministrator {
      // An administrator's page shows drawings to whoever is signed in there.
      session = administrator == nil ? try self.session(of: request) : nil
      if session == nil && administrator == nil {
        throw Problem(401, "no_session", "Ask POST /api/session for a session first.")
      }
    }
    return (session, administrator)
  }

  /// - Parameter isSecure: over TLS the browser is told never to send it without.
  static func cookie(_ session: Session, isSecure: Bool) -> String {
    "\(cookieName)=\(session.token); Path=/; Max-Age=604800; HttpOnly; SameSite=Strict"
      + (isSecure ? "; Secure" : "")
  }

  private func session(of request: Request) throws -> Session? {
    if let key = try keys.find(request) {
      try keys.admit(key, for: .submit)
      guard let user = key.user else { throw Problem.wrongScope(.submit) }
      return Session(user: user, token: "")
    }
    if let token = request.bearer {
      guard let session = try sessions.find(token: token) else {
        throw Problem(
          401, "session_unknown",
          "This session is not known here; ask POST /api/session for a new one.")
      }
      return session
    }
    guard let cookie = request.cookie(Self.cookieName) else { return nil }
    return try sessions.find(token: cookie)
  }

  /// Adds what every answer carries.
  func dress(_ response: Response, requestID: String) -> Response {
    var response = response
    response.headers.append(("x-content-type-options", "nosniff"))
    if !Self.isPartOfPage(response) { response.headers += Self.documentHeaders }
    response.headers.append(("x-request-id", requestID))
    return response
  }

  /// Whether a browser takes it as a part of a page alone, where that page's policy counts. The game has
  /// seventy such parts, and the policy is longer than half of them.
  private static func isPartOfPage(_ response: Response) -> Bool {
    guard let type = response.headers.first(where: { $0.name == "content-type" })?.value else {
      return false
    }
    return ["text/javascript", "text/css", "font/", "application/wasm"]
      .contains(where: type.hasPrefix)
  }

  private static let documentHeaders: [(name: String, value: String)] = [
    (
      "content-security-policy",
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; "
        + "img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        + "frame-ancestors 'none'"
    ),
    ("referrer-policy", "no-referrer"),
    ("x-frame-options", "DENY"),
  ]
}

/// Limits how fast one address may open connections, so that nobody shuts the others out.
final class Admission: Sendable {
  private let perSecond: Int?
  private let buckets = Mutex(TokenBuckets())

  /// - Parameter perSecond: connections a second from one address; nil for any number.
  init(perSecond: Int?) { self.perSecond = perSecond }

  func admits(_ peer: String) -> Bool {
    guard let perSecond else { return true }
    return buckets.withLock {
      $0.take(
        of: peer,
        new: TokenBucket(capacity: Double(perSecond) * 2, perSecond: Double(perSecond)))
    }
  }
}
