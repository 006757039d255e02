import Foundation
import Ink
import Storage
import Transport

/// The routes by which administrators bring drawings in: a file in parts, each of which is stored
/// before it is answered, so that whatever breaks off can be gone on with.
struct ImportRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let threads: StreamThreads

  private static let partAtMost = 4 << 20
  private static let refusalsShown = 1_000

  var routes: [Route] {
    [
      Route(.get, "/api/admin/imports", .administrator, handle: list),
      Route(.post, "/api/admin/imports", .administrator, bodyLimit: 4_096, handle: begin),
      Route(.get, "/api/admin/imports/*", .administrator, handle: show),
      Route(.get, "/api/admin/imports/*/report", .administrator, handle: report),
      Route(
        .put, "/api/admin/imports/*/data", .administrator, bodyLimit: Self.partAtMost, handle: take
      ).slow(),
      Route(
        .post, "/api/admin/imports/*/finish", .administrator, bodyLimit: 4_096, handle: finish
      ).slow(),
    ]
  }

  private func begin(_ call: Call) throws -> Response {
    let body = try call.json()
    var faults: [Fault] = []
    let name = body["name"]?.string?.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
    if !(1...255 ~= name.unicodeScalars.count) {
      faults.append(Fault(path: "name", message: "the file's name, 1 to 255 characters"))
    }
    let size = body["size"]?.integer ?? -1
    if size < 0 { faults.append(Fault(path: "size", message: "the file's bytes")) }
    guard faults.isEmpty else {
      var problem = Problem(
        422, "invalid", "An import is {\"name\":\"a.ndjson\",\"size\":1234}.")
      problem.faults = faults
      throw problem
    }
    let actor = try call.requireAdministrator().administrator.email
    let row = try store.imports.begin(name: name, size: size, actor: actor)
    return .json(status: 201) { $0.write(row, refusals: []) }
  }

  private func take(_ call: Call) throws -> Response {
    let row = try row(of: call)
    guard row.status == .receiving else {
      throw conflict("finished", "This import has ended; begin another.", row)
    }
    guard let offset = call.request.queryValue("offset").flatMap({ Int($0) }), offset >= 0 else {
      var problem = Problem(422, "invalid", "?offset= says where in the file the part begins.")
      problem.faults = [Fault(path: "offset", message: "a number of bytes")]
      throw problem
    }
    guard offset == row.received else {
      throw conflict(
        "wrong_offset", "\(row.received) bytes have come; the next part begins there.", row)
    }
    let part = call.request.body
    guard row.received + part.count <= row.size else {
      throw conflict(
        "too_long", "The file was to have \(row.size) bytes; this part goes beyond.", row)
    }
    if part.isEmpty { return .json { $0.write(row, refusals: nil) } }
    let now = try ImportIntake(row, store: store, shapes: shapes).take(part)
    return .json { $0.write(now, refusals: nil) }
  }

  private func finish(_ call: Call) throws -> Response {
    let row = try row(of: call)
    // Asked again, it answers again.
    guard row.status == .receiving else { return try answer(row) }
    guard row.received == row.size else {
      throw conflict(
        "incomplete", "\(row.received) of \(row.size) bytes have come; send the rest first.", row)
    }
    let actor = try call.requireAdministrator().administrator.email
    return try answer(
      ImportIntake(row, store: store, shapes: shapes).finish(actor: actor))
  }

  private func show(_ call: Call) throws -> Response { try answer(row(of: call)) }

  private func answer(_ row: ImportRow) throws -> Response {
    let refusals = try store.imports.refusals(of: row.id, limit: Self.refusalsShown)
    return .json { $0.write(row, refusals: refusals) }
  }

  private func list(_ call: Call) throws -> Response {
    let limit = call.request.queryValue("limit").map { Int($0) ?? 0 } ?? 50
    let before = call.request.queryValue("cursor").map { Int64($0) ?? -1 } ?? .max
    guard 1...200 ~= limit, before > 0 else {
      throw Problem(422, "invalid", "A limit is 1 to 200, a cursor comes from the answer before.")
    }
    let rows = try store.imports.list(before: before, limit: limit + 1)
    return .json { writer in
      writer.beginObject()
      writer.name("imports")
      writer.beginArray()
      for row in rows.prefix(limit) { writer.write(row, refusals: nil) }
      writer.endArray()
      writer.name("next_cursor")
      if rows.count > limit { writer.string(String(rows[limit - 1].id)) } else { writer.null() }
      writer.endObject()
    }
  }

  /// All refusals as a table (RFC 4180), of any length.
  private func report(_ call: Call) throws -> Response {
    let row = try row(of: call)
    let imports = store.imports
    return try threads.answer(
      headers: [
        ("content-type", "text/csv; charset=utf-8"), ("cache-control", "no-store"),
        ("content-disposition", "attachment; filename=\"import-\(row.id)-refused.csv\""),
      ]
    ) { stream in
      try stream.write(Array("line,reason\r\n".utf8))
      var last = 0
      while true {
        let refusals = try imports.refusals(of: row.id, after: last, limit: 1_000)
        guard let end = refusals.last else { return }
        last = end.line
        let text = refusals.map { "\($0.line),\(quoted($0.reason))\r\n" }.joined()
        try stream.write(Array(text.utf8))
      }
    }
  }

  private func row(of call: Call) throws -> ImportRow {
    guard let id = Int64(call.parameters[0]), let row = try store.imports.find(id) else {
      throw Problem.notFound("There is no such import.")
    }
    return row
  }

  /// A 409 that says how far the import is.
  private func conflict(_ code: String, _ detail: String, _ row: ImportRow) -> Problem {
    var problem = Problem(409, code, detail)
    problem.members = [("received", Array("\(row.received)".utf8))]
    return problem
  }
}

extension JSONWriter {
  /// - Parameter refusals: nil where nobody asked for them.
  fileprivate mutating func write(_ row: ImportRow, refusals: [ImportRefusal]?) {
    beginObject()
    member("id", Int(row.id))
    member("name", row.name)
    member("status", row.status.rawValue)
    member("size", row.size)
    member("received", row.received)
    member("part_bytes", 4 << 20)
    member("lines", row.lines)
    member("imported", row.imported)
    member("known", row.known)
    member("refused", row.refused)
    if let refusals {
      name("refusals")
      beginArray()
      for refusal in refusals {
        beginObject()
        member("line", refusal.line)
        member("reason", refusal.reason)
        endObject()
      }
      endArray()
    }
    member("created_at", timestamp(row.created))
    member("finished_at", time: row.finished)
    endObject()
  }
}
