import Ink
import Storage
import Transport

/// The routes that tell who did what, and take it back.
struct AuditRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let bulk: BulkRunner

  var routes: [Route] {
    [
      Route(.get, "/api/admin/audit", .administrator, handle: list),
      Route(.post, "/api/admin/audit/*/undo", .administrator, bodyLimit: 4_096, handle: undo),
      Route(.get, "/api/admin/drawings/*/history", .administrator, handle: history),
    ]
  }

  private func list(_ call: Call) throws -> Response {
    var filter = AuditFilter()
    var (limit, before) = (50, Int64.max)
    var faults: [Fault] = []
    func read<T>(_ name: String, _ value: T?, _ message: String) -> T? {
      if value == nil { faults.append(Fault(path: name, message: message)) }
      return value
    }
    let timeMessage = "a time as 2026-01-31T12:00:00Z, or a day as 2026-01-31"
    for (name, value) in call.request.query {
      switch name {
      case "actor": filter.actor = value
      case "action": filter.action = value
      case "subject": filter.subject = value
      case "from": filter.from = read(name, milliseconds(value), timeMessage)
      case "to": filter.to = read(name, milliseconds(value), timeMessage)
      case "limit":
        let given = Int(value).flatMap { 1...200 ~= $0 ? $0 : nil }
        limit = read(name, given, "a number from 1 to 200") ?? limit
      case "cursor":
        let given = Int64(value).flatMap { $0 > 0 ? $0 : nil }
        before = read(name, given, "it comes from the page before") ?? before
      default: faults.append(Fault(path: name, message: "no such filter"))
      }
    }
    guard faults.isEmpty else {
      throw Problem.invalid(
        "These filters make no sense: \(faults.map(\.path).joined(separator: ", ")).", faults)
    }
    let lines = try store.audit(filter, before: before, limit: limit)
    return Self.answer(lines, next: lines.count == limit ? lines.last?.entry.id : nil)
  }

  private func history(_ call: Call) throws -> Response {
    guard let lines = try store.history(of: call.drawingID()) else {
      throw Problem.notFound("There is no such drawing.")
    }
    return Self.answer(lines, next: nil)
  }

  private func undo(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    guard let id = Int64(call.parameters[0]), let outcome = try store.undo(id, actor: actor) else {
      throw Problem.notFound("The audit has no row \(call.parameters[0]).")
    }
    switch outcome {
    case .drawing(let drawing, let change): return .mended(drawing, change: change)
    case .shape(let key, let change):
      return try .changedShape(key, change: change, shapes, store)
    case .other(let change):
      return .json { writer in
        writer.beginObject()
        writer.name("change")
        if let change { writer.integer(Int(change)) } else { writer.null() }
        writer.endObject()
      }
    case .job(let id):
      bulk.wake()
      return try .job(id, in: store, status: 202)
    }
  }

  private static func answer(_ lines: [AuditLine], next: Int64?) -> Response {
    .json { writer in
      writer.beginObject()
      writer.name("entries")
      writer.beginArray()
      for line in lines { writer.write(line.entry, isUndoable: line.isUndoable) }
      writer.endArray()
      writer.name("next_cursor")
      if let next { writer.string(String(next)) } else { writer.null() }
      writer.endObject()
    }
  }
}
