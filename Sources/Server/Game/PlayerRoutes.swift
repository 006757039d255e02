import Ink
import Storage
import Transport

/// Names in the game, and the leaderboard that shows those who want to be on it.
struct PlayerRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue

  private static let namesOffered = 6

  var routes: [Route] {
    [
      Route(.get, "/api/user/names", .session, handle: offerNames),
      Route(.put, "/api/user/name", .session, bodyLimit: 4_096, handle: setName),
      Route(.get, "/api/leaderboard", .session, handle: leaderboard),
    ]
  }

  private func offerNames(_ call: Call) throws -> Response {
    var random = SystemRandomNumberGenerator()
    // More than are needed: some are taken.
    let free = try store.freeNames(PlayerName.made(Self.namesOffered * 8, using: &random))
    return .json { writer in
      writer.beginObject()
      writer.name("names")
      writer.beginArray()
      for name in free.prefix(Self.namesOffered) { writer.string(name) }
      writer.endArray()
      writer.endObject()
    }
  }

  private func setName(_ call: Call) throws -> Response {
    let user = try call.requireSession().user.id
    let body = try call.json()
    var faults: [Fault] = []
    var isListed: Bool?
    if let listed = body["listed"], !listed.isNull {
      isListed = listed.bool
      if isListed == nil { faults.append(Fault(path: "listed", message: "true or false")) }
    }
    var name: PlayerName??
    if let given = body["name"] {
      if given.isNull {
        name = .some(nil)
      } else if let text = given.string,
        let fit = PlayerName(text, takesTyped: try store.gameSettings().typedNames)
      {
        name = fit
      } else {
        faults.append(
          Fault(
            path: "name",
            message: "one of GET /api/user/names, or, where names may be typed, "
              + "1 to \(PlayerName.lengthAtMost) characters without any of control or markup"))
      }
    }
    if body.object == nil || (name == nil && isListed == nil && faults.isEmpty) {
      faults.append(Fault(path: "name", message: "a name, or null for none"))
    }
    guard faults.isEmpty else {
      throw Problem.invalid("This name cannot be taken.", faults)
    }
    let outcome = try store.setName(
      name.map { $0?.text }, isTyped: (name ?? nil)?.isTyped ?? false, isListed: isListed,
      ofUser: user)
    switch outcome {
    case .taken: throw Problem(409, "taken", "Somebody else has this name already.")
    case .noName:
      throw Problem.invalid(
        "Only who has a name can be listed.", [Fault(path: "listed", message: "choose a name")])
    case .chosen(let name, let isListed):
      return .json { writer in
        writer.beginObject()
        writer.name("name")
        if let name { writer.string(name) } else { writer.null() }
        writer.member("listed", isListed)
        writer.endObject()
      }
    }
  }

  private func leaderboard(_ call: Call) throws -> Response {
    let user = try call.requireSession().user.id
    let order =
      call.request.queryValue("by").map { LeaderboardOrder(rawValue: $0) } ?? .drawings
    let limit = call.request.queryValue("limit").map { Int($0) ?? 0 } ?? 20
    guard let order, 1...100 ~= limit else {
      throw Problem.invalid(
        "The leaderboard goes by something, and has a limit of 1 to 100.",
        [
          order == nil
            ? Fault(path: "by", message: "drawings, quality, streak or levels")
            : Fault(path: "limit", message: "a whole number from 1 to 100")
        ])
    }
    let shape = try call.request.queryValue("shape").map { key in
      guard order.isOfShapes else {
        throw Problem.invalid(
          "Of one shape the leaderboard goes by drawings or quality.",
          [Fault(path: "by", message: "drawings or quality")])
      }
      guard let shape = shapes.find(key) else {
        throw Problem.invalid(
          "There is no such shape.", [Fault(path: "shape", message: "an id of GET /api/shapes")])
      }
      return shape
    }
    let (places, own) = try store.leaderboard(
      by: order, ofShape: shape?.id, limit: limit, user: user)
    return .json { writer in
      writer.beginObject()
      writer.member("by", order.rawValue)
      if let shape { writer.member("shape", shape.key) }
      writer.name("places")
      writer.beginArray()
      for place in places {
        writer.beginObject()
        writer.member("place", place.place)
        writer.member("name", place.name)
        writer.member("score", place.score)
        writer.member("me", place.isOwn)
        writer.endObject()
      }
      writer.endArray()
      writer.name("me")
      if let own {
        writer.beginObject()
        writer.member("place", own.place)
        writer.member("score", own.score)
        writer.endObject()
      } else {
        writer.null()
      }
      writer.endObject()
    }
  }
}
