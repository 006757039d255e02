import GRDB
import Ink

/// What has happened since somebody last looked, for administrators' pages.
public struct News: Sendable {
  /// One row of the table of events, with what it is about as it is now.
  public struct Event: Sendable {
    public let number: Int64
    public let topic: String
    /// A JSON object.
    public let payload: String
    public var drawing: GalleryDrawing?
    public var audit: AuditEntry?
  }

  /// Oldest first, without a gap.
  public var events: [Event] = []
  /// There were more than are told: what is shown has to be asked for anew.
  public var isCut = false
  /// Work under way or waiting: its kind, and the newest progress as JSON.
  public var jobs: [(id: Int64, kind: String, status: JobStatus, progress: String?)] = []
  /// Drawings that were finished, and how many more there were.
  public var submitted: [GalleryDrawing] = []
  public var moreSubmitted = 0
}

/// Who did what.
public struct AuditEntry: Sendable, Equatable {
  public let id: Int64
  /// ms since 1970.
  public let at: Int64
  public let actor, action, subject: String
  /// JSON.
  public let before, after: String?

  static let select = "SELECT id, at, actor, action, subject, before, after FROM audit"

  init(_ row: Row) {
    (id, at, actor, action, subject) = (row[0], row[1], row[2], row[3], row[4])
    (before, after) = (row[5], row[6])
  }
}

extension Store {
  /// The number of the newest event; 0 before the first.
  public func newestEvent() throws(StoreError) -> Int64 {
    // The highest that was ever given, for the rows themselves may have been thrown away.
    try read { database in
      try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'event'") ?? 0
    }
  }

  /// What is new. One caller only: what was submitted is told once.
  /// - Parameters:
  ///   - number: the newest event that was told before.
  ///   - limit: so many events at most; the newest, when there are more.
  public func news(since number: Int64, atMost limit: Int) throws(StoreError) -> News {
    let submitted = writer.submissions.take()
    return try read { database in
      var news = News()
      news.events = try Row.fetchAll(
        database.cachedStatement(
          sql: "SELECT id, topic, payload FROM event WHERE id > ? ORDER BY id DESC LIMIT ?"),
        arguments: [number, limit]
      ).reversed().map { News.Event(number: $0[0], topic: $0[1], payload: $0[2]) }
      news.isCut = (news.events.first.map { $0.number > number + 1 }) ?? false
      for index in news.events.indices { try news.events[index].fill(from: database) }
      news.jobs = try Row.fetchAll(
        database.cachedStatement(
          sql: "SELECT id, kind, status, progress FROM job WHERE status IN ('queued', 'running')")
      ).map { ($0[0], $0[1], JobStatus(rawValue: $0[2]) ?? .queued, $0[3]) }
      news.submitted = try submitted.rows.compactMap {
        try GalleryDrawing.fetch($0, in: database)
      }
      news.moreSubmitted = submitted.more
      return news
    }
  }
}

extension News.Event {
  /// Adds the drawing or the audit's entry that it names.
  fileprivate mutating func fill(from database: Database) throws {
    switch topic {
    case "drawings":
      guard let text = (try? JSON(parsing: Array(payload.utf8)))?["drawing"]?.string,
        let id = DrawingID(text: text.utf8)
      else { return }
      drawing = try database.cachedStatement(
        sql: GalleryDrawing.select + " WHERE d.public_id = ?"
      ).fetchRow([id.data]).map(GalleryDrawing.init)
    case "audit":
      guard let id = (try? JSON(parsing: Array(payload.utf8)))?["audit"]?.integer else { return }
      audit = try database.cachedStatement(sql: AuditEntry.select + " WHERE id = ?")
        .fetchRow([id]).map(AuditEntry.init)
    default: break
    }
  }
}
