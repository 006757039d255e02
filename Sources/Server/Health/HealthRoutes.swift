import Ink
import Storage
import Transport

/// Whether the program lives, can take work, and how each part is.
struct Health: Sendable {
  let store: Store
  let open: OpenDrawings

  var routes: [Route] {
    [
      Route(.get, "/health/live", .everybody, isQuick: true) { _ in
        .json { writer in
          writer.beginObject()
          writer.member("status", "ok")
          writer.endObject()
        }
      },
      Route(.get, "/health/ready", .everybody, isQuick: true, handle: report),
      Route(.get, "/health", .everybody, isQuick: true, handle: report),
    ]
  }

  private func report(_ call: Call) throws -> Response {
    let failure = store.writer.currentFailure
    return .json(status: failure == nil ? 200 : 503) { writer in
      writer.beginObject()
      writer.member("status", failure == nil ? "ok" : "failing")
      writer.name("writer")
      writer.beginObject()
      writer.member("status", failure == nil ? "ok" : "failing")
      if let failure { writer.member("detail", Self.sentence(failure)) }
      writer.member("commits", store.writer.commitCount)
      writer.member("waiting_bytes", store.writer.backlogInBytes)
      writer.endObject()
      writer.member("open_drawings", open.count)
      writer.endObject()
    }
  }

  /// Without paths or SQLite's words, which are for the log.
  private static func sentence(_ failure: StoreError) -> String {
    failure == .full ? "The disk is full; free some space." : "The store cannot be written to."
  }
}
