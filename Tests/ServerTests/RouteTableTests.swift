import Ink
import Storage
import Testing

@testable import Server

/// From the table of routes itself, so that a new one cannot be forgotten.
@Suite struct RouteTableTests {
  /// What must be reached before anybody is signed in.
  private static let doors = [
    "/api/admin/login", "/api/admin/logout", "/api/admin/setup",
  ]

  /// Every route that is for administrators alone, wherever it stands, and all that stand there.
  private func administration(of server: TestServer) -> [Route] {
    server.server.routes.filter {
      ($0.access == .administrator || $0.pattern.starts(with: ["api", "admin"]))
        && !Self.doors.contains("/" + $0.pattern.joined(separator: "/"))
    }
  }

  private func ask(
    _ server: TestServer, _ route: Route, _ headers: [String: String]
  ) throws -> TestAnswer {
    try server.ask(
      route.method.rawValue, route.example, body: route.bodyLimit > 0 ? "{}" : nil,
      headers: headers)
  }

  @Test func `nobody without a session reaches the administration`() throws {
    let server = try TestServer(threads: 1)
    let routes = administration(of: server)
    #expect(routes.count > 15)
    #expect(routes.contains { $0.pattern == ["api", "inference", "nearest"] })
    let person = try server.ask("POST", "/api/session", body: "{}").json["token"]?.string ?? ""
    #expect(!person.isEmpty)
    let strangers: [[String: String]] = [
      [:], ["Authorization": "Bearer \(person)"],
      ["Cookie": "inkling_session=\(person); inkling_admin=\(person)"],
      ["Cookie": "inkling_admin=\(String(repeating: "a", count: 43))"],
    ]
    for route in routes {
      for headers in strangers {
        let answer = try ask(server, route, headers)
        #expect(answer.status == 401, "\(route.method) \(route.example) with \(headers.keys)")
        #expect(answer.json["code"]?.string == "no_administrator", "\(route.example)")
      }
    }
  }

  @Test func `the OpenAPI document has every route, and no other`() throws {
    let server = try TestServer(threads: 1)
    let document = try server.ask("GET", "/api/openapi.json").json
    var described: Set<String> = []
    for path in document["paths"]?.object ?? [] {
      // Each variable part has a name of its own there.
      let parts = path.name.split(separator: "/").map { $0.hasPrefix("{") ? "*" : $0 }
      for operation in path.value.object ?? [] where operation.name != "parameters" {
        described.insert("\(operation.name.uppercased()) /\(parts.joined(separator: "/"))")
      }
    }
    let routes = server.server.routes.map {
      "\($0.method.rawValue) /\($0.pattern.joined(separator: "/"))"
    }
    #expect(described == Set(routes))
  }

  @Test(arguments: [false, true])
  func `a foreign page changes nothing, though it comes with a cookie or a key`(
    byKey: Bool
  ) throws {
    let server = try TestServer(threads: 1)
    let cookie = try server.signIn()
    let key = KeyRing.newText()
    _ = try server.server.store.addAPIKey(
      name: "robot", scopes: ["admin", "submit"], hash: Sessions.hash(of: key), draws: true,
      actor: "test")
    let proof = byKey ? ["Authorization": "Bearer \(key)"] : ["Cookie": cookie]
    for route in server.server.routes where route.method != .get && route.method != .head {
      let answer = try ask(
        server, route, proof.merging(["Origin": "http://evil.example"]) { $1 })
      // Whoever has no session, or no key, is told that first.
      #expect([401, 403].contains(answer.status), "\(route.method) \(route.example)")
      if route.pattern.starts(with: ["api", "admin"]) {
        #expect(answer.json["code"]?.string == "foreign_origin", "\(route.example)")
      }
    }
    let me = try server.ask("GET", "/api/admin/me", headers: ["Cookie": cookie])
    #expect(me.status == 200, "the session lives on")
  }
}

extension Route {
  /// An address that fits.
  fileprivate var example: String {
    "/" + pattern.map { $0 == "*" ? "1" : String($0) }.joined(separator: "/")
  }
}

extension TestServer {
  /// Makes an administrator and signs in.
  /// - Returns: the cookie.
  func signIn() throws -> String {
    let (email, token) = ("ada@example.org", Sessions.newToken())
    let store = server.store
    let password = try Password.hash("correct horse")
    try store.waitForChange {
      store.writer.addAdministrator(email: email, password: password, completion: $0)
    }
    let known = try #require(try store.administrator(email: email)).administrator
    try store.beginSession(
      of: known, tokenHash: Sessions.hash(of: token), expires: storeTime() + 3_600_000)
    return "\(AdministratorSessions.cookieName)=\(token)"
  }
}
