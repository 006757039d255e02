import Ink
import Storage

/// A change to many drawings, as an administrator asks for it and as its job keeps it.
struct BulkRequest {
  let mending: Mending
  private let wanted: Wanted
  /// Nil for a flag without one.
  private let reason: String?
  private let shape: String?
  private let action: String

  private enum Wanted {
    case ids([DrawingID])
    /// As in the address of a gallery.
    case filter(DrawingFilter, [(name: String, value: String)])
  }

  static let idsAtMost = 1_000
  private static let names = ["action", "reason", "shape", "ids", "filter", "dry_run"]
  /// They say nothing of which drawings.
  private static let unfit = ["limit", "cursor"]

  /// - Throws: a 422 with a path for each fault.
  init(_ json: JSON, shapes: ShapeCatalogue, store: Store) throws {
    var faults: [Fault] = []
    func fault(_ path: String, _ message: String) {
      faults.append(Fault(path: path, message: message))
    }
    for member in json.object ?? [] where !Self.names.contains(member.name) {
      fault(member.name, "not taken here")
    }
    action = json["action"]?.string ?? ""
    reason = json["reason"]?.string
    shape = json["shape"]?.string
    if let given = json["reason"], !given.isNull,
      reason.map({ $0.unicodeScalars.count <= GalleryRoutes.reasonAtMost }) != true
    {
      fault("reason", "a text of at most \(GalleryRoutes.reasonAtMost) characters")
    }
    var mending: Mending?
    switch action {
    case "flag": mending = .flag(reason: reason)
    case "unflag": mending = .unflag
    case "delete": mending = .delete
    case "restore": mending = .restore
    case "relabel":
      if let shape = shape.flatMap(shapes.find) {
        mending = .relabel(shape: shape.id)
      } else {
        fault("shape", "no such shape")
      }
    default: fault("action", "one of flag, unflag, delete, restore and relabel")
    }
    var wanted: Wanted?
    switch (json["ids"], json["filter"]) {
    case (let list?, nil):
      let ids = (list.array ?? []).enumerated().compactMap { index, id -> DrawingID? in
        let read = id.string.flatMap { DrawingID(text: $0.utf8) }
        if read == nil && faults.count < 20 { fault("ids[\(index)]", "a drawing's id is a UUID") }
        return read
      }
      if list.array.map({ 1...Self.idsAtMost ~= $0.count }) != true {
        fault("ids", "1 to \(Self.idsAtMost) ids of drawings; a filter takes more")
      }
      wanted = .ids(ids)
    case (nil, let filter?):
      do {
        wanted = try Self.filter(filter, shapes, store)
      } catch let problem as Problem where problem.status == 422 {
        faults += problem.faults.map {
          Fault(path: $0.path.isEmpty ? "filter" : "filter.\($0.path)", message: $0.message)
        }
      }
    default: fault("filter", "either a filter or ids is needed")
    }
    guard faults.isEmpty, let mending, let wanted else {
      throw Problem.invalid(
        "Many drawings are changed with {\"action\":\"flag\",\"filter\":{…}} or {…,\"ids\":[…]}.",
        faults)
    }
    (self.mending, self.wanted) = (mending, wanted)
  }

  private static func filter(
    _ json: JSON, _ shapes: ShapeCatalogue, _ store: Store
  ) throws -> Wanted {
    guard let members = json.object else {
      throw Problem.invalid("", [Fault(path: "", message: "an object of filters")])
    }
    var faults: [Fault] = []
    var query: [(name: String, value: String)] = []
    for member in members {
      if unfit.contains(member.name) {
        faults.append(Fault(path: member.name, message: "no such filter"))
      } else if let value = member.value.string {
        query.append((member.name, value))
      } else {
        faults.append(Fault(path: member.name, message: "a text, as in the gallery's address"))
      }
    }
    guard faults.isEmpty else { throw Problem.invalid("", faults) }
    query.sort { $0.name < $1.name }
    let filter = try GalleryQuery(query, shapes: shapes, store: store).filter
    // An order of them is no part of the question: equal ones are equal texts.
    return .filter(filter, query.filter { $0.name != "sort" })
  }

  func selection(in store: Store) throws -> BulkSelection {
    switch wanted {
    case .ids(let ids): .drawings(try store.bulkJobs.rows(of: ids))
    case .filter(let filter, _): .filter(filter)
    }
  }

  /// JSON from which the same is read again.
  var config: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("action", action)
    if case .flag = mending, let reason { writer.member("reason", reason) }
    if case .relabel = mending, let shape { writer.member("shape", shape) }
    switch wanted {
    case .ids(let ids):
      writer.name("ids")
      writer.beginArray()
      for id in ids { writer.string(id) }
      writer.endArray()
    case .filter(_, let query):
      writer.name("filter")
      writer.beginObject()
      for (name, value) in query {
        writer.name(name)
        writer.string(value)
      }
      writer.endObject()
    }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
