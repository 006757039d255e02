import Ink
import Storage
import Transport

/// The routes of the queue of drawings that are worth a second look.
struct ReviewRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue

  var routes: [Route] {
    [
      Route(.post, "/api/admin/review/scan", .administrator, bodyLimit: 4_096, handle: scan),
      Route(.get, "/api/admin/review", .administrator, handle: queue),
      Route(.get, "/api/admin/review/precision", .administrator, handle: precision),
      Route(.post, "/api/admin/review/*", .administrator, bodyLimit: 4_096, handle: decide),
      Route(.delete, "/api/admin/review/*", .administrator, handle: takeBack),
    ]
  }

  private func scan(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let (job, isNew) = try store.reviews.scan(actor: actor)
    return .json(status: isNew ? 202 : 200) { writer in
      writer.beginObject()
      writer.member("id", Int(job.id))
      writer.member("status", isNew ? "queued" : "already_exists")
      writer.endObject()
    }
  }

  private func queue(_ call: Call) throws -> Response {
    let query = try ReviewQuery(call.request)
    let page = try store.reviews.queue(kind: query.kind, limit: query.limit, after: query.cursor)
    let scan = try store.reviews.newestScan()
    return .json { writer in
      writer.beginObject()
      writer.name("suspects")
      writer.beginArray()
      for suspect in page.suspects {
        writer.beginObject()
        writer.name("drawing")
        writer.write(suspect.drawing)
        writer.member("reasons", json: suspect.reasons)
        writer.member("score", suspect.score, decimals: 3)
        writer.endObject()
      }
      writer.endArray()
      writer.name("next_cursor")
      if let next = page.next { writer.string(next.text) } else { writer.null() }
      writer.member("open", page.open)
      writer.name("by_kind")
      writer.beginObject()
      for (kind, count) in page.byKind {
        writer.name(kind.rawValue)
        writer.integer(count)
      }
      writer.endObject()
      writer.name("scan")
      if let scan { writer.writeScan(scan) } else { writer.null() }
      writer.endObject()
    }
  }

  private func precision(_ call: Call) throws -> Response {
    let all = try store.reviews.precision()
    return .json { writer in
      writer.beginObject()
      for precision in all {
        writer.name(precision.kind.rawValue)
        writer.beginObject()
        writer.member("confirmed", precision.confirmed)
        writer.member("dismissed", precision.dismissed)
        writer.name("precision")
        if let value = precision.value { writer.number(value) } else { writer.null() }
        writer.member("low", precision.interval.lowerBound)
        writer.member("high", precision.interval.upperBound)
        writer.endObject()
      }
      writer.endObject()
    }
  }

  private func decide(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let mending = try ReviewDecision(try call.json(), shapes: shapes).mending
    guard let decided = try store.reviews.decide(call.drawingID(), mending, actor: actor) else {
      throw Problem.notFound("This drawing does not wait for a decision.")
    }
    return Self.answer(decided)
  }

  private func takeBack(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    guard let decided = try store.reviews.takeBack(call.drawingID(), actor: actor) else {
      throw Problem.notFound("Nothing was decided about this drawing.")
    }
    return Self.answer(decided)
  }

  private static func answer(_ decided: Decided) -> Response {
    .json { writer in
      writer.beginObject()
      writer.name("change")
      if let change = decided.change { writer.integer(Int(change)) } else { writer.null() }
      writer.name("drawing")
      writer.write(decided.drawing)
      writer.endObject()
    }
  }
}

extension JSONWriter {
  fileprivate mutating func writeScan(_ job: Job) {
    let progress = job.progress.flatMap { try? JSON(parsing: Array($0.utf8)) }
    let config = try? JSON(parsing: Array(job.config.utf8))
    beginObject()
    member("id", Int(job.id))
    member("status", job.status.rawValue)
    member("at", time: job.finished ?? job.created)
    member("drawings", progress?["total"]?.integer ?? config?["drawings"]?.integer ?? 0)
    member("done", progress?["done"]?.integer ?? 0)
    name("error")
    if let error = job.error { string(error) } else { null() }
    endObject()
  }
}
