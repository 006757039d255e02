import Ink

/// Writes figures as a pen reports them: a point every so many milliseconds.
struct Player {
  private(set) var ink = Strokes()
  private let canvas: Canvas
  /// Milliseconds since the first point, and those that are written.
  private var time = 0.0
  private var written = 0.0

  /// Nobody waits longer for one stroke to be played.
  private static let longestStroke = 20_000.0

  init(canvas: Canvas) { self.canvas = canvas }

  /// Adds a stroke, its places in eighths of a canvas unit.
  ///
  /// - Parameters:
  ///   - pause: before it, in ms.
  ///   - isContinued: whether the pen was down at its first place already, which is not repeated.
  mutating func play(
    _ trace: Trace, pause: Double, isContinued: Bool = false, style: StrokeStyle = .standard
  ) {
    ink.startStroke(style: style)
    var moments = [0.0]
    for step in trace.steps.dropLast() { moments.append(moments[moments.count - 1] + step) }
    let whole = moments[moments.count - 1]
    if whole > Self.longestStroke {
      moments = moments.map { $0 * (Self.longestStroke / whole) }
    }
    let duration = moments[moments.count - 1]
    // As a tablet's pen, oftener where a hurried stroke would become angular.
    let interval = max(min(duration / 40, 1_000 / 120), 2, duration / 1_200)
    time += pause
    var leg = 0
    var number = isContinued ? 1 : 0
    while true {
      let moment = min(Double(number) * interval, duration)
      while leg + 2 < moments.count, moments[leg + 1] <= moment { leg += 1 }
      let span = moments[leg + 1] - moments[leg]
      let share = span > 0 ? min(max((moment - moments[leg]) / span, 0), 1) : 0
      write(
        trace.curve(at: leg, share),
        pressure: trace.pressures[leg] + (trace.pressures[leg + 1] - trace.pressures[leg]) * share,
        at: time + moment)
      if moment >= duration { break }
      number += 1
    }
    time += duration
  }

  private mutating func write(_ place: Place, pressure: Double, at moment: Double) {
    let stamp = moment.rounded(.down)
    func grid(_ value: Double, _ side: UInt16) -> Int16 {
      Int16(min(max(value, 0), Double(side)).rounded())
    }
    ink.append(
      Point(
        x: grid(place.x, canvas.width), y: grid(place.y, canvas.height),
        elapsed: UInt16(min(max(stamp - written, 0), 65_535)),
        pressure: UInt8((pressure * 255).rounded())))
    written = max(written, stamp)
  }
}

extension Trace {
  /// Between two points on a curve through all of them (Catmull and Rom 1974).
  fileprivate func curve(at leg: Int, _ t: Double) -> Place {
    let (b, c) = (places[leg], places[leg + 1])
    let a = places[max(leg - 1, 0)]
    let d = places[min(leg + 2, places.count - 1)]
    let (first, second) = ((c - a) / 2, (d - b) / 2)
    let cubic = 2 * b - 2 * c + first + second
    let square = 3 * c - 3 * b - 2 * first - second
    return b + t * (first + t * (square + t * cubic))
  }
}
