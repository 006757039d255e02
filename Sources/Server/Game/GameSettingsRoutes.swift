import Ink
import Storage
import Transport

/// What administrators set of the game, and everybody sees.
struct GameSettingsRoutes: Sendable {
  let store: Store

  var routes: [Route] {
    [
      Route(.get, "/api/game", .everybody, handle: show),
      Route(.get, "/api/admin/game", .administrator, handle: show),
      Route(.patch, "/api/admin/game", .administrator, bodyLimit: 16_384, handle: change),
    ]
  }

  private func show(_ call: Call) throws -> Response {
    .json(Array(try store.gameSettings().json.utf8))
  }

  private func change(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let change = try GameSettingsChange(call.json())
    return .json(Array(try store.changeGameSettings(change, actor: actor).json.utf8))
  }
}

extension GameSettingsChange {
  /// - Throws: a 422 that names all that cannot be taken.
  fileprivate init(_ body: JSON) throws {
    self.init()
    guard let members = body.object else {
      throw Problem.invalid("Settings are an object, as {\"time_limits\":false}.", [])
    }
    var faults: [Fault] = []
    func flag(_ path: String, _ value: JSON) -> Bool? {
      if value.bool == nil { faults.append(Fault(path: path, message: "true or false")) }
      return value.bool
    }
    for member in members {
      switch member.name {
      case "typed_names": typedNames = flag("typed_names", member.value)
      case "time_limits": timeLimits = flag("time_limits", member.value)
      case "consent":
        guard let parts = member.value.object else {
          faults.append(Fault(path: "consent", message: "an object is needed"))
          continue
        }
        for part in parts {
          switch part.name {
          case "ask": asksConsent = flag("consent.ask", part.value)
          case "text" where part.value.isNull: consentText = .some(nil)
          case "text":
            if let text = part.value.string.flatMap(Self.readable) {
              consentText = text
            } else {
              faults.append(
                Fault(
                  path: "consent.text",
                  message: "1 to \(GameSettings.textAtMost) characters, or null"))
            }
          // Whoever sends back what was read sends this, too.
          case "version": break
          default: faults.append(Fault(path: "consent.\(part.name.prefix(64))", message: "unknown"))
          }
        }
      default: faults.append(Fault(path: String(member.name.prefix(64)), message: "unknown"))
      }
    }
    guard faults.isEmpty else {
      throw Problem.invalid("These settings cannot be taken.", Array(faults.prefix(20)))
    }
  }

  /// A text that can be shown; nil when it cannot.
  private static func readable(_ text: String) -> String? {
    let scalars = text.unicodeScalars
    guard 1...GameSettings.textAtMost ~= scalars.count,
      scalars.contains(where: { !$0.properties.isWhitespace }),
      !scalars.contains(where: { $0 != "\n" && $0.properties.generalCategory == .control })
    else { return nil }
    return text
  }
}
