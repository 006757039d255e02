import Ink

/// Asks the server for every drawing and compares it with what was sent, and what it said of each
/// with what scoring the whole drawing alone says.
public struct ReplayCheck {
  public private(set) var checked = 0
  /// Equal point for point: place, time, pressure, strokes.
  public private(set) var equal = 0
  /// Points that were sent and are not stored, and stored ones beyond those that were sent.
  public private(set) var lost = 0
  public private(set) var doubled = 0
  public private(set) var missing = 0
  /// Final scores that could be worked out here, and those that the server gave in the same way.
  public private(set) var scored = 0
  public private(set) var scoresEqual = 0

  public var isPerfect: Bool {
    equal == checked && lost == 0 && doubled == 0 && missing == 0 && scoresEqual == scored
  }

  public var text: String {
    "\(equal) of \(checked) stored drawings equal what was sent, point for point; \(lost) points lost, \(doubled) doubled, \(missing) drawings missing; \(scoresEqual) of \(scored) final scores equal scoring the drawing alone"
  }

  public static func run(
    _ drawings: [FinishedDrawing], host: String, port: Int
  ) throws(LoadError) -> ReplayCheck {
    let client = try HTTPProbe(host: host, port: port)
    var check = ReplayCheck()
    for drawing in drawings {
      check.checked += 1
      check.compareScore(drawing)
      let (status, body) = try client.get(
        "/api/drawings/\(drawing.id.string)", token: drawing.token)
      guard status == 200, let json = try? JSON(parsing: body),
        let stored = try? Drawing(json: json, newID: DrawingID.fresh)
      else {
        check.missing += 1
        check.lost += drawing.sent.points.count
        continue
      }
      let difference = stored.ink.points.count - drawing.sent.points.count
      check.lost += max(0, -difference)
      check.doubled += max(0, difference)
      if drawing.isEqual(to: stored.ink) { check.equal += 1 }
    }
    return check
  }

  private mutating func compareScore(_ drawing: FinishedDrawing) {
    // A drawing whose answer was lost with its connection was judged all the same.
    guard let score = drawing.source.score, let quality = drawing.quality,
      let completeness = drawing.completeness
    else { return }
    scored += 1
    if (quality, completeness) == score { scoresEqual += 1 }
  }
}

extension FinishedDrawing {
  var sent: Strokes { source.drawing.ink }

  /// Compares what the wire carries: the colours of recorded strokes are not sent.
  fileprivate func isEqual(to stored: Strokes) -> Bool {
    stored.points == sent.points && stored.strokes.map(\.start) == sent.strokes.map(\.start)
  }
}
