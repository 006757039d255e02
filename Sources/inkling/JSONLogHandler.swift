import Foundation
import Ink
import Logging

/// Writes one JSON object a line to standard error.
struct JSONLogHandler: LogHandler {
  let label: String
  var metadata: Logger.Metadata = [:]
  var logLevel: Logger.Level = .info

  init(label: String) { self.label = label }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var writer = JSONWriter(capacityInBytes: 256)
    writer.beginObject()
    writer.member(
      "time", Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
    writer.member("level", event.level.rawValue)
    writer.member("message", event.message.description)
    let all = metadata.merging(event.metadata ?? [:]) { $1 }
    for (key, value) in all.sorted(by: { $0.key < $1.key }) {
      writer.name(key)
      writer.string("\(value)")
    }
    writer.endObject()
    // A log that cannot be written must not end the program.
    try? FileHandle.standardError.write(contentsOf: writer.bytes + [UInt8(ascii: "\n")])
  }
}
