import Ink
import Storage
import Transport

/// What the first page of an administrator shows.
struct StatisticsRoutes: Sendable {
  let store: Store
  let live: LiveInk
  let inference: Inference

  var routes: [Route] {
    [Route(.get, "/api/admin/stats", .administrator, handle: statistics)]
  }

  private func statistics(_ call: Call) throws -> Response {
    let statistics = try store.statistics()
    return .json { writer in
      writer.beginObject()
      writer.member("at", timestamp(storeTime()))
      writer.name("shapes")
      writer.beginArray()
      for shape in statistics.shapes { writer.write(shape) }
      writer.endArray()
      writer.name("drawings_by_minute")
      writer.beginArray()
      for (minute, drawings) in statistics.minutes {
        writer.beginObject()
        writer.member("minute", timestamp(minute * 60_000))
        writer.member("drawings", drawings)
        writer.endObject()
      }
      writer.endArray()
      writer.member("drawing_now", live.drawing.load(ordering: .relaxed))
      writer.member("open_drawings", live.open.count)
      writer.name("model")
      if let served = inference.current { writer.write(served) } else { writer.null() }
      writer.name("storage")
      writer.write(statistics.storage)
      writer.endObject()
    }
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ shape: StoreStatistics.Shape) {
    beginObject()
    member("id", shape.key)
    member("name", shape.name)
    member("drawings", shape.drawings)
    member("flagged", shape.flagged)
    member("partial", shape.partial)
    member("deleted", shape.deleted)
    member("guessed", shape.guessed)
    member("agreeing", shape.agreeing)
    name("qualities")
    beginArray()
    for count in shape.qualities { integer(count) }
    endArray()
    endObject()
  }

  fileprivate mutating func write(_ storage: StorageFigures) {
    beginObject()
    member("main_bytes", storage.mainBytes)
    member("free_bytes", storage.freeBytes)
    member("log_bytes", storage.logBytes)
    member("ink_bytes", storage.inkBytes)
    endObject()
  }
}
