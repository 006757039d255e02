import Ink
import Recognition
import Storage

extension JSONWriter {
  /// A model as those who use it see it.
  mutating func write(_ served: ServedModel) {
    let model = served.model
    let metrics = served.row.flatMap { try? JSON(parsing: Array($0.metrics.utf8)) }
    func figure(_ name: String) -> JSON? {
      metrics?[name] ?? model.figures.first { $0.name == name }?.value
    }
    beginObject()
    member("version", served.version)
    name("classes")
    beginArray()
    for label in model.labels { string(label) }
    endArray()
    name("input")
    beginObject()
    member("width", model.inputSize)
    member("height", model.inputSize)
    endObject()
    name("accuracy")
    write(figure("accuracy") ?? .null)
    name("per_class")
    write(figure("classes") ?? .null)
    member("checksum", "sha256:\(String(hexOf: served.sha256))")
    member("size_bytes", served.bytes.count)
    name("trained_at")
    if let created = model.created {
      string(created)
    } else if let row = served.row {
      string(timestamp(row.created))
    } else {
      null()
    }
    endObject()
  }
}
