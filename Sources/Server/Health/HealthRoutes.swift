import Ink
import Storage
import Transport

/// Whether the program lives, can take work, and how each part is.
struct Health: Sendable {
  let store: Store
  let open: OpenDrawings
  let worker: WorkerKeeper
  let model: ActiveModel

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
    let health = json()
    return .json(health.body, status: health.isFailing ? 503 : 200)
  }

  func json() -> (body: [UInt8], isFailing: Bool) {
    let failure = store.writer.currentFailure
    var writer = JSONWriter(capacityInBytes: 512)
    write(failure, to: &writer)
    return (writer.bytes, failure != nil)
  }

  private func write(_ failure: StoreError?, to writer: inout JSONWriter) {
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
    let worker = worker.state
    writer.name("worker")
    writer.beginObject()
    writer.member("status", worker.state.rawValue)
    writer.member("starts", worker.starts)
    writer.endObject()
    let model = model.state
    writer.name("model")
    writer.beginObject()
    writer.member(
      "status", model.detail != nil ? "failing" : model.serving == nil ? "none" : "ok")
    writer.name("version")
    if let version = model.serving?.version { writer.string(version) } else { writer.null() }
    if let detail = model.detail { writer.member("detail", detail) }
    writer.endObject()
    // Every drawing is in the one file; what leaves it for an archive will be told here.
    writer.name("archive")
    writer.beginObject()
    writer.member("status", "off")
    writer.endObject()
    if let disk = store.disk {
      writer.name("disk")
      writer.beginObject()
      writer.member("status", disk.free < Self.lowDisk ? "low" : "ok")
      writer.member("free_bytes", disk.free)
      writer.member("bytes", disk.all)
      writer.endObject()
    }
    writer.endObject()
  }

  /// Free bytes below which there is not much time left.
  private static let lowDisk = 500_000_000

  /// Without paths or SQLite's words, which are for the log.
  private static func sentence(_ failure: StoreError) -> String {
    failure == .full ? "The disk is full; free some space." : "The store cannot be written to."
  }
}
