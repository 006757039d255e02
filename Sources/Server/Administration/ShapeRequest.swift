import Foundation
import Ink
import Storage

/// What an administrator says of a shape.
struct ShapeRequest {
  private(set) var change = ShapeChange()
  /// The key asked for; new shapes only.
  private(set) var key: String?
  private var faults: [Fault] = []

  private static let nameLength = 1...64
  private static let descriptionAtMost = 500
  private static let difficulties = 1...5
  private static let places = 0...1_000_000

  /// - Throws: a 422 that names all that cannot be taken.
  init(_ body: JSON, isNew: Bool) throws {
    guard let members = body.object else {
      throw Problem.invalid("A shape is an object, as {\"name\":\"star\"}.", [])
    }
    for member in members { read(member.name, member.value, isNew: isNew) }
    if isNew && change.name == nil && faults.allSatisfy({ $0.path != "name" }) {
      fault("name", "a name is needed")
    }
    guard faults.isEmpty else {
      throw Problem.invalid(
        "This shape cannot be taken: \(faults[0].path): \(faults[0].message).",
        Array(faults.prefix(20)))
    }
  }

  private mutating func fault(_ path: String, _ message: String) {
    faults.append(Fault(path: path, message: message))
  }

  private mutating func read(_ name: String, _ value: JSON, isNew: Bool) {
    switch name {
    case "id" where isNew: if !value.isNull { key = readKey(value) }
    case "name":
      let text = value.string.map(Self.oneLine)
      if let text, Self.nameLength ~= text.unicodeScalars.count, Self.isText(text) {
        change.name = text
      } else {
        fault(name, "a name has 1 to \(Self.nameLength.upperBound) characters")
      }
    case "description":
      if let text = value.string, text.unicodeScalars.count <= Self.descriptionAtMost,
        Self.isText(text)
      {
        change.description = text
      } else {
        fault(name, "a text of at most \(Self.descriptionAtMost) characters, none of control")
      }
    case "difficulty":
      if let number = value.integer, Self.difficulties ~= number {
        change.difficulty = number
      } else {
        fault(name, "a whole number from 1 to 5")
      }
    case "enabled":
      change.isEnabled = value.bool
      if value.bool == nil { fault(name, "true or false") }
    case "order":
      if value.isNull {
        change.place = .some(nil)
      } else if let place = value.integer, Self.places ~= place {
        change.place = .some(place)
      } else {
        fault(name, "a whole number from 0, or null for the order of difficulty")
      }
    case "examples": change.examples = readExamples(name, value)
    case "examples_add" where !isNew: change.addedExamples = readExamples(name, value) ?? []
    default: fault(name, "a shape has no such member here")
    }
  }

  private mutating func readKey(_ value: JSON) -> String? {
    if let text = value.string, 1...64 ~= text.utf8.count, text != Self.reserved,
      text.utf8.allSatisfy({ Self.keySigns.contains($0) }), text.utf8.first?.isLetterOrDigit == true
    {
      return text
    }
    fault("id", "1 to 64 of a-z, 0-9, - and _, and not \"\(Self.reserved)\"")
    return nil
  }

  /// Ink that a shape can be known by.
  private mutating func readExamples(_ name: String, _ value: JSON) -> [[UInt8]]? {
    guard let list = value.array, list.count <= ShapeChange.examplesAtMost else {
      fault(name, "an array of at most \(ShapeChange.examplesAtMost) drawings")
      return nil
    }
    var examples: [[UInt8]] = []
    for (index, json) in list.enumerated() {
      do {
        let ink = try Drawing.strokes(json: json).ink
        if ShapeTemplate(examples: [ink]) == nil {
          fault("\(name)[\(index)]", "this is a dot: nothing can be like it")
        }
        examples.append(StrokeCodec.encode(ink))
      } catch {
        for found in error.faults {
          fault("\(name)[\(index)]" + (found.path.isEmpty ? "" : ".\(found.path)"), found.message)
        }
      }
    }
    return examples
  }

  // MARK: - Names and keys

  /// What a model says of ink that is none of the shapes.
  private static let reserved = "none"
  private static let keySigns = Set("abcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  private static func oneLine(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func isText(_ text: String) -> Bool {
    !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  /// What a key is made of: `Étoile filante!` becomes `etoile-filante`.
  static func stem(of name: String) -> String {
    let latin = name.applyingTransform(.toLatin, reverse: false) ?? name
    let plain = latin.folding(options: [.diacriticInsensitive, .widthInsensitive], locale: nil)
    let words = plain.lowercased().utf8.split { !$0.isLetterOrDigit }
    let stem = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-").prefix(48)
    return stem.isEmpty || stem == reserved ? "shape" : String(stem)
  }
}
