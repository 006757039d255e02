import Ink
import Storage
import Transport

/// Why a request was refused, in the form of RFC 9457.
struct Problem: Error, Sendable {
  var status: Int
  /// Stable, for programs.
  var code: String
  /// A sentence for the person or program that can act.
  var detail: String
  var faults: [Fault] = []
  /// Further members of the answer: their names, and their values as JSON.
  var members: [(name: String, json: [UInt8])] = []
  var retryAfterSeconds: Int?
  var allow: String?

  init(_ status: Int, _ code: String, _ detail: String) {
    self.status = status
    self.code = code
    self.detail = detail
  }

  init(_ error: any Error) {
    switch error {
    case let problem as Problem: self = problem
    case let error as JSONError: self.init(400, "malformed_json", error.description)
    case let error as InvalidDrawing:
      let first = error.faults[0]
      let place = first.path.isEmpty ? "" : "\(first.path): "
      self.init(422, "invalid", "The drawing cannot be taken: \(place)\(first.message).")
      faults = error.faults
    case StoreError.notYours:
      self.init(403, "not_yours", "This drawing belongs to somebody else.")
    case StoreError.conflict(let what): self.init(409, "conflict", what)
    case StoreError.cannotUndo(let what): self.init(409, "cannot_undo", what)
    case StoreError.noJob, StoreError.noModel: self.init(404, "not_found", "\(error)")
    case StoreError.full, StoreError.unavailable, StoreError.readOnlyFolder, StoreError.damaged:
      self.init(
        503, "store_unavailable",
        "The server cannot save just now; nothing was stored. Try again soon.")
      retryAfterSeconds = 2
    default:
      // The cause goes to the log, never to a stranger.
      self.init(500, "internal", "The server failed at this request; it has been noted.")
    }
  }

  static var overloaded: Problem {
    var problem = Problem(503, "overloaded", "The server is busy; try again in a few seconds.")
    problem.retryAfterSeconds = 3
    return problem
  }

  static var noAdministrator: Problem {
    Problem(401, "no_administrator", "Sign in as an administrator with POST /api/admin/login.")
  }

  static func invalid(_ detail: String, _ faults: [Fault]) -> Problem {
    var problem = Problem(422, "invalid", detail)
    problem.faults = faults
    return problem
  }

  /// - Parameter advice: what to do.
  static func unknownShape(_ shape: String, _ advice: String = "See GET /api/shapes.") -> Problem {
    var problem = invalid(
      "There is no shape \"\(shape.prefix(64))\" to draw. \(advice)",
      [Fault(path: "shape", message: "unknown")])
    problem.code = "unknown_shape"
    return problem
  }

  static func notFound(_ what: String) -> Problem { Problem(404, "not_found", what) }

  /// - Parameter requestID: as in the header, so that a report can be found in the log.
  func response(requestID: String) -> Response {
    var writer = JSONWriter(capacityInBytes: 256)
    writer.beginObject()
    writer.member("type", "about:blank")
    writer.member("title", Self.titles[status] ?? "Error")
    writer.member("status", status)
    writer.member("detail", detail)
    writer.member("code", code)
    if !faults.isEmpty {
      writer.name("errors")
      writer.beginArray()
      for fault in faults {
        writer.beginObject()
        writer.member("path", fault.path)
        writer.member("message", fault.message)
        writer.endObject()
      }
      writer.endArray()
    }
    for (name, json) in members {
      writer.name(name)
      writer.value(json)
    }
    writer.member("request_id", requestID)
    writer.endObject()
    var response = Response(status: status, body: writer.bytes)
    response.set("content-type", "application/problem+json")
    response.set("cache-control", "no-store")
    if let retryAfterSeconds { response.set("retry-after", String(retryAfterSeconds)) }
    if let allow { response.set("allow", allow) }
    return response
  }

  private static let titles = [
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 409: "Conflict", 410: "Gone", 411: "Length Required",
    412: "Precondition Failed", 413: "Content Too Large", 415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests", 500: "Internal Server Error", 501: "Not Implemented",
    503: "Service Unavailable",
  ]
}
