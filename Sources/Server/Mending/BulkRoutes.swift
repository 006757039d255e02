import Ink
import Storage
import Transport

/// The route by which administrators change many drawings at once.
struct BulkRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let runner: BulkRunner

  /// Seconds that counting may take while somebody waits.
  private static let patience = 0.2

  var routes: [Route] {
    [
      Route(
        .post, "/api/admin/drawings/bulk", .administrator, bodyLimit: 64 << 10, handle: change)
    ]
  }

  private func change(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    let body = try call.json()
    let request = try BulkRequest(body, shapes: shapes, store: store)
    let isDryRun = body["dry_run"].map { $0.isNull ? false : $0.bool } ?? false
    guard let isDryRun else {
      throw Problem.invalid(
        "A dry run is true or false.", [Fault(path: "dry_run", message: "true or false")])
    }
    let matching = try store.bulkJobs.count(
      request.selection(in: store), seconds: Self.patience)
    if isDryRun {
      return .json { writer in
        writer.beginObject()
        writer.member("matching", matching.count)
        writer.member("is_exact", matching.isExact)
        writer.endObject()
      }
    }
    let (job, isNew) = try store.bulkJobs.enqueue(
      request.mending, config: request.config, total: matching.isExact ? matching.count : nil,
      actor: actor)
    runner.wake()
    return .json(status: isNew ? 202 : 200) { writer in
      writer.beginObject()
      writer.member("id", Int(job))
      writer.member("status", isNew ? "queued" : "already_exists")
      writer.member("matching", matching.count)
      writer.member("is_exact", matching.isExact)
      writer.endObject()
    }
  }
}
