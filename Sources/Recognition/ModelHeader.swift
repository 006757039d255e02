import Ink

/// What the header of a model's file says, checked.
struct ModelHeader {
  let labels: [String]
  let shape: NetworkShape
  let temperatures: Temperatures
  let name: String
  let created: String?
  let figures: [JSON.Member]

  init(_ text: [UInt8]) throws(ModelError) {
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: text) } catch {
      throw .header(error.message)
    }
    guard json.object != nil else { throw .header("it is \(json.kind) instead of an object") }
    let channels = try Self.array("channels", in: json)
    shape = NetworkShape(
      inputSize: try Self.integer("input_size", in: json),
      channels: channels.map { $0.integer ?? 0 },
      hidden: try Self.integer("hidden", in: json),
      classes: try Self.array("labels", in: json).count)
    try shape.check()
    labels = try Self.array("labels", in: json).map { $0.string ?? "" }
    try Labels.check(labels)
    guard let temperatures = json["temperatures"] else { throw .header("temperatures is missing") }
    let penDown = Int32(exactly: try Self.integer("pen_down", in: temperatures)) ?? 0
    let penUp = Int32(exactly: try Self.integer("pen_up", in: temperatures)) ?? 0
    guard Temperatures.range ~= penDown, Temperatures.range ~= penUp else {
      throw .header("a temperature is not in 1...2^20")
    }
    self.temperatures = Temperatures(penDown: penDown, penUp: penUp)
    guard let name = json["name"]?.string else { throw .header("name is no string") }
    self.name = name
    created = json["created"]?.string
    figures = json["figures"]?.object ?? []
  }

  private static func integer(_ name: String, in json: JSON) throws(ModelError) -> Int {
    guard let value = json[name]?.integer else { throw .header("\(name) is no whole number") }
    return value
  }

  private static func array(_ name: String, in json: JSON) throws(ModelError) -> [JSON] {
    guard let values = json[name]?.array else { throw .header("\(name) is no array") }
    return values
  }
}

extension ModelFile {
  static func header(of model: Model) -> [UInt8] {
    var writer = JSONWriter(capacityInBytes: 1_024)
    writer.beginObject()
    writer.name("labels")
    writer.beginArray()
    for label in model.labels { writer.string(label) }
    writer.endArray()
    writer.member("input_size", model.inputSize)
    writer.name("channels")
    writer.beginArray()
    for count in model.network.channels { writer.integer(count) }
    writer.endArray()
    writer.member("hidden", model.network.hidden)
    writer.name("temperatures")
    writer.beginObject()
    writer.member("pen_down", Int(model.temperatures.penDown))
    writer.member("pen_up", Int(model.temperatures.penUp))
    writer.endObject()
    writer.member("name", model.name)
    if let created = model.created { writer.member("created", created) }
    writer.name("figures")
    writer.write(.object(model.figures))
    writer.endObject()
    return writer.bytes
  }
}
