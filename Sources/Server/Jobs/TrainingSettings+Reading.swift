public import Ink

/// Settings that cannot be taken, with the way to each fault.
public struct InvalidSettings: Error, CustomStringConvertible {
  public let faults: [Fault]

  public var description: String {
    faults.map { $0.path.isEmpty ? $0.message : "\($0.path): \($0.message)" }
      .joined(separator: "; ") + "."
  }
}

extension TrainingSettings {
  /// Reads settings; members that are missing or null keep their defaults.
  ///
  /// - Parameters:
  ///   - path: of the object in the whole text, for faults.
  ///   - shapes: the keys of all shapes that may be learnt, in their order.
  ///   - job: whether there is a training of that id.
  ///   - model: the id of a model by its id or version, nil when there is none.
  /// - Throws: `InvalidSettings` with every fault.
  public init(
    json: JSON, path: String = "", shapes known: [String],
    job: (Int64) throws -> Bool = { _ in true }, model: (String) throws -> Int64?
  ) throws {
    self.init(shapes: known)
    var reader = Reader(path: path)
    guard let members = json.object else {
      throw InvalidSettings(faults: [
        Fault(path: path, message: "settings are an object, not \(json.kind)")
      ])
    }
    for member in members where !member.value.isNull {
      let (name, value) = (member.name, member.value)
      switch name {
      case "shapes": shapes = reader.shapes(value, known: known) ?? shapes
      case "epochs": epochs = reader.whole(name, value, Self.epochsTaken) ?? epochs
      case "batch_size": batchSize = reader.oneOf(name, value, Self.batchSizes) ?? batchSize
      case "learning_rate":
        learningRate = reader.number(name, value, Self.learningRates, decimals: 6) ?? learningRate
      case "seed": seed = reader.whole(name, value, Self.seeds) ?? seed
      case "input_size": inputSize = reader.oneOf(name, value, Self.inputSizes) ?? inputSize
      case "cap_per_class": capPerClass = reader.whole(name, value, Self.caps) ?? capPerClass
      case "min_quality":
        minQuality = reader.number(name, value, 0...1, decimals: 4) ?? minQuality
      case "flagged":
        flagged = reader.word(name, value, Self.inclusionChoices) ?? flagged
      case "unusual":
        unusual = reader.word(name, value, Self.inclusionChoices) ?? unusual
      case "from": from = reader.time(name, value) ?? from
      case "to": to = reader.time(name, value) ?? to
      case "augmentation":
        augmentation = reader.number(name, value, 0...1, decimals: 4) ?? augmentation
      case "synthetic": synthetic = reader.flag(name, value) ?? synthetic
      case "activate": activate = reader.flag(name, value) ?? activate
      case "notes": notes = reader.text(name, value, atMost: Self.notesAtMost) ?? notes
      case "continue_from":
        if let wanted = value.integer.map(String.init) ?? value.string {
          continueFrom = try model(wanted)
          if continueFrom == nil { reader.fault(name, "there is no model \(wanted)") }
        } else {
          reader.fault(name, "a model's id or version is needed, not \(value.kind)")
        }
      case "data_of":
        if let id = value.integer.map(Int64.init), try job(id) {
          dataOf = id
        } else {
          reader.fault(name, "the id of a training is needed")
        }
      default: reader.fault(name, "there is no such setting")
      }
    }
    if let from, let to, from >= to {
      reader.fault("from", "it is not before \"to\": no drawing can match")
    }
    if !reader.faults.isEmpty { throw InvalidSettings(faults: reader.faults) }
  }

  /// Collects what is wrong.
  private struct Reader {
    let path: String
    var faults: [Fault] = []

    mutating func fault(_ name: String, _ message: String) {
      if faults.count < InvalidDrawing.faultsAtMost {
        faults.append(Fault(path: path.isEmpty ? name : "\(path).\(name)", message: message))
      }
    }

    mutating func whole(_ name: String, _ value: JSON, _ range: ClosedRange<Int>) -> Int? {
      if let number = value.integer, range ~= number { return number }
      fault(name, "a whole number from \(range.lowerBound) to \(range.upperBound) is needed")
      return nil
    }

    mutating func oneOf(_ name: String, _ value: JSON, _ choice: [Int]) -> Int? {
      if let number = value.integer, choice.contains(number) { return number }
      fault(name, "one of \(choice.map(String.init).joined(separator: ", ")) is needed")
      return nil
    }

    /// Rounded to what is stored, so that equal texts mean equal values.
    mutating func number(
      _ name: String, _ value: JSON, _ range: ClosedRange<Double>, decimals: Int
    ) -> Double? {
      let scale = decimals == 6 ? 1e6 : 1e4
      if let number = value.number, range ~= number { return (number * scale).rounded() / scale }
      fault(
        name,
        "a number from \(plainText(range.lowerBound)) to \(plainText(range.upperBound)) is needed")
      return nil
    }

    mutating func flag(_ name: String, _ value: JSON) -> Bool? {
      if let flag = value.bool { return flag }
      fault(name, "true or false is needed, not \(value.kind)")
      return nil
    }

    mutating func word<T>(_ name: String, _ value: JSON, _ choice: KeyValuePairs<String, T>) -> T? {
      if let word = value.string, let one = choice.first(where: { $0.key == word }) {
        return one.value
      }
      fault(name, "one of \(choice.map(\.key).joined(separator: ", ")) is needed")
      return nil
    }

    mutating func time(_ name: String, _ value: JSON) -> Int64? {
      if let time = value.string.flatMap(milliseconds) { return time }
      fault(name, "a time as 2026-01-31T12:00:00Z, or a day as 2026-01-31, is needed")
      return nil
    }

    mutating func text(_ name: String, _ value: JSON, atMost limit: Int) -> String? {
      if let text = value.string, text.unicodeScalars.count <= limit { return text }
      fault(name, "a text of at most \(limit) characters is needed")
      return nil
    }

    mutating func shapes(_ value: JSON, known: [String]) -> [String]? {
      guard let list = value.array, !list.isEmpty else {
        fault("shapes", "a list of at least one shape is needed")
        return nil
      }
      var wanted: Set<String> = []
      for (index, element) in list.enumerated() {
        guard let name = element.string else {
          fault("shapes[\(index)]", "a shape's name is needed, not \(element.kind)")
          continue
        }
        if !known.contains(name) { fault("shapes[\(index)]", "there is no shape \"\(name)\"") }
        if !wanted.insert(name).inserted { fault("shapes[\(index)]", "\"\(name)\" stands twice") }
      }
      return known.filter(wanted.contains)
    }

    private func plainText(_ value: Double) -> String {
      var writer = JSONWriter()
      writer.number(value, decimals: 6)
      return String(decoding: writer.bytes, as: UTF8.self)
    }
  }
}
