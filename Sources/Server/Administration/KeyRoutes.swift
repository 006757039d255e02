import Foundation
import Ink
import Storage
import Transport

/// How administrators give programs keys, and take them back.
struct KeyRoutes: Sendable {
  let store: Store
  let usage: KeyUsage

  private static let nameLength = 1...64

  var routes: [Route] {
    [
      Route(.get, "/api/admin/keys", .administrator, handle: list),
      Route(.post, "/api/admin/keys", .administrator, bodyLimit: 4_096, handle: make),
      Route(.delete, "/api/admin/keys/*", .administrator, handle: revoke),
    ]
  }

  private func list(_ call: Call) throws -> Response {
    try usage.write()
    let keys = try store.apiKeys()
    return .json { writer in
      writer.beginObject()
      writer.name("keys")
      writer.beginArray()
      for entry in keys {
        writer.beginObject()
        writer.writeMembers(
          of: entry.key.id, entry.key.name, entry.key.scopes, perSecond: entry.key.perSecond)
        writer.member("created_at", timestamp(entry.created))
        writer.member("last_used_at", time: entry.lastUsed)
        writer.member("revoked_at", time: entry.revoked)
        writer.name("usage")
        writer.beginObject()
        writer.member("requests", entry.use.requests)
        writer.member("drawings", entry.use.drawings)
        writer.member("refused", entry.use.refused)
        writer.endObject()
        writer.endObject()
      }
      writer.endArray()
      writer.endObject()
    }
  }

  private func make(_ call: Call) throws -> Response {
    let body = try call.json()
    var faults: [Fault] = []
    let name = body["name"]?.string?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    if !(Self.nameLength ~= name.unicodeScalars.count)
      || name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    {
      faults.append(Fault(path: "name", message: "a name has 1 to 64 characters"))
    }
    var scopes: Set<KeyScope> = []
    let known = KeyScope.allCases.map(\.rawValue).joined(separator: ", ")
    for (index, word) in (body["scopes"]?.array ?? []).enumerated() {
      if let scope = word.string.flatMap(KeyScope.init) {
        scopes.insert(scope)
      } else {
        faults.append(Fault(path: "scopes[\(index)]", message: "one of \(known)"))
      }
    }
    if body["scopes"]?.array?.isEmpty != false {
      faults.append(Fault(path: "scopes", message: "a list of some of \(known)"))
    }
    let perSecond = body["per_second"].flatMap { $0.isNull ? nil : $0 }
    let limits = KeyRing.perSecondLimits
    if let perSecond, perSecond.integer.map(limits.contains) != true {
      faults.append(
        Fault(
          path: "per_second",
          message: "a whole number from \(limits.lowerBound) to \(limits.upperBound)"))
    }
    guard faults.isEmpty else {
      throw Problem.invalid(
        "A key is asked for with {\"name\":\"nightly\",\"scopes\":[\"classify\"]}.", faults)
    }
    let text = KeyRing.newText()
    let words = KeyScope.allCases.filter(scopes.contains).map(\.rawValue)
    let id = try store.addAPIKey(
      name: name, scopes: words, hash: Sessions.hash(of: text), draws: scopes.contains(.submit),
      perSecond: perSecond?.integer, actor: call.requireAdministrator().administrator.email)
    return .json(status: 201) { writer in
      writer.beginObject()
      writer.writeMembers(of: id, name, words, perSecond: perSecond?.integer)
      writer.member("key", text)
      writer.endObject()
    }
  }

  /// Whatever is revoked already is so as well.
  private func revoke(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    guard let id = Int64(call.parameters[0]) else {
      throw Problem(422, "invalid", "A key's id is a number.")
    }
    if try !store.revokeAPIKey(id, actor: actor),
      try !store.apiKeys().contains(where: { $0.key.id == id })
    {
      throw Problem.notFound("There is no such key.")
    }
    return Response(status: 204, headers: [("cache-control", "no-store")])
  }
}

extension JSONWriter {
  fileprivate mutating func writeMembers(
    of id: Int64, _ name: String, _ scopes: [String], perSecond: Int?
  ) {
    member("id", Int(id))
    member("name", name)
    self.name("scopes")
    beginArray()
    for scope in scopes { string(scope) }
    endArray()
    member("per_second", perSecond ?? KeyRing.usualPerSecond)
  }
}
