import Ink

/// A drawing that is asked about.
struct AskedDrawing {
  let ink: Strokes
  let canvas: Canvas
  /// The pen is up.
  let isFinished: Bool

  /// - Throws: `InvalidDrawing`.
  init(_ json: JSON) throws(InvalidDrawing) {
    isFinished = try json.flag("finished") ?? true
    (ink, canvas) = try Drawing.strokes(json: json)
  }

  /// Reads many.
  /// - Throws: `InvalidDrawing` with the first faults of all of them.
  static func all(_ list: [JSON]) throws(InvalidDrawing) -> [AskedDrawing] {
    var drawings: [AskedDrawing] = []
    var faults: [Fault] = []
    for (index, json) in list.enumerated() where faults.count < InvalidDrawing.faultsAtMost {
      do throws(InvalidDrawing) { drawings.append(try AskedDrawing(json)) } catch {
        faults += error.faults.map {
          Fault(path: "drawings[\(index)].\($0.path)", message: $0.message)
        }
      }
    }
    guard faults.isEmpty else {
      throw InvalidDrawing(faults: Array(faults.prefix(InvalidDrawing.faultsAtMost)))
    }
    return drawings
  }
}

extension JSON {
  /// A member that is true or false; nil where it is missing or null.
  func flag(_ name: String) throws(InvalidDrawing) -> Bool? {
    guard let value = self[name], !value.isNull else { return nil }
    guard let flag = value.bool else {
      throw InvalidDrawing(faults: [
        Fault(path: name, message: "true or false is needed, not \(value.kind)")
      ])
    }
    return flag
  }

  /// A member that is a text; nil where it is missing or null.
  func text(_ name: String) throws(InvalidDrawing) -> String? {
    guard let value = self[name], !value.isNull else { return nil }
    guard let text = value.string else {
      throw InvalidDrawing(faults: [
        Fault(path: name, message: "a text is needed, not \(value.kind)")
      ])
    }
    return text
  }
}
