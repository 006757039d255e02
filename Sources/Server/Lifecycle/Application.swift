import Foundation
import Ink
import Logging
import Storage
import Transport

/// What one loop answers: pages from memory, the API on the pool, live ink on the spot.
final class Application: LoopApplication {
  private let loop: EventLoop
  private let site: Site
  private let ink: InkLoop
  private let classify: ClassifyLoop
  private let dashboards: DashboardLoop
  private let started = monotonicMilliseconds()

  init(
    loop: EventLoop, site: Site, ink: InkLoop, classify: ClassifyLoop, dashboards: DashboardLoop
  ) {
    self.dashboards = dashboards
    self.loop = loop
    self.site = site
    self.ink = ink
    self.classify = classify
    ink.othersHaveEnded = { [unowned classify, unowned dashboards] in
      classify.isEmpty && dashboards.isEmpty
    }
  }

  // MARK: - HTTP

  func bodyLimit(for request: Request) -> Int {
    guard case .route(let route, _) = site.router.match(request) else { return 0 }
    return route.takesBody(request) ? route.bodyLimit : 0
  }

  func respond(to request: Request, with exchange: HTTPExchange) {
    let id = Self.requestID(of: request)
    func answer(_ response: Response) { exchange.send(site.dress(response, requestID: id)) }
    func refuse(_ problem: Problem) { answer(problem.response(requestID: id)) }

    switch site.router.match(request) {
    case .route(let route, let parameters) where route.isQuick(request):
      answer(site.run(route, request, parameters, requestID: id))
    case .route(let route, let parameters):
      let reply = Reply(exchange: exchange, loop: loop)
      let site = site
      let isQueued = (route.isSlow ? site.slowPool : site.pool).run {
        let response = site.run(route, request, parameters, requestID: id)
        reply.send(site.dress(response, requestID: id))
      }
      if !isQueued {
        refuse(.overloaded)
      }
    case .wrongMethod(let allow):
      var problem = Problem(
        405, "method_not_allowed", "\(request.path) takes \(allow), not \(request.method.rawValue)."
      )
      problem.allow = allow
      refuse(problem)
    case .none:
      if request.method == .get || request.method == .head,
        let response = site.files.response(to: request)
      {
        answer(response)
      } else {
        refuse(strayProblem(request))
      }
    }
  }

  /// What is wrong with a request that no route takes.
  private func strayProblem(_ request: Request) -> Problem {
    guard site.files.response(to: request) != nil else {
      return .notFound("There is nothing at this address.")
    }
    var problem = Problem(405, "method_not_allowed", "A page takes GET and HEAD.")
    problem.allow = "GET, HEAD"
    return problem
  }

  func refusal(status: Int, of request: Request) -> Response {
    let id = Self.requestID(of: request)
    var problem =
      switch status {
      case 411: Problem(411, "length_required", "Send the body whole, with a Content-Length.")
      case 413:
        Problem(
          413, "too_large", "The body may have at most \(bodyLimit(for: request)) bytes here.")
      case 503: Problem.overloaded
      case 501:
        Problem(501, "unknown_upgrade", "Only WebSocket can be changed to; ask without Upgrade.")
      default:
        Problem(
          400, "bad_request",
          "The head makes no sense, or a body was sent before the last answer had come.")
      }
    switch site.router.match(request) {
    case .route(let route, _) where status == 413 && !route.takesBody(request):
      problem = .needsKey
    case .wrongMethod(let allow) where status == 411 || status == 413:
      problem = Problem(405, "method_not_allowed", "\(request.path) takes \(allow).")
      problem.allow = allow
    case .none where status == 411 || status == 413: problem = strayProblem(request)
    default: break
    }
    return site.dress(problem.response(requestID: id), requestID: id)
  }

  /// The caller's own id, if it is a sane one.
  private static func requestID(of request: Request) -> String {
    if let given = request.header("x-request-id"), 1...64 ~= given.utf8.count,
      given.utf8.allSatisfy({ $0 < 128 && ($0.isLetterOrDigit || "-_.".utf8.contains($0)) })
    {
      return given
    }
    return String(hexOf: (0..<8).map { _ in UInt8.random(in: 0...255) })
  }

  // MARK: - WebSocket

