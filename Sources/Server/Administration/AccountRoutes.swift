import Ink
import Storage
import Transport

/// How accounts are made, kept and closed.
struct AccountRoutes: Sendable {
  let store: Store
  let sessions: AdministratorSessions
  let setup: AccountSetup
  let isSecure: Bool

  var routes: [Route] {
    [
      Route(.get, "/api/admin/setup", .everybody, handle: isNeeded),
      Route(.post, "/api/admin/setup", .everybody, bodyLimit: 4_096, handle: setUp),
      Route(.post, "/api/admin/password", .administrator, bodyLimit: 4_096, handle: changePassword),
      Route(.get, "/api/admin/administrators", .administrator, handle: list),
      Route(.post, "/api/admin/administrators", .administrator, bodyLimit: 4_096, handle: add),
      Route(.post, "/api/admin/administrators/*/disable", .administrator, bodyLimit: 4_096) {
        try set($0, isDisabled: true)
      },
      Route(.post, "/api/admin/administrators/*/enable", .administrator, bodyLimit: 4_096) {
        try set($0, isDisabled: false)
      },
    ]
  }

  // MARK: - The first one

  private func isNeeded(_ call: Call) throws -> Response {
    let isNeeded = try !store.hasAdministrators()
    return .json { writer in
      writer.beginObject()
      writer.member("needed", isNeeded)
      writer.endObject()
    }
  }

  private func setUp(_ call: Call) throws -> Response {
    let peer = call.request.peer
    let body = try call.json()
    if try store.hasAdministrators() { throw Problem.isSetUp }
    guard let token = body["token"]?.string else {
      throw Problem.invalid(
        "A server is set up with {\"token\":\"…\",\"email\":\"…\",\"password\":\"…\"}.",
        [Fault(path: "token", message: "the token of the set-up link is needed")])
    }
    try sessions.attempts.admit(peer)
    guard setup.isRight(token) else {
      // Of two at once, the other may have been faster.
      if try store.hasAdministrators() { throw Problem.isSetUp }
      throw Problem(
        403, "wrong_token",
        "This is not the set-up link of the running server; the newest one stands in its output.")
    }
    let credentials = try Credentials(body)
    let stored = try Password.hash(credentials.password)
    guard
      let administrator = try store.addFirstAdministrator(
        email: credentials.email, password: stored)
    else { throw Problem.isSetUp }
    setup.end()
    guard let login = try sessions.begin(administrator, stored: stored, peer: peer) else {
      throw Problem.noAdministrator
    }
    return .signedIn(login, status: 201, isSecure: isSecure)
  }

  // MARK: - One's own password

  private func changePassword(_ call: Call) throws -> Response {
    let administrator = try call.requireAdministrator().administrator
    guard !administrator.isProgram,
      let token = call.request.cookie(AdministratorSessions.cookieName)
    else { throw Problem(403, "session_needed", "A key has no password; sign in to change yours.") }
    let body = try call.json()
    var faults: [Fault] = []
    if body["current"]?.string == nil {
      faults.append(Fault(path: "current", message: "the password as it is now is needed"))
    }
    let new = Credentials.newPassword(body, "new", &faults)
    guard let current = body["current"]?.string, let new else {
      throw Problem.invalid("A password is changed with {\"current\":\"…\",\"new\":\"…\"}.", faults)
    }
    // A session that somebody else got hold of shall not find out the password.
    try sessions.attempts.admit(call.request.peer, device: "account \(administrator.id)")
    guard let stored = try store.administrator(email: administrator.email)?.password,
      Password.matches(current, stored: stored)
    else { throw Problem(403, "wrong_password", "This is not your password now.") }
    let changed = try Password.hash(new)
    guard
      try store.changePassword(
        of: administrator, from: stored, to: changed, keeping: Sessions.hash(of: token))
    else {
      throw Problem(409, "conflict", "Your password was changed elsewhere in this moment.")
    }
    var response = Response(status: 204, headers: [("cache-control", "no-store")])
    response.set("set-cookie", KnownDevice.cookie(for: changed, isSecure: isSecure))
    return response
  }

  // MARK: - All of them

  private func list(_ call: Call) throws -> Response {
    let accounts = try store.accounts()
    return .json { writer in
      writer.beginObject()
      writer.name("administrators")
      writer.beginArray()
      for account in accounts { writer.write(account) }
      writer.endArray()
      writer.endObject()
    }
  }

  private func add(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let credentials = try Credentials(call.json())
    let account = try store.addAdministrator(
      email: credentials.email, password: Password.hash(credentials.password), actor: actor)
    return .json(status: 201) { $0.write(account) }
  }

  private func set(_ call: Call, isDisabled: Bool) throws -> Response {
    let asking = try call.requireAdministrator().administrator
    guard let id = Int64(call.parameters[0]) else {
      throw Problem(422, "invalid", "An administrator's id is a number.")
    }
    if isDisabled && id == asking.id && !asking.isProgram {
      throw Problem(409, "conflict", "Nobody disables themselves; ask another administrator.")
    }
    guard let account = try store.setAccount(id, isDisabled: isDisabled, actor: asking.email) else {
      throw Problem.notFound("There is no such administrator.")
    }
    return .json { $0.write(account) }
  }
}

extension Problem {
  fileprivate static var isSetUp: Problem {
    Problem(410, "is_set_up", "There is an administrator already; sign in, or ask them.")
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ account: Account) {
    beginObject()
    member("id", Int(account.id))
    member("email", account.email)
    member("created_at", timestamp(account.created))
    member("disabled_at", time: account.disabled)
    endObject()
  }
}
