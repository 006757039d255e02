import Ink
import Storage

/// The messages of `/ws/admin`.
enum DashboardMessages {
  static func message(_ type: String, _ write: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter(capacityInBytes: 512)
    writer.beginObject()
    writer.member("type", type)
    write(&writer)
    writer.endObject()
    return writer.bytes
  }

  /// A message of an object's members.
  static func wrap(_ type: String, number: Int64? = nil, _ object: [UInt8]) -> [UInt8] {
    let head = message(type) { if let number { $0.member("number", Int(number)) } }
    let members = object.dropFirst()
    return head.dropLast() + (members.count > 1 ? [UInt8(ascii: ",")] : []) + members
  }

  static func welcome(_ administrator: Administrator, newest: Int64) -> [UInt8] {
    message("welcome") { writer in
      writer.member("protocol", 1)
      writer.name("administrator")
      writer.beginObject()
      writer.member("id", Int(administrator.id))
      writer.member("email", administrator.email)
      writer.endObject()
      writer.member("number", Int(newest))
    }
  }

  /// What has become of what was missed.
  enum Missed: String { case none, replayed, stale }

  static func subscribed(_ topics: Set<Topic>, newest: Int64, _ missed: Missed) -> [UInt8] {
    message("subscribed") { writer in
      writer.name("topics")
      writer.beginArray()
      for topic in Topic.allCases where topics.contains(topic) { writer.string(topic.rawValue) }
      writer.endArray()
      writer.member("number", Int(newest))
      writer.member("missed", missed.rawValue)
    }
  }

  static let stale = message("stale") { _ in }

  static func error(_ code: String, _ detail: String, isFatal: Bool = false) -> [UInt8] {
    message("error") { writer in
      writer.member("code", code)
      writer.member("message", detail)
      writer.member("fatal", isFatal)
    }
  }

  /// Nil for an event that no page is told of.
  static func event(_ event: News.Event) -> (Topic, [UInt8])? {
    func told(_ topic: Topic, as type: String) -> (Topic, [UInt8]) {
      (topic, wrap(type, number: event.number, Array(event.payload.utf8)))
    }
    switch event.topic {
    case "drawings":
      // It may be gone for good by now.
      guard let drawing = event.drawing else { return nil }
      let word = (try? JSON(parsing: Array(event.payload.utf8)))?["event"]?.string ?? ""
      return (.drawings, changed(drawing, word, number: event.number))
    case "audit":
      guard let entry = event.audit else { return nil }
      return (
        .audit,
        message("audit") { writer in
          writer.member("number", Int(event.number))
          writer.name("audit")
          writer.write(entry)
        }
      )
    case "bulk": return told(.drawings, as: "bulk")
    case "models": return told(.models, as: "model")
    case "jobs": return told(.jobs, as: "job")
    case "shapes": return told(.shapes, as: "shape")
    case "training": return told(.training, as: "training")
    case "review": return told(.review, as: "review")
    default: return nil
    }
  }

  static func submitted(_ drawing: GalleryDrawing) -> [UInt8] {
    changed(drawing, "submitted", number: nil)
  }

  private static func changed(
    _ drawing: GalleryDrawing, _ word: String, number: Int64?
  ) -> [UInt8] {
    message("drawing") { writer in
      if let number { writer.member("number", Int(number)) }
      writer.member("event", word)
      writer.name("drawing")
      writer.write(drawing)
    }
  }

  static func moreSubmitted(_ count: Int) -> [UInt8] {
    message("drawings") { $0.member("submitted", count) }
  }

  static func progress(
    of job: Int64, kind: String, _ status: JobStatus, _ progress: String?
  ) -> [UInt8] {
    let isTraining = kind == Jobs.training
    let head = message(isTraining ? "training" : "job") { writer in
      writer.member("job", Int(job))
      if !isTraining { writer.member("kind", kind) }
      writer.member("status", status.rawValue)
    }
    let members = progress.map { Array($0.utf8.dropFirst()) } ?? []
    guard members.count > 1 else { return head }
    return head.dropLast() + [UInt8(ascii: ",")] + members
  }

  /// - Parameter before: what was told last: where nothing has changed, its time stays.
  static func stats(_ figures: [UInt8], _ before: Edition.State?) -> [UInt8] {
    if let before,
      before.message.dropLast(2).suffix(figures.count - 2).elementsEqual(
        figures.dropFirst().dropLast())
    {
      return before.message
    }
    return message("stats") { writer in
      writer.name("stats")
      writer.value(Overview.timed(figures))
    }
  }
}

extension JSONWriter {
  /// Who did what, and whether it can be taken back, where that is known.
  mutating func write(_ entry: AuditEntry, isUndoable: Bool? = nil) {
    beginObject()
    member("id", Int(entry.id))
    member("at", timestamp(entry.at))
    member("actor", entry.actor)
    member("action", entry.action)
    member("subject", entry.subject)
    member("before", json: entry.before)
    member("after", json: entry.after)
    if let isUndoable { member("undoable", isUndoable) }
    endObject()
  }
}
