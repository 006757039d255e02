import Foundation
import Ink

/// Drawings by real people, one JSON object a line:
/// `{"source","user","label","strokes":[[[x,y,t],…],…]}`, `t` in ms or null.
struct RealDrawing {
  let source, user, label: String
  /// Fitted into a square canvas of 400 units; half the ink's larger side stays free around it.
  let ink: Strokes

  static let canvas = Canvas(square: 400)

  /// - Parameter folder: holds the `.ndjson` files. Lines in another format are left out.
  static func load(from folder: String) throws -> [RealDrawing] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    let decoder = JSONDecoder()
    return try names.filter { $0.hasSuffix(".ndjson") }.sorted().flatMap { name in
      try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(name))
        .split(separator: UInt8(ascii: "\n"))
        .compactMap { try? decoder.decode(Line.self, from: $0) }
        .compactMap(RealDrawing.init)
    }
  }

  private struct Line: Decodable {
    let source, user, label: String
    let strokes: [[[Double?]]]
  }

  private init?(_ line: Line) {
    let points = line.strokes.joined().compactMap { point -> (x: Double, y: Double)? in
      guard point.count >= 2, let x = point[0], let y = point[1] else { return nil }
      return (x, y)
    }
    guard let minX = points.map(\.x).min(), let maxX = points.map(\.x).max(),
      let minY = points.map(\.y).min(), let maxY = points.map(\.y).max()
    else { return nil }
    let side = max(maxX - minX, maxY - minY, 1e-9)
    let scale = 267 / side
    var ink = Strokes()
    var clock = 0.0
    for stroke in line.strokes where !stroke.isEmpty {
      ink.startStroke(style: .standard)
      for point in stroke {
        guard point.count >= 2, let x = point[0], let y = point[1] else { return nil }
        // Data without times gets those of a tablet: a point every 16 ms.
        let time = point.count > 2 ? point[2] ?? clock + 16 : clock + 16
        let elapsed = ink.isEmpty ? 0 : min(max(time - clock, 0), 65_535)
        clock = max(time, clock)
        ink.append(
          Point(
            x: Int16(((x - (minX + maxX) / 2) * scale + 200) * 8),
            y: Int16(((y - (minY + maxY) / 2) * scale + 200) * 8),
            elapsed: UInt16(elapsed)))
      }
    }
    (source, user, label, self.ink) = (line.source, line.user, line.label, ink)
  }
}
