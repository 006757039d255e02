/// Ink as a text has it: any units, times and pressures where they are said, not yet judged.
///
/// All formats are read into this, so that the limits and their paths are written once.
struct LooseInk {
  /// How the text writes a point; it gives the path of a fault.
  enum Layout: UInt8 {
    /// `{"x":…,"y":…}`
    case object
    /// `[x,y]` or `[x,y,t]`
    case array
    /// `[x,y,pressure,t]`
    case arrayWithPressure
    /// Quick, Draw!: `[[x…],[y…],[t…]]`
    case columns
  }

  struct Point {
    var x, y: Double
    /// Milliseconds; NaN when the text says none, or something that is no number.
    var time = Double.nan
    /// 0 ... 1; NaN likewise.
    var pressure = Double.nan
    var layout: Layout
  }

  struct Stroke {
    var start: Int
    var style = StrokeStyle.standard
    /// The stroke is `{"points":[…]}` and not the array of points itself.
    var isObject = false
  }

  /// The member that holds the strokes: `strokes` or `drawing`.
  var root = "strokes"
  var points: [Point] = []
  var strokes: [Stroke] = []

  enum Field { case whole, x, y, time, pressure }

  /// The path of a point or of a number in it.
  func path(ofPoint index: Int, inStroke stroke: Int, _ field: Field) -> String {
    let offset = index - strokes[stroke].start
    return path(
      ofPoint: offset, inStroke: stroke, field, points[index].layout, strokes[stroke].isObject)
  }

  /// The same before the point is read.
  /// - Parameter offset: the point's place in its stroke.
  func path(
    ofPoint offset: Int, inStroke stroke: Int, _ field: Field, _ layout: Layout, _ isObject: Bool
  ) -> String {
    let strokePath = "\(root)[\(stroke)]"
    let column = layout == .arrayWithPressure ? 3 : 2
    if layout == .columns {
      switch field {
      case .whole, .x, .pressure: return "\(strokePath)[0][\(offset)]"
      case .y: return "\(strokePath)[1][\(offset)]"
      case .time: return "\(strokePath)[2][\(offset)]"
      }
    }
    let pointPath = isObject ? "\(strokePath).points[\(offset)]" : "\(strokePath)[\(offset)]"
    switch field {
    case .whole: return pointPath
    case .x: return layout == .object ? "\(pointPath).x" : "\(pointPath)[0]"
    case .y: return layout == .object ? "\(pointPath).y" : "\(pointPath)[1]"
    case .pressure: return layout == .object ? "\(pointPath).pressure" : "\(pointPath)[2]"
    case .time: return layout == .object ? "\(pointPath).timestamp" : "\(pointPath)[\(column)]"
    }
  }

  /// Moves and scales the ink into the middle of a square canvas, its larger side two thirds of
  /// the canvas's, its aspect kept. A single spot stays a spot, in the middle.
  mutating func fit(into side: Double) {
    guard let first = points.first else { return }
    var (minX, maxX, minY, maxY) = (first.x, first.x, first.y, first.y)
    for point in points {
      (minX, maxX) = (min(minX, point.x), max(maxX, point.x))
      (minY, maxY) = (min(minY, point.y), max(maxY, point.y))
    }
    // Halved first, so that the widest doubles do not overflow.
    let extent = max(maxX / 2 - minX / 2, maxY / 2 - minY / 2)
    let scale = extent > 0 ? side / 3 / extent : 0
    let (middleX, middleY) = (minX / 2 + maxX / 2, minY / 2 + maxY / 2)
    for index in points.indices {
      points[index].x = (points[index].x - middleX) * scale + side / 2
      points[index].y = (points[index].y - middleY) * scale + side / 2
    }
  }

  /// Whether all ink lies within 0 ... `side`.
  func fitsSquare(of side: Double) -> Bool {
    points.allSatisfy { 0...side ~= $0.x && 0...side ~= $0.y }
  }

  /// For recordings, whose clocks sometimes step back: there no time passes.
  mutating func straightenClock() {
    var latest = -Double.infinity
    for index in points.indices where !points[index].time.isNaN {
      latest = max(latest, points[index].time)
      points[index].time = latest
    }
  }
}
