import Archive
import Ink
import Storage
import Transport

/// The routes by which administrators take drawings away as data sets.
struct ExportRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let threads: StreamThreads

  var routes: [Route] {
    [
      Route(.get, "/api/admin/export", .administrator, handle: export),
      Route(.get, "/api/admin/export/card", .administrator, handle: card),
    ]
  }

  private func export(_ call: Call) throws -> Response {
    var filters = call.request.query
    let format = Self.take("format", from: &filters)
    guard let format = ExportFormat(rawValue: format ?? "ndjson") else {
      throw Self.fault("format", "one of ndjson, npz, png, quickdraw")
    }
    let size = Self.take("size", from: &filters)
    guard let size = Int(size ?? "128") else { throw Self.fault("size", "64 to 512") }
    let export = try DrawingExport(
      format, filters: filters, size: size, shapes: shapes, store: store)
    let name = format.fileName(String(timestamp(storeTime()).prefix(10)))
    let response = try answer(format.contentType, fileName: name) { try export.write(to: $0) }
    guard call.request.method != .head else { return response }
    // What people drew leaves the server: that is known afterwards too.
    try store.noteExport(
      as: format.rawValue, filters: filters, actor: call.requireAdministrator().administrator.email)
    return response
  }

  private func card(_ call: Call) throws -> Response {
    let export = try DrawingExport(
      .ndjson, filters: call.request.query, size: 128, shapes: shapes, store: store)
    return try answer("text/markdown; charset=utf-8", fileName: "README.md") {
      try export.writeCard(to: $0)
    }
  }

  private func answer(
    _ type: String, fileName: String, _ write: @escaping @Sendable (ByteSink) throws -> Void
  ) throws -> Response {
    try threads.answer(
      headers: [
        ("content-type", type), ("cache-control", "no-store"),
        ("content-disposition", "attachment; filename=\"\(fileName)\""),
      ]
    ) { stream in
      try write(ByteSink(stream.write))
    }
  }

  private static func take(_ name: String, from query: inout [(name: String, value: String)])
    -> String?
  {
    guard let index = query.firstIndex(where: { $0.name == name }) else { return nil }
    return query.remove(at: index).value
  }

  private static func fault(_ path: String, _ message: String) -> Problem {
    var problem = Problem(422, "invalid", "\(path): \(message).")
    problem.faults = [Fault(path: path, message: message)]
    return problem
  }
}
