import Ink
import Storage
import Transport

/// How an administrator signs in and out.
struct LoginRoutes: Sendable {
  let sessions: AdministratorSessions
  let isSecure: Bool

  var routes: [Route] {
    [
      Route(.post, "/api/admin/login", .everybody, bodyLimit: 4_096, handle: login),
      Route(.post, "/api/admin/logout", .everybody, bodyLimit: 4_096, handle: logout),
      Route(.get, "/api/admin/me", .administrator, handle: me),
    ]
  }

  private func login(_ call: Call) throws -> Response {
    let body = try call.json()
    var faults: [Fault] = []
    if body["email"]?.string == nil {
      faults.append(Fault(path: "email", message: "an e-mail address is needed"))
    }
    if body["password"]?.string == nil {
      faults.append(Fault(path: "password", message: "a password is needed"))
    }
    guard faults.isEmpty, let email = body["email"]?.string,
      let password = body["password"]?.string
    else {
      var problem = Problem(
        422, "invalid", "Sign in with {\"email\":\"ada@example.org\",\"password\":\"…\"}.")
      problem.faults = faults
      throw problem
    }
    guard
      let login = try sessions.login(
        email: email, password: password, peer: call.request.peer,
        device: call.request.cookie(KnownDevice.cookieName))
    else {
      throw Problem(401, "wrong_login", "The address or the password is wrong.")
    }
    return .signedIn(login, isSecure: isSecure)
  }

  /// Whoever is signed out already is so as well.
  private func logout(_ call: Call) throws -> Response {
    if let token = call.request.cookie(AdministratorSessions.cookieName) {
      try sessions.logout(token: token)
    }
    var response = Response(status: 204, headers: [("cache-control", "no-store")])
    response.set("set-cookie", AdministratorSessions.cookie(nil, isSecure: isSecure))
    return response
  }

  private func me(_ call: Call) throws -> Response {
    let session = try call.requireAdministrator()
    return .administrator(session.administrator, expires: session.expires)
  }
}

extension Response {
  /// The answer to whoever has signed in, with their cookies.
  static func signedIn(
    _ login: AdministratorSessions.Login, status: Int = 200, isSecure: Bool
  ) -> Response {
    var response = Response.administrator(
      login.administrator, expires: login.expires, status: status)
    response.headers += [
      ("set-cookie", AdministratorSessions.cookie(login.token, isSecure: isSecure)),
      ("set-cookie", KnownDevice.cookie(for: login.stored, isSecure: isSecure)),
    ]
    return response
  }

  fileprivate static func administrator(
    _ administrator: Administrator, expires: Int64, status: Int = 200
  ) -> Response {
    .json(status: status) { writer in
      writer.beginObject()
      writer.name("administrator")
      writer.beginObject()
      writer.member("id", Int(administrator.id))
      writer.member("email", administrator.email)
      writer.endObject()
      // A key is good until it is revoked.
      writer.member("expires_at", time: administrator.isProgram ? nil : expires)
      writer.endObject()
    }
  }
}
