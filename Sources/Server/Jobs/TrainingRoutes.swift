import Foundation
import Ink
import Storage
import Transport

/// The routes by which administrators ask for trainings and follow them.
struct TrainingRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue

  var routes: [Route] {
    [
      Route(
        .post, "/api/admin/training/start", .administrator, bodyLimit: 16_384, handle: start),
      Route(.get, "/api/admin/training", .administrator, handle: list),
      Route(.get, "/api/admin/training/*", .administrator, handle: job),
      Route(
        .post, "/api/admin/training/*/cancel", .administrator, bodyLimit: 4_096, handle: cancel),
      Route(
        .post, "/api/admin/training/*/replay", .administrator, bodyLimit: 4_096, handle: replay),
    ]
  }

  private func start(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let body = call.request.body.isEmpty ? JSON.object([]) : try call.json()
    guard let members = body.object else {
      throw Problem(422, "invalid", "A training is asked for with an object, as {\"config\":{}}.")
    }
    let config = body["config"].flatMap { $0.isNull ? nil : $0 } ?? .object([])
    let settings: TrainingSettings
    do {
      if let stray = members.first(where: { $0.name != "config" }) {
        throw InvalidSettings(faults: [
          Fault(path: stray.name, message: "only \"config\" is taken here")
        ])
      }
      settings = try TrainingSettings(
        json: config, path: "config", shapes: shapes.all.filter(\.isEnabled).map(\.key)
      ) { try store.models.find($0)?.id }
    } catch let error as InvalidSettings {
      var problem = Problem(422, "invalid", "The training cannot be begun: \(error)")
      problem.faults = error.faults
      throw problem
    }
    let (job, isNew) = try store.jobs.enqueue(
      config: settings.json, seed: Int64(settings.seed), baseModel: settings.continueFrom,
      actor: actor)
    return Self.accepted(job, isNew: isNew)
  }

  private func list(_ call: Call) throws -> Response {
    let limit = call.request.queryValue("limit").map { Int($0) ?? 0 } ?? 50
    let before = call.request.queryValue("cursor").map { Int64($0) ?? -1 } ?? .max
    guard before > 0, 1...200 ~= limit else {
      throw Problem(422, "invalid", "A limit is 1 to 200, a cursor comes from the answer before.")
    }
    let jobs = try store.jobs.list(before: before, limit: limit)
    return .json { writer in
      writer.beginObject()
      writer.name("jobs")
      writer.beginArray()
      for job in jobs { writer.write(job) }
      writer.endArray()
      writer.name("next_cursor")
      if jobs.count == limit, let last = jobs.last {
        writer.string(String(last.id))
      } else {
        writer.null()
      }
      writer.endObject()
    }
  }

  private func job(_ call: Call) throws -> Response {
    guard let job = try store.jobs.find(call.jobID()) else {
      throw Problem.notFound("There is no job \(call.parameters[0]).")
    }
    return .json { $0.write(job) }
  }

  private func cancel(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let job = try store.jobs.cancel(call.jobID(), actor: actor)
    return .json(status: job.status == .running ? 202 : 200) { $0.write(job) }
  }

  private func replay(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let (job, isNew) = try store.jobs.replay(call.jobID(), actor: actor)
    return Self.accepted(job, isNew: isNew)
  }

  private static func accepted(_ job: Job, isNew: Bool) -> Response {
    .json(status: isNew ? 202 : 200) { writer in
      writer.beginObject()
      writer.member("id", Int(job.id))
      writer.member("status", isNew ? "queued" : "already_exists")
      writer.endObject()
    }
  }
}

extension Call {
  /// A job's id from the path.
  fileprivate func jobID() throws -> Int64 {
    guard let id = Int64(parameters[0]), id > 0 else {
      throw Problem(422, "invalid", "A job's id is a whole number.")
    }
    return id
  }
}

extension JSONWriter {
  /// A job with all that is known of it.
  mutating func write(_ job: Job) {
    beginObject()
    member("id", Int(job.id))
    member("status", job.status.rawValue)
    member("cancel_requested", job.isCancelRequested)
    member("attempts", job.attempts)
    member("config", json: job.config)
    member("progress", json: job.progress)
    member("metrics", json: job.metrics)
    name("error")
    if let error = job.error { string(error) } else { null() }
    name("model")
    if let model = job.model {
      beginObject()
      member("id", Int(model.id))
      member("version", model.version)
      endObject()
    } else {
      null()
    }
    member("created_at", time: job.created)
    member("started_at", time: job.started)
    member("finished_at", time: job.finished)
    endObject()
  }

  /// A text that is JSON already.
  mutating func member(_ name: StaticString, json text: String?) {
    self.name(name)
    if let text { value(Array(text.utf8)) } else { null() }
  }

  /// - Parameter time: ms since 1970.
  mutating func member(_ name: StaticString, time: Int64?) {
    self.name(name)
    if let time { string(timestamp(time)) } else { null() }
  }
}
