import Foundation
import Ink
import Storage
import Transport

/// The routes by which administrators ask for trainings and follow them.
struct TrainingRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let estimator: TrainingEstimator?

  var routes: [Route] {
    [
      Route(
        .post, "/api/admin/training/start", .administrator, bodyLimit: 16_384, handle: start),
      Route(
        .post, "/api/admin/training/estimate", .administrator, bodyLimit: 16_384,
        handle: estimate),
      Route(.get, "/api/admin/training/defaults", .administrator, handle: defaults),
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
    let settings = try settings(of: call)
    let (job, isNew) = try store.jobs.enqueue(
      config: settings.json, seed: Int64(settings.seed), baseModel: settings.continueFrom,
      actor: actor)
    return Self.accepted(job, isNew: isNew)
  }

  /// What a request asks for: `{"config":{…}}`.
  /// - Throws: a 422 with every fault.
  private func settings(of call: Call) throws -> TrainingSettings {
    let body = call.request.body.isEmpty ? JSON.object([]) : try call.json()
    guard let members = body.object else {
      throw Problem(422, "invalid", "A training is asked for with an object, as {\"config\":{}}.")
    }
    let config = body["config"].flatMap { $0.isNull ? nil : $0 } ?? .object([])
    do {
      if let stray = members.first(where: { $0.name != "config" }) {
        throw InvalidSettings(faults: [
          Fault(path: stray.name, message: "only \"config\" is taken here")
        ])
      }
      return try TrainingSettings(
        json: config, path: "config", shapes: enabledShapes,
        job: { try store.jobs.find($0) != nil }, model: { try store.models.find($0)?.id })
    } catch let error as InvalidSettings {
      var problem = Problem(422, "invalid", "The training cannot be begun: \(error)")
      problem.faults = error.faults
      throw problem
    }
  }

  private var enabledShapes: [String] { shapes.all.filter(\.isEnabled).map(\.key) }

  private func defaults(_ call: Call) -> Response {
    .json { writer in
      writer.beginObject()
      writer.member("config", json: TrainingSettings(shapes: enabledShapes).json)
      writer.name("limits")
      writer.writeTrainingLimits(shapes: enabledShapes)
      writer.endObject()
    }
  }

  private func estimate(_ call: Call) throws -> Response {
    guard let estimator else {
      throw Problem(501, "not_available", "This server was built without a way to train.")
    }
    let outlook = try TrainingOutlook(settings(of: call), store: store)
    let estimate = estimator(outlook)
    return .json { $0.write(estimate, of: outlook) }
  }

  private func list(_ call: Call) throws -> Response {
    let page = try NumberedPage(call.request)
    let jobs = try store.jobs.list(before: page.before, limit: page.limit)
    return page.response("jobs", jobs, number: \.id) { $0.write($1) }
  }

  private func job(_ call: Call) throws -> Response {
    let job = try find(call.jobID())
    let curve = try store.jobs.curve(of: job.id)
    let asThen = try isAsThen(job)
    return .json { writer in
      writer.write(job) { writer in
        writer.member("data", json: job.data)
        writer.name("same_data")
        if let asThen { writer.bool(asThen) } else { writer.null() }
        writer.name("curve")
        writer.beginArray()
        for point in curve { writer.write(point) }
        writer.endArray()
      }
    }
  }

  private func find(_ id: Int64) throws -> Job {
    // Other long work has numbers of the same row.
    guard let job = try store.jobs.find(id), job.kind == Jobs.training else {
      throw Problem.notFound("There is no training \(id).")
    }
    return job
  }

  /// Whether a training that was asked for with another's drawings has just these: some may have
  /// been flagged, deleted or relabelled since. Nil where there is no other, or not known yet.
  private func isAsThen(_ job: Job) throws -> Bool? {
    func json(_ text: String?) -> JSON? { text.flatMap { try? JSON(parsing: Array($0.utf8)) } }
    guard let other = json(job.config)?["data_of"]?.integer,
      let now = json(job.data)?["sha256"]?.string,
      let then = json(try store.jobs.find(Int64(other))?.data)?["sha256"]?.string
    else { return nil }
    return now == then
  }

  private func cancel(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let job = try store.jobs.cancel(find(call.jobID()).id, actor: actor)
    return .json(status: job.status == .running ? 202 : 200) { $0.write(job) }
  }

  private func replay(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let body = call.request.body.isEmpty ? JSON.object([]) : try call.json()
    let data = body["data"].flatMap { $0.isNull ? nil : $0 } ?? .string("now")
    guard body.object?.allSatisfy({ $0.name == "data" }) == true,
      let word = data.string, ["then", "now"].contains(word)
    else {
      var problem = Problem(
        422, "invalid", "A training is run again with {\"data\":\"then\"} or {\"data\":\"now\"}.")
      problem.faults = [Fault(path: "data", message: "then or now")]
      throw problem
    }
    let job = try find(call.jobID())
    // Composed anew: settings that came since have their defaults, and equal ones are equal texts.
    var settings = try TrainingSettings(
      json: JSON(parsing: Array(job.config.utf8)), shapes: shapes.all.map(\.key)
    ) { Int64($0) }
    // Whose drawings these were is kept when it is run again and again.
    settings.dataOf = word == "then" ? settings.dataOf ?? job.id : nil
    let (again, isNew) = try store.jobs.replay(job.id, config: settings.json, actor: actor)
    return Self.accepted(again, isNew: isNew)
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
  /// - Parameter more: writes further members.
  mutating func write(_ job: Job, more: (inout JSONWriter) -> Void = { _ in }) {
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
    more(&self)
    endObject()
  }

  mutating func write(_ point: CurvePoint) {
    beginObject()
    member("step", point.step)
    member("epoch", point.epoch)
    member("loss", point.loss, decimals: 5)
    member("accuracy", point.accuracy)
    if let loss = point.validationLoss { member("validation_loss", loss, decimals: 5) }
    if let accuracy = point.validationAccuracy { member("validation_accuracy", accuracy) }
    member("at", time: point.at)
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
