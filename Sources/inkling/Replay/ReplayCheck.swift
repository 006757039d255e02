import Foundation
import Ink
import Storage

/// Asks the server for every drawing and compares it with what was sent.
struct ReplayCheck {
  var checked = 0
  /// Equal point for point: place, time, pressure, strokes.
  var equal = 0
  /// Points that were sent and are not stored, and stored ones beyond those that were sent.
  var lost = 0
  var doubled = 0
  var missing = 0

  var isPerfect: Bool { equal == checked && lost == 0 && doubled == 0 && missing == 0 }

  var text: String {
    "\(equal) of \(checked) stored drawings equal what was sent, point for point; \(lost) points lost, \(doubled) doubled, \(missing) drawings missing"
  }

  /// - Parameter address: `http://host:port`
  static func run(_ drawings: [FinishedDrawing], address: String) throws -> ReplayCheck {
    let client = try HTTPClient(address)
    var check = ReplayCheck()
    for drawing in drawings {
      check.checked += 1
      let (status, body) = try client.send(
        "GET", "/api/drawings/\(drawing.id.string)", token: drawing.token)
      guard status == 200, let json = try? JSON(parsing: body),
        let stored = try? Drawing(json: json, newID: DrawingID.random)
      else {
        check.missing += 1
        continue
      }
      let difference = stored.ink.points.count - drawing.sent.points.count
      check.lost += max(0, -difference)
      check.doubled += max(0, difference)
      if drawing.isEqual(to: stored.ink) { check.equal += 1 }
    }
    return check
  }
}

extension FinishedDrawing {
  /// Compares what the wire carries: the colours of recorded strokes are not sent.
  fileprivate func isEqual(to stored: Strokes) -> Bool {
    stored.points == sent.points && stored.strokes.map(\.start) == sent.strokes.map(\.start)
  }
}