  func upgrade(_ request: Request) -> Upgrade {
    if let problem = obstacle(to: request) {
      let id = Self.requestID(of: request)
      return .refuse(site.dress(problem.response(requestID: id), requestID: id))
    }
    if request.path == Self.dashboardPath {
      return .accept(
        DashboardSession(loop: dashboards, token: Self.administratorToken(of: request) ?? ""))
    }
    if request.path == Self.classifyPath {
      return .accept(
        ClassifySession(loop: classify, shown: Shown(request), peer: request.peer))
    }
    return .accept(
      InkSession(
        ink: ink, token: Self.token(of: request),
        userAgent: String((request.header("user-agent") ?? "").prefix(512))))
  }

  private static let classifyPath = "/ws/classify"
  private static let dashboardPath = "/ws/admin"

  private static func token(of request: Request) -> String? {
    let token = request.queryValue("token") ?? request.cookie(Site.cookieName)
    return token?.isEmpty == false ? token : nil
  }

  /// A program has no cookie; it shows its key.
  private static func administratorToken(of request: Request) -> String? {
    request.cookie(AdministratorSessions.cookieName)
      ?? KeyRing.text(of: request).flatMap { KeyRing.isPlausible($0) ? $0 : nil }
  }

  /// Whether somebody who was here of late comes back, after a network was gone for a moment: that
  /// is not more than there was before, and most have a drawing to go on with.
  private func isReturning(_ request: Request) -> Bool {
    guard request.path != Self.classifyPath, let token = Self.token(of: request) else {
      return false
    }
    if site.sessions.cached(token: token) != nil { return true }
    // After a crash nobody is known yet, and all come back.
    return monotonicMilliseconds() - started < Self.returnTime && Sessions.isPlausible(token)
  }

  /// ms after the start for which whoever shows a token counts as coming back.
  private static let returnTime: UInt64 = 60_000

  /// Why a handshake is refused; nil when it is not.
  private func obstacle(to request: Request) -> Problem? {
    guard ["/ws/drawing", Self.classifyPath, Self.dashboardPath].contains(request.path) else {
      return .notFound("There is no WebSocket at this address.")
    }
    if !request.originIsOwn {
      return Problem(403, "foreign_origin", "Pages of other servers may not draw here.")
    }
    if request.header("sec-websocket-protocol") != nil {
      return Problem(400, "unknown_subprotocol", "No subprotocol is known; ask without one.")
    }
    if ink.isDraining {
      var problem = Problem(503, "draining", "The server is stopping; try again in a moment.")
      problem.retryAfterSeconds = 2
      return problem
    }
    if request.path == Self.dashboardPath {
      guard let token = Self.administratorToken(of: request), Sessions.isPlausible(token) else {
        return .noAdministrator
      }
      // Whoever looks after an overloaded server has to see it.
    } else if ink.pace.isOverloaded && !isReturning(request) {
      // Not all again in the same moment.
      var problem = Problem.overloaded
      problem.retryAfterSeconds = .random(in: 2...10)
      return problem
    }
    if !site.admission.admits(request.peer) {
      var problem = Problem(
        429, "too_many_requests", "Too many connections from one address; try again in a second.")
      problem.retryAfterSeconds = 1
      return problem
    }
    if request.path == Self.classifyPath {
      if Shown(request).isNothing { return .needsKey }
      if ink.shared.inference.current == nil { return .noModel }
    }
    return nil
  }

  func lacksDescriptors(_ lacks: Bool) {
    let loop: Logger.Metadata = ["loop": "\(loop.index)"]
    if lacks {
      ink.shared.log.warning(
        "no descriptors are left for further connections; raise the limit of open files",
        metadata: loop)
    } else {
      ink.shared.log.warning("there are descriptors again", metadata: loop)
    }
  }

  func tick() {
    ink.tick()
    classify.tick()
    dashboards.tick()
  }

  func drain() {
    ink.drain()
    classify.drain()
    dashboards.drain()
  }
}

extension UInt8 {
  var isLetterOrDigit: Bool {
    0x30...0x39 ~= self || 0x41...0x5a ~= self || 0x61...0x7a ~= self
  }
}

/// Brings an answer from the pool back to the exchange's loop.
private final class Reply: @unchecked Sendable {
  // Safe to share: the exchange is touched on its own loop only.
  private let exchange: HTTPExchange
  private let loop: EventLoop

  init(exchange: HTTPExchange, loop: EventLoop) {
    self.exchange = exchange
    self.loop = loop
  }

  func send(_ response: Response) {
    loop.post { self.exchange.send(response) }
  }
}
