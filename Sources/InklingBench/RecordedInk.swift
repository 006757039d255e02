import Foundation
import Ink

/// Real ink by the file it came from, read by the importer of the program itself.
struct RecordedInk {
  /// The file's name.
  let name: String
  /// Fitted into 400 units: every eighth is used.
  let drawings: [Strokes]

  /// - Parameter folder: holds `.ndjson` files; lines that are no drawings are left out.
  static func load(from folder: String) throws -> [RecordedInk] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    return try names.filter { $0.hasSuffix(".ndjson") }.sorted().map { name in
      let lines = try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(name))
        .split(separator: UInt8(ascii: "\n"))
      return RecordedInk(name: name, drawings: lines.compactMap { ink(line: Array($0)) })
    }
  }

  private static func ink(line: [UInt8]) -> Strokes? {
    guard let json = try? JSON(parsing: line) else { return nil }
    // The labels of some data sets are no names of shapes; here they do not matter.
    var members: [JSON.Member] = [JSON.Member(name: "label", value: .string("any"))]
    for name in ["strokes", "drawing"] {
      if let value = json[name] { members.append(JSON.Member(name: name, value: value)) }
    }
    return try? Drawing(recorded: .object(members), newID: { DrawingID(high: 1, low: 1) }).ink
  }
}

extension Strokes {
  /// As a mouse reports it: in whole canvas units.
  var inWholeUnits: Strokes {
    let points = points.map { point in
      var point = point
      point.x = (point.x + 4) & ~7
      point.y = (point.y + 4) & ~7
      return point
    }
    return Strokes(points: points, strokes: strokes)
  }

  /// With a pressure that rises and falls, as a pen reports it.
  var withPressure: Strokes {
    var pressure = 90
    var random: UInt32 = 1
    let points = points.map { point in
      random = random &* 1_664_525 &+ 1_013_904_223
      pressure = min(max(pressure + Int(random >> 29) - 3, 20), 250)
      var point = point
      point.pressure = UInt8(pressure)
      return point
    }
    return Strokes(points: points, strokes: strokes)
  }
}
