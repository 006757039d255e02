import Foundation
import Ink
import Storage
import Transport

/// The routes by which a teacher holds a lesson.
struct LessonRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let board: LessonBoard
  let open: OpenDrawings
  let isSecure: Bool
  /// Whether other machines reach this server.
  let isOpen: Bool

  private static let path = "/api/admin/lessons"
  private static let nameAtMost = 80

  var routes: [Route] {
    [
      Route(.post, Self.path, .administrator, bodyLimit: 16_384, handle: begin),
      Route(.get, Self.path, .administrator, handle: list),
      Route(.get, Self.path + "/*", .administrator, handle: show),
      Route(.post, Self.path + "/*/freeze", .administrator, bodyLimit: 1_024, handle: freeze),
      Route(.post, Self.path + "/*/spotlight", .administrator, bodyLimit: 1_024, handle: spotlight),
      Route(.post, Self.path + "/*/end", .administrator, bodyLimit: 1_024, handle: end),
      Route(.get, Self.path + "/*/report", .administrator, handle: report),
      Route(.delete, Self.path + "/*/data", .administrator, handle: remove).slow(),
    ]
  }

  private func begin(_ call: Call) throws -> Response {
    let body = try call.request.body.isEmpty ? JSON.object([]) : call.json()
    var faults: [Fault] = []
    guard body.object != nil else {
      throw Problem.invalid("A lesson is begun with an object, as {\"teams\":2}.", [])
    }
    func given(_ name: String) -> JSON? { body[name].flatMap { $0.isNull ? nil : $0 } }
    var name: String?
    if let value = given("name") {
      name = value.string?.trimmingCharacters(in: .whitespacesAndNewlines)
      if name == nil || !Self.isFit(name!) {
        faults.append(
          Fault(
            path: "name",
            message: "1 to \(Self.nameAtMost) characters, without control characters"))
      }
    }
    let teams = body["teams"].map { $0.integer ?? -1 } ?? 0
    if !(0...Lesson.teamsAtMost ~= teams) {
      faults.append(Fault(path: "teams", message: "0 to \(Lesson.teamsAtMost)"))
    }
    var keys: [String]?
    if let value = given("shapes") {
      let all = Set(shapes.all.filter(\.isEnabled).map(\.key))
      keys = value.array?.compactMap(\.string)
      if keys == nil || keys!.isEmpty || keys!.count != value.array!.count
        || keys!.count > 100 || !keys!.allSatisfy(all.contains)
      {
        faults.append(Fault(path: "shapes", message: "keys of shapes in use, or null for all"))
      }
    }
    guard faults.isEmpty else { throw Problem.invalid("This lesson cannot be begun.", faults) }
    let actor = try call.requireAdministrator().administrator.email
    let lesson = try store.beginLesson(name: name, teams: teams, shapes: keys, actor: actor)
    return try answer(lesson, status: 201)
  }

  private static func isFit(_ name: String) -> Bool {
    1...nameAtMost ~= name.unicodeScalars.count
      && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  private func list(_ call: Call) throws -> Response {
    let lessons = try store.lessons()
    // What tablets have to open, also where the big screen itself knows the server as localhost.
    let place = try Place(
      of: call.request, isSecure: isSecure, network: isOpen ? LocalNetwork.address : nil)
    return .json { writer in
      writer.beginObject()
      writer.member("address", place.origin)
      writer.name("lessons")
      writer.beginArray()
      for lesson in lessons { writer.write(lesson) }
      writer.endArray()
      writer.endObject()
    }
  }

  private func show(_ call: Call) throws -> Response { try answer(lesson(call)) }

  private func freeze(_ call: Call) throws -> Response {
    guard let isFrozen = try call.json()["frozen"]?.bool else {
      throw Problem.invalid(
        "Say {\"frozen\":true} or {\"frozen\":false}.",
        [Fault(path: "frozen", message: "true or false")])
    }
    return try answer(store.freezeLesson(underWay(call).id, isFrozen))
  }

  private func spotlight(_ call: Call) throws -> Response {
    let body = try call.json()
    let lesson = try underWay(call)
    guard let value = body["seat"],
      value.isNull || lesson.seats.contains(where: { $0.number == value.integer })
    else {
      throw Problem.invalid(
        "A seat is named by its number, or null for none.",
        [Fault(path: "seat", message: "a seat of this lesson, or null")])
    }
    return try answer(store.spotlight(value.integer, inLesson: lesson.id))
  }

  private func end(_ call: Call) throws -> Response {
    let actor = try call.requireAdministrator().administrator.email
    return try answer(store.endLesson(lesson(call).id, actor: actor))
  }

  private func report(_ call: Call) throws -> Response {
    let lesson = try lesson(call)
    switch call.request.queryValue("format") {
    case nil, "json": return .json { $0.write(lesson) }
    case "csv":
      return Response(
        status: 200,
        headers: [
          ("content-type", "text/csv; charset=utf-8"), ("cache-control", "no-store"),
          ("content-disposition", "attachment; filename=\"lesson-\(lesson.code).csv\""),
        ], body: Array(lesson.csv.utf8))
    default:
      throw Problem.invalid(
        "A report comes as json or csv.", [Fault(path: "format", message: "json or csv")])
    }
  }

  private func remove(_ call: Call) throws -> Response {
    let id = try lesson(call).id
    let actor = try call.requireAdministrator().administrator.email
    guard let removed = try store.removeLesson(id, actor: actor, drawn: open.ids(ofUser:))
    else { throw Self.unknown }
    board.changed()
    return .json { writer in
      writer.beginObject()
      writer.member("drawings", removed.drawings)
      writer.member("seats", removed.seats)
      writer.member("left", removed.left)
      writer.endObject()
    }
  }

  // MARK: -

  private static let unknown = Problem.notFound("There is no such lesson.")

  private func lesson(_ call: Call) throws -> Lesson {
    guard let id = Int64(call.parameters[0]), let lesson = try store.lesson(id) else {
      throw Self.unknown
    }
    return lesson
  }

  private func underWay(_ call: Call) throws -> Lesson {
    let lesson = try lesson(call)
    guard lesson.state != .ended else { throw Problem.lessonEnded }
    return lesson
  }

  private func answer(_ lesson: Lesson?, status: Int = 200) throws -> Response {
    board.changed()
    guard let lesson else { throw Self.unknown }
    return .json(status: status) { $0.write(lesson) }
  }
}

extension Problem {
  static var lessonEnded: Problem { Problem(410, "lesson_ended", "This lesson has ended.") }
}

extension Lesson {
  /// The report as a table: a row for each seat.
  fileprivate var csv: String {
    var lines = ["seat,name,team,drawings,average_quality,best_quality,joined"]
    for seat in seats {
      // Names are the server's own words: nothing in them has to be quoted.
      let cells: [String] = [
        String(seat.number), seat.name, seat.team > 0 ? String(seat.team) : "", String(seat.done),
        seat.averageQuality.map(Self.rounded) ?? "", seat.bestQuality.map(Self.rounded) ?? "",
        timestamp(seat.joined),
      ]
      lines.append(cells.joined(separator: ","))
    }
    return lines.joined(separator: "\r\n") + "\r\n"
  }

  private static func rounded(_ quality: Double) -> String {
    String(format: "%.3f", quality)
  }
}
