import Ink
import Storage
import Transport

/// The routes by which administrators follow long work of every kind, stop it and take it back.
struct JobRoutes: Sendable {
  let store: Store
  let bulk: BulkRunner

  var routes: [Route] {
    [
      Route(.get, "/api/admin/jobs", .administrator, handle: list),
      Route(.get, "/api/admin/jobs/*", .administrator) {
        try .job($0.number(), in: store, status: 200)
      },
      Route(.post, "/api/admin/jobs/*/cancel", .administrator, bodyLimit: 4_096, handle: cancel),
      Route(.post, "/api/admin/jobs/*/undo", .administrator, bodyLimit: 4_096, handle: undo),
    ]
  }

  private func list(_ call: Call) throws -> Response {
    let page = try NumberedPage(call.request)
    let jobs = try store.jobSummaries(
      kind: call.request.queryValue("kind"), before: page.before, limit: page.limit)
    return page.response("jobs", jobs, number: \.id) { $0.write($1) }
  }

  private func cancel(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let job = try store.cancelJob(call.number(), actor: actor)
    return .json(status: job.status.isOver ? 200 : 202) { $0.write(job) }
  }

  private func undo(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let id = try call.number()
    guard let job = try store.jobSummary(id) else { throw StoreError.noJob(id) }
    guard job.isBulk else {
      throw StoreError.cannotUndo("A job of the kind \(job.kind) cannot be undone.")
    }
    let undo = try store.bulkJobs.undo(id, actor: actor)
    bulk.wake()
    return try .job(undo, in: store, status: 202)
  }
}

extension Call {
  /// A job's number from the path.
  fileprivate func number() throws -> Int64 {
    guard let id = Int64(parameters[0]), id > 0 else {
      throw Problem(422, "invalid", "A job's id is a whole number.")
    }
    return id
  }
}

extension Response {
  static func job(_ id: Int64, in store: Store, status: Int) throws -> Response {
    guard let job = try store.jobSummary(id) else { throw StoreError.noJob(id) }
    return .json(status: status) { $0.write(job) }
  }
}

extension JSONWriter {
  mutating func write(_ job: JobSummary) {
    func number(_ name: StaticString, _ value: Int?) {
      self.name(name)
      if let value { integer(value) } else { null() }
    }
    beginObject()
    member("id", Int(job.id))
    member("kind", job.kind)
    member("status", job.status.rawValue)
    member("cancel_requested", job.isCancelRequested)
    number("done", job.done)
    number("total", job.total)
    number("changed", job.changed)
    number("skipped", job.skipped)
    name("error")
    if let error = job.error { string(error) } else { null() }
    member("config", json: job.config)
    member("created_at", time: job.created)
    member("started_at", time: job.started)
    member("finished_at", time: job.finished)
    member("undoable", job.isUndoable)
    number("undone_by", job.undoneBy.map { Int($0) })
    endObject()
  }
}
