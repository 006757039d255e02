import Ink
import Storage
import Transport

/// The routes by which the game is played: what to draw next, and what one has come to.
struct GameRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let prompts: Prompts
  let lessons: LessonBoard

  var routes: [Route] {
    [
      Route(.get, "/api/user/game", .session, handle: state),
      Route(.get, "/api/user/prompts", .session, handle: nextPrompts),
      Route(.put, "/api/user/consent", .session, bodyLimit: 4_096, handle: setConsent),
      Route(.delete, "/api/drawings/*", .session, handle: erase),
      Route(.delete, "/api/user/drawings", .session, handle: eraseAll),
    ]
  }

  // MARK: - What to draw

  private func nextPrompts(_ call: Call) throws -> Response {
    let user = try call.requireSession().user.id
    let count = call.request.queryValue("count").map { Int($0) ?? 0 } ?? Play.places.upperBound
    let mode = call.request.queryValue("mode").map { PlayMode(name: $0) } ?? .normal
    guard let mode, 1...24 ~= count else {
      throw Problem.invalid(
        "Prompts are asked for by a count of 1 to 24 and a mode.",
        [
          mode == nil
            ? Fault(
              path: "mode",
              message: "one of \(PlayMode.allCases.map(\.name).joined(separator: ", "))")
            : Fault(path: "count", message: "a whole number from 1 to 24")
        ])
    }
    let today = ServerCalendar.day(of: storeTime())
    var keys: [String] = []
    if mode == .daily {
      keys = try prompts.daily(today).map { [$0.key] } ?? []
    } else {
      keys = try prompts.next(count, user: user, of: lessons.edition.shapes[user])
    }
    return .json { writer in
      writer.beginObject()
      if mode == .daily {
        writer.member("date", ServerCalendar.date(of: today))
      } else {
        writer.member("round", DrawingID.random())
      }
      writer.member("mode", mode.name)
      writer.name("prompts")
      writer.beginArray()
      for key in keys {
        writer.beginObject()
        writer.member("shape", key)
        if mode == .otherHand { writer.member("hand", "other") }
        writer.endObject()
      }
      writer.endArray()
      writer.endObject()
    }
  }

  // MARK: - What one has come to

  private func state(_ call: Call) throws -> Response {
    let user = try call.requireSession().user.id
    let state = try store.gameState(ofUser: user)
    let today = ServerCalendar.day(of: storeTime())
    let challenge = try prompts.daily(today)
    let done = try challenge.flatMap {
      try store.dailyDrawing(ofUser: user, shape: $0.id, day: today)
    }
    let all = shapes.all
    return .json { writer in
      writer.beginObject()
      writer.writeFigures(of: state, all)
      writer.name("daily")
      if let challenge {
        writer.beginObject()
        writer.member("date", ServerCalendar.date(of: today))
        writer.member("shape", challenge.key)
        writer.member("done", done != nil)
        writer.name("quality")
        if let done { writer.number(done.quality) } else { writer.null() }
        writer.name("drawing")
        if let done { writer.string(done.id) } else { writer.null() }
        writer.endObject()
      } else {
        writer.null()
      }
      writer.endObject()
    }
  }

  // MARK: - Consent, and what goes

  private func setConsent(_ call: Call) throws -> Response {
    let user = try call.requireSession().user.id
    guard let isGiven = try call.json()["given"]?.bool else {
      throw Problem.invalid(
        "Consent is told with {\"given\":true} or {\"given\":false}.",
        [Fault(path: "given", message: "true or false")])
    }
    try store.setConsent(isGiven, ofUser: user)
    return .json { writer in
      writer.beginObject()
      writer.member("given", isGiven)
      writer.endObject()
    }
  }

  private func erase(_ call: Call) throws -> Response {
    let user = try call.requireSession().user.id
    guard try store.eraseDrawing(call.drawingID(), ofUser: user) else {
      throw Problem.notFound("You have no such drawing.")
    }
    return Response(status: 204, headers: [("cache-control", "no-store")])
  }

  private func eraseAll(_ call: Call) throws -> Response {
    let deleted = try store.eraseDrawings(ofUser: call.requireSession().user.id)
    return .json { writer in
      writer.beginObject()
      writer.member("deleted", deleted)
      writer.endObject()
    }
  }
}

extension JSONWriter {
  /// The members of one's own state, but for the challenge of the day.
  fileprivate mutating func writeFigures(of state: GameState, _ shapes: [Shape]) {
    let stats = state.stats
    member("streak", stats.streak)
    member("best_streak", stats.bestStreak)
    member("days", stats.days)
    member("best_days", stats.bestDays)
    member("drawings", stats.drawings)
    name("rank")
    if let rank = stats.rank { integer(rank) } else { null() }
    name("levels")
    beginArray()
    for shape in shapes {
      let drawn = state.shapes.first { $0.id == shape.id }
      guard drawn != nil || shape.isEnabled else { continue }
      write(drawn?.level ?? Level(drawings: 0, bestQuality: 0), of: shape.key)
    }
    endArray()
    name("achievements")
    beginArray()
    for one in state.achievements {
      beginObject()
      member("id", one.achievement.rawValue)
      name("earned")
      if let at = one.at { string(timestamp(at)) } else { null() }
      // Deleting drawings takes back what led there, never what was earned.
      member("progress", one.at == nil ? one.progress : one.achievement.goal)
      member("goal", one.achievement.goal)
      endObject()
    }
    endArray()
    name("bests")
    beginArray()
    for drawn in state.shapes {
      guard let shape = shapes.first(where: { $0.id == drawn.id }) else { continue }
      beginObject()
      member("shape", shape.key)
      member("quality", drawn.level.bestQuality)
      name("drawing")
      if let best = drawn.best { string(best) } else { null() }
      endObject()
    }
    endArray()
    name("name")
    beginObject()
    name("name")
    if let text = state.name { string(text) } else { null() }
    member("listed", state.isListed)
    endObject()
    name("consent")
    if let consent = state.consent { bool(consent) } else { null() }
  }

  private mutating func write(_ level: Level, of shape: String) {
    beginObject()
    member("shape", shape)
    member("level", level.number)
    member("drawings", level.drawings)
    member("best_quality", level.bestQuality)
    name("next")
    if let next = level.next {
      beginObject()
      member("drawings", next.drawings)
      name("quality")
      if let quality = next.quality { number(quality) } else { null() }
      endObject()
    } else {
      null()
    }
    endObject()
  }
}
