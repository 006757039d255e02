import Ink
import Storage

/// What the first page of an administrator shows.
struct Overview: Sendable {
  let store: Store
  let live: LiveInk
  let inference: Inference

  /// Without the time, so that two can be compared.
  func json() throws -> [UInt8] {
    let statistics = try store.statistics()
    var writer = JSONWriter(capacityInBytes: 4_096)
    writer.beginObject()
    writer.name("shapes")
    writer.beginArray()
    for shape in statistics.shapes { writer.write(shape) }
    writer.endArray()
    writer.name("devices")
    writer.beginObject()
    for device in Device.allCases {
      writer.name(device.name ?? "unknown")
      writer.integer(statistics.devices[device] ?? 0)
    }
    writer.endObject()
    writer.name("drawings_by_minute")
    writer.beginArray()
    for (minute, drawings) in statistics.minutes {
      writer.beginObject()
      writer.member("minute", timestamp(minute * 60_000))
      writer.member("drawings", drawings)
      writer.endObject()
    }
    writer.endArray()
    writer.member("drawings_today", statistics.today)
    writer.member("people_online", live.online.load(ordering: .relaxed))
    writer.member("drawing_now", live.drawing.load(ordering: .relaxed))
    writer.member("open_drawings", live.open.count)
    writer.name("model")
    if let served = inference.current { writer.write(served) } else { writer.null() }
    writer.name("latency")
    writer.write(inference.latency.percentiles())
    writer.name("storage")
    writer.write(statistics)
    writer.endObject()
    return writer.bytes
  }

  /// With the time that it is now.
  static func timed(_ figures: [UInt8]) -> [UInt8] {
    Array("{\"at\":\"\(timestamp(storeTime()))\",".utf8) + figures.dropFirst()
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

  /// Single classifications of the last minute or two.
  fileprivate mutating func write(_ latency: LatencyHistogram.Percentiles?) {
    guard let latency else { return null() }
    beginObject()
    member("count", latency.count)
    member("p50_us", latency.p50)
    member("p95_us", latency.p95)
    member("p99_us", latency.p99)
    endObject()
  }

  fileprivate mutating func write(_ statistics: StoreStatistics) {
    let storage = statistics.storage
    beginObject()
    member("main_bytes", storage.mainBytes)
    member("free_bytes", storage.freeBytes)
    member("log_bytes", storage.logBytes)
    member("ink_bytes", storage.inkBytes)
    if let all = storage.diskBytes { member("disk_bytes", all) }
    if let free = storage.diskFreeBytes { member("disk_free_bytes", free) }
    name("days_until_full")
    if let days = statistics.daysUntilFull { integer(Int(min(days, 1e6))) } else { null() }
    endObject()
  }
}
