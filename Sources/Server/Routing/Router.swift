import Ink
import Storage
import Transport

/// What a handler is called with: the request, the path's variable parts, and who asks.
struct Call: Sendable {
  let request: Request
  let parameters: [String]
  /// Nil on routes that are open to everybody, and for an administrator without one.
  let session: Session?
  /// Nil on routes that do not demand one.
  var administrator: (administrator: Administrator, expires: Int64)?

  /// - Throws: a 401 where the route forgot to ask for one.
  func requireAdministrator() throws -> (administrator: Administrator, expires: Int64) {
    guard let administrator else { throw Problem.noAdministrator }
    return administrator
  }

  /// - Throws: a 401 where the route forgot to ask for a session.
  func requireSession() throws -> Session {
    guard let session else {
      throw Problem(401, "no_session", "Ask POST /api/session for a session first.")
    }
    return session
  }

  /// The body as JSON.
  func json() throws(JSONError) -> JSON { try JSON(parsing: request.body) }

  /// A drawing's id from the path.
  func drawingID(at index: Int = 0) throws -> DrawingID {
    guard let id = DrawingID(text: parameters[index].utf8) else {
      throw Problem(
        422, "invalid", "A drawing's id is a UUID: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx.")
    }
    return id
  }
}

/// One route of the API. Its handler runs on the pool and may wait, unless it is a quick one.
struct Route: Sendable {
  enum Access: Sendable {
    case everybody, session, administrator
    /// Whoever a thing belongs to, or an administrator.
    case sessionOrAdministrator
  }

  let method: Request.Method
  /// Path segments; `*` stands for one variable part.
  let pattern: [Substring]
  let access: Access
  /// Bytes.
  let bodyLimit: Int
  /// Answered on the loop itself: it neither reads the store nor takes time.
  private(set) var isQuick: @Sendable (Request) -> Bool
  /// Whether a request's body is worth taking: a large one takes room from everybody else's.
  private(set) var takesBody: @Sendable (Request) -> Bool = { _ in true }
  /// Takes long: such requests wait for each other alone.
  private(set) var isSlow = false
  let handle: @Sendable (Call) throws -> Response

  init(
    _ method: Request.Method, _ path: String, _ access: Access, bodyLimit: Int = 0,
    isQuick: Bool = false, handle: @escaping @Sendable (Call) throws -> Response
  ) {
    self.method = method
    pattern = path.split(separator: "/")
    self.access = access
    self.bodyLimit = bodyLimit
    self.isQuick = { _ in isQuick }
    self.handle = handle
  }

  /// Quick for some requests only.
  func quick(_ isQuick: @escaping @Sendable (Request) -> Bool) -> Route {
    var route = self
    route.isQuick = isQuick
    return route
  }

  /// One whose body is taken from those alone who show what may let them in.
  func forThoseWhoShowAnything() -> Route {
    var route = self
    route.takesBody = { !Shown($0).isNothing }
    return route
  }

  /// One that takes long, up to seconds.
  func slow() -> Route {
    var route = self
    route.isSlow = true
    return route
  }

  /// The variable parts of a path that fits, or nil.
  func match(_ segments: ArraySlice<Substring>) -> [String]? {
    guard segments.count == pattern.count else { return nil }
    var parameters: [String] = []
    for (part, segment) in zip(pattern, segments) {
      if part == "*" { parameters.append(String(segment)) } else if part != segment { return nil }
    }
    return parameters
  }
}

/// The table of routes.
struct Router: Sendable {
  let routes: [Route]

  enum Match {
    case route(Route, [String])
    case wrongMethod(allow: String)
    case none
  }

  func match(_ request: Request) -> Match {
    // An empty segment is one: a trailing slash is another address.
    let segments = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    var allowed: [String] = []
    var fewest = Int.max
    for route in routes {
      guard let parameters = route.match(segments) else { continue }
      if route.method == request.method || (route.method == .get && request.method == .head) {
        return .route(route, parameters)
      }
      // What the address is in its own right, not as a variable part of another.
      guard parameters.count <= fewest else { continue }
      if parameters.count < fewest { allowed = [] }
      fewest = parameters.count
      allowed.append(route.method.rawValue)
      if route.method == .get { allowed.append("HEAD") }
    }
    return allowed.isEmpty ? .none : .wrongMethod(allow: allowed.joined(separator: ", "))
  }
}

extension Response {
  static func json(_ body: [UInt8], status: Int = 200) -> Response {
    Response(
      status: status,
      headers: [("content-type", "application/json"), ("cache-control", "no-store")], body: body)
  }

  /// Builds the answer's JSON in place.
  static func json(status: Int = 200, _ write: (inout JSONWriter) -> Void) -> Response {
    var writer = JSONWriter(capacityInBytes: 512)
    write(&writer)
    return json(writer.bytes, status: status)
  }
}
