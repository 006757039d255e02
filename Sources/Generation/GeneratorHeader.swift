import Ink

/// What the header of a generator's file says, checked.
struct GeneratorHeader {
  let labels: [String]
  let codeSize, hidden: Int
  let groups: [(shape: Int, strokeCount: Int, count: Int)]
  let name: String
  let created: String?
  let figures: [JSON.Member]

  init(_ text: [UInt8]) throws(GeneratorError) {
    let json: JSON
    do throws(JSONError) { json = try JSON(parsing: text) } catch {
      throw .header(error.message)
    }
    guard json.object != nil else { throw .header("it is \(json.kind) instead of an object") }
    guard let labels = json["labels"]?.array else { throw .header("labels is no array") }
    self.labels = labels.map { $0.string ?? "" }
    try Self.check(self.labels)
    codeSize = json["code_size"]?.integer ?? 0
    hidden = json["hidden"]?.integer ?? 0
    guard Decoder.codeSizes ~= codeSize, Decoder.hiddenSizes ~= hidden else {
      throw .header("code_size and hidden are no sizes of a decoder")
    }
    guard let groups = json["groups"]?.array,
      groups.count <= labels.count * Layout.strokes.count
    else { throw .header("groups is no array of at most 16 for each shape") }
    self.groups = groups.map { group in
      let numbers = group.array?.map { $0.integer ?? -1 } ?? []
      return numbers.count == 3 ? (numbers[0], numbers[1], numbers[2]) : (-1, -1, -1)
    }
    try Self.check(self.groups, shapes: labels.count)
    guard let name = json["name"]?.string else { throw .header("name is no string") }
    self.name = name
    created = json["created"]?.string
    figures = json["figures"]?.object ?? []
  }

  static func check(_ labels: [String]) throws(GeneratorError) {
    guard Generator.shapes ~= labels.count else {
      throw .header("there are \(labels.count) shapes: 1 to 63 are possible")
    }
    for (index, label) in labels.enumerated() {
      guard ShapeName.isValid(label) else { throw .header("\"\(label)\": \(ShapeName.rule)") }
      for other in labels[..<index] where other == label {
        throw .header("\"\(label)\" stands twice")
      }
    }
  }

  /// In order of shapes and strokes, every shape with at least one code and not too many.
  static func check(
    _ groups: [(shape: Int, strokeCount: Int, count: Int)], shapes: Int
  ) throws(GeneratorError) {
    var counts = [Int](repeating: 0, count: shapes)
    var last = (shape: -1, strokeCount: 0)
    for group in groups {
      guard counts.indices ~= group.shape, Layout.strokes ~= group.strokeCount,
        Generator.codesPerShape ~= group.count,
        (group.shape, group.strokeCount) > (last.shape, last.strokeCount)
      else { throw .header("a group is none, or stands in the wrong place") }
      last = (group.shape, group.strokeCount)
      counts[group.shape] += group.count
    }
    for count in counts where !(Generator.codesPerShape ~= count) {
      throw .header("a shape has \(count) codes: 1 to 2000 are possible")
    }
  }
}

extension GeneratorFile {
  static func header(of generator: Generator) -> [UInt8] {
    var writer = JSONWriter(capacityInBytes: 1_024)
    writer.beginObject()
    writer.name("labels")
    writer.beginArray()
    for label in generator.labels { writer.string(label) }
    writer.endArray()
    writer.member("code_size", generator.decoder.codeSize)
    writer.member("hidden", generator.decoder.hidden)
    writer.name("groups")
    writer.beginArray()
    for group in generator.groups {
      writer.beginArray()
      writer.integer(group.shape)
      writer.integer(group.strokeCount)
      writer.integer(group.count)
      writer.endArray()
    }
    writer.endArray()
    writer.member("name", generator.name)
    if let created = generator.created { writer.member("created", created) }
    writer.name("figures")
    writer.write(.object(generator.figures))
    writer.endObject()
    return writer.bytes
  }
}
