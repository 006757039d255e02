import Crypto
import Foundation
import Imaging
import Ink
import Storage
import Transport

/// The routes by which people and programs hand in drawings and get theirs back.
struct Collection: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let sessions: Sessions
  let inference: Inference
  let isSecure: Bool
  let lessons: LessonBoard

  var routes: [Route] {
    [
      Route(.post, "/api/session", .everybody, bodyLimit: 4_096, handle: makeSession),
      Route(.get, "/api/shapes", .everybody, handle: listShapes),
      Route(.post, "/api/drawings", .session, bodyLimit: 1 << 20, handle: takeDrawing),
      Route(.get, "/api/drawings/*", .sessionOrAdministrator, handle: drawing),
      Route(.get, "/api/drawings/*/preview.png", .sessionOrAdministrator, handle: preview),
      Route(.get, "/api/drawings/*/drawing.svg", .sessionOrAdministrator, handle: vector),
      Route(.get, "/api/user/drawings", .session, handle: ownDrawings),
      Route(.get, "/api/user/stats", .session, handle: stats),
    ]
  }

  // MARK: - Session and shapes

  private func makeSession(_ call: Call) throws -> Response {
    var name: String?
    var consent: Bool?
    if !call.request.body.isEmpty {
      let body = try call.json()
      guard case .object = body else {
        throw Problem(
          422, "invalid", "A session is asked for with an object, as {\"name\":\"Ada\"}.")
      }
      if let given = body["name"], !given.isNull {
        guard let text = given.string?.trimmingCharacters(in: .whitespacesAndNewlines),
          1...40 ~= text.unicodeScalars.count,
          !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
          var problem = Problem(422, "invalid", "A name has 1 to 40 characters, none of control.")
          problem.faults = [Fault(path: "name", message: "a name has 1 to 40 characters")]
          throw problem
        }
        name = text
      }
      if let given = body["consent"], !given.isNull {
        guard let isGiven = given.bool else {
          throw Problem.invalid(
            "Consent is true or false; programs leave it out.",
            [Fault(path: "consent", message: "true or false")])
        }
        consent = isGiven
      }
    }
    let session = try store.waitForChange {
      sessions.create(name: name, consent: consent, completion: $0)
    }
    var response = Response.json(status: 201) { writer in
      writer.beginObject()
      writer.name("user")
      session.user.write(to: &writer)
      writer.member("token", session.token)
      writer.endObject()
    }
    response.set("set-cookie", Site.cookie(session, isSecure: isSecure))
    return response
  }

  private func listShapes(_ call: Call) throws -> Response {
    .json { writer in
      writer.beginArray()
      for shape in shapes.all {
        writer.beginObject()
        writer.member("id", shape.key)
        writer.member("name", shape.name)
        writer.member("description", shape.description)
        writer.member("difficulty", shape.difficulty)
        writer.member("enabled", shape.isEnabled)
        if !shape.outline.isEmpty {
          writer.name("outline")
          writer.write(shape.outline)
        }
        if case .template(let template) = shape.kind {
          writer.member("template", Data(template.bytes).base64EncodedString())
        }
        writer.endObject()
      }
      writer.endArray()
    }
  }

  // MARK: - Handing in

  private func takeDrawing(_ call: Call) throws -> Response {
    let session = try call.requireSession()
    let user = session.user.id
    let hash = Array(SHA256.hash(data: Data(call.request.body)))
    if let key = try idempotencyKey(call),
      let answer = try replay(user: user, key: key, hash: hash)
    {
      return answer
    }
    let body = try call.json()
    var drawing = try Drawing(json: body, newID: DrawingID.random)
    if drawing.userAgent.isEmpty {
      drawing.userAgent = String((call.request.header("user-agent") ?? "").prefix(512))
    }
    let key = try idempotencyKey(call) ?? drawing.id.string
    if let answer = try replay(user: user, key: key, hash: hash) { return answer }
    guard let shape = shapes.find(drawing.shape), shape.isEnabled else {
      throw Problem.unknownShape(drawing.shape)
    }
    let play = try Play(json: body["play"])
    let judgement = Judgement(
      drawing.ink, kind: shape.kind, canvas: drawing.canvas,
      guesses: inference.guesses(of: drawing.ink))
    let new = NewDrawing(
      drawing: drawing, userID: user, shapeID: shape.id, quality: judgement.score.quality,
      completeness: judgement.score.completeness, strokes: StrokeCodec.encode(drawing.ink),
      guess: shapes.stored(judgement.guesses), play: play)
    let id = drawing.id
    let answer = { @Sendable (result: StoredResult) in
      Self.answer(id: id, shape: shape.key, judgement, result)
    }
    let result = try store.waitForChange {
      store.writer.finish(
        new, isAccepted: false,
        idempotency: IdempotencyKey(key: key, bodyHash: hash, answer: answer), completion: $0)
    }
    lessons.drawingWasFinished()
    if result.wasThere {
      if let kept = result.keptAnswer { return Self.replayed(kept) }
      // The kept answer is gone, or the drawing came another way: the ink itself tells.
      guard let row = try store.drawing(id), row.shape == shape.key,
        try StrokeCodec.decode(row.data) == drawing.ink
      else { throw Problem(409, "conflict", "There is another drawing of this id already.") }
      return Self.replayed(answer(result))
    }
    // What is thrown away was not created.
    return .json(answer(result), status: result.isKept ? 201 : 200)
  }

  private func idempotencyKey(_ call: Call) throws -> String? {
    guard let key = call.request.header("x-idempotency-key") else { return nil }
    guard 1...128 ~= key.unicodeScalars.count else {
      throw Problem(422, "invalid", "An idempotency key has 1 to 128 characters.")
    }
    return key
  }

  private func replay(user: Int64, key: String, hash: [UInt8]) throws -> Response? {
    guard let kept = try store.idempotentAnswer(user: user, key: key) else { return nil }
    guard kept.bodyHash == hash else {
      throw Problem(409, "conflict", "This key was used for another body within the last day.")
    }
    return Self.replayed(kept.answer)
  }

  private static func replayed(_ answer: [UInt8]) -> Response {
    var response = Response.json(answer)
    response.set("idempotent-replay", "true")
    return response
  }

  private static func answer(
    id: DrawingID, shape: String, _ judgement: Judgement, _ result: StoredResult
  ) -> [UInt8] {
    var writer = JSONWriter(capacityInBytes: 512)
    writer.beginObject()
    writer.member("id", id)
    writer.member("shape", shape)
    judgement.writeMembers(to: &writer)
    result.writeMembers(to: &writer)
    writer.endObject()
    return writer.bytes
  }

  // MARK: - Getting back

  /// One's own drawing; for an administrator anybody's, also from the trash.
  private func visible(_ call: Call) throws -> (row: DrawingRow, ink: Strokes) {
    if call.administrator != nil {
      guard let row = try store.drawing(call.drawingID(), evenDeleted: true) else {
        throw Problem.notFound("There is no such drawing.")
      }
      return (row, try StrokeCodec.decode(row.data))
    }
    let session = try call.requireSession()
    // Somebody else's drawing looks like none: ids are not to be probed.
    guard let row = try store.drawing(call.drawingID()), row.userID == session.user.id else {
      throw Problem.notFound("You have no such drawing.")
    }
    return (row, try StrokeCodec.decode(row.data))
  }

  private func drawing(_ call: Call) throws -> Response {
    let (row, ink) = try visible(call)
    return .json { $0.write(row, ink) }
  }

  private func ownDrawings(_ call: Call) throws -> Response {
    let session = try call.requireSession()
    let before = call.request.queryValue("cursor").map { Int64($0) ?? -1 } ?? .max
    let limit = call.request.queryValue("limit").map { Int($0) ?? 0 } ?? 50
    guard before > 0, 1...200 ~= limit else {
      throw Problem(422, "invalid", "A limit is 1 to 200, a cursor comes from the answer before.")
    }
    let rows = try store.drawings(ofUser: session.user.id, before: before, limit: limit)
    return .json { writer in
      writer.beginObject()
      writer.name("drawings")
      writer.beginArray()
      for row in rows { writer.writeSummary(row) }
      writer.endArray()
      writer.name("next_cursor")
      if rows.count == limit, let last = rows.last {
        writer.string(String(last.id))
      } else {
        writer.null()
      }
      writer.endObject()
    }
  }

  private func preview(_ call: Call) throws -> Response {
    let size = call.request.queryValue("size").map { Int($0) ?? 0 } ?? 128
    guard 64...512 ~= size else {
      throw Problem(422, "invalid", "A preview's size is 64 to 512 pixels.")
    }
    let (row, ink) = try visible(call)
    return try image(call, etag: "\"\(row.id)-\(row.points)-\(size)-1\"", type: "image/png") {
      try Preview.png(ink: ink, canvas: row.canvas, size: size)
    }
  }

  private func vector(_ call: Call) throws -> Response {
    let (row, ink) = try visible(call)
    return try image(call, etag: "\"\(row.id)-\(row.points)-svg-1\"", type: "image/svg+xml") {
      SVG.document(ink: ink, canvas: row.canvas)
    }
  }

  private func image(
    _ call: Call, etag: String, type: String, _ make: () throws -> [UInt8]
  ) throws -> Response {
    var response = Response(
      status: 200, headers: [("etag", etag), ("cache-control", "private, no-cache")])
    if call.request.knows(etag: etag) {
      response.status = 304
      return response
    }
    response.set("content-type", type)
    response.body = try make()
    return response
  }

  private func stats(_ call: Call) throws -> Response {
    let session = try call.requireSession()
    let stats = try store.stats(ofUser: session.user.id)
    let earned = try store.achievements(ofUser: session.user.id)
    return .json { writer in
      writer.beginObject()
      writer.member("drawings", stats.drawings)
      writer.name("by_shape")
      writer.beginObject()
      for entry in stats.byShape {
        writer.name(entry.shape)
        writer.beginObject()
        writer.member("drawings", entry.drawings)
        writer.member("best_quality", entry.bestQuality)
        writer.endObject()
      }
      writer.endObject()
      writer.member("streak", stats.streak)
      writer.member("best_streak", stats.bestStreak)
      writer.member("average_quality", stats.averageQuality)
      writer.name("achievements")
      writer.beginArray()
      for achievement in earned { writer.string(achievement.rawValue) }
      writer.endArray()
      writer.name("rank")
      if let rank = stats.rank { writer.integer(rank) } else { writer.null() }
      writer.endObject()
    }
  }
}
