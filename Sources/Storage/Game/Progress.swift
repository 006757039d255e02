import Ink

/// A finished drawing, as far as the game counts it.
struct PlayedDrawing: Sendable {
  /// The drawing's row.
  let row: Int64
  /// Its place in the order of what was finished; as ids, ms since 1970 times 2^20.
  let finished: Int64
  let shape: Int64
  let quality: Double
  let device: Device
  /// The shape that the model saw: 0 for none of them, nil when nobody guessed.
  let guess: Int64?
  let play: Play?
  /// The shape of that day's challenge; nil when nobody has asked for it.
  let challenge: Int64?

  var day: Int64 { ServerCalendar.day(of: finished >> 20) }

  /// Whether it did what its mode asks for.
  var isGood: Bool {
    guard play?.mode == .fool else { return quality >= StoreWriter.streakBar }
    // To people it is still the shape.
    return quality >= Self.foolingBar && guess != nil && guess != shape
  }

  static let foolingBar = 0.5
}

/// All that the game keeps of a person: what follows from the finished drawings in their order.
///
/// A drawing is added where it is stored; after a deletion all that are left are added anew. So
/// there is one place that says what a drawing changes.
struct Progress: Sendable, Equatable {
  var drawings = 0
  var qualitySum = 0.0
  /// Drawings in a row above the bar.
  var streak = 0
  var bestStreak = 0
  /// Days in a row up to the last one.
  var days = 0
  var bestDays = 0
  var lastDay: Int64 = 0
  /// A bit for each device.
  var devices = 0
  var rounds = 0
  var goodRounds = 0
  /// Days on which the challenge was drawn.
  var dailies = 0
  var lastDaily: Int64 = 0
  /// By the shape's id.
  var shapes: [Int64: ShapeProgress] = [:]
  var modes: [PlayMode: ModeProgress] = [:]
  /// Those at hand; all of them only where everything is added anew.
  var openRounds: [DrawingID: RoundProgress] = [:]

  struct ShapeProgress: Sendable, Equatable {
    var drawings = 0
    var bestQuality = 0.0
    var bestDrawing: Int64?
    var level: Level { Level(drawings: drawings, bestQuality: bestQuality) }
  }

  struct ModeProgress: Sendable, Equatable {
    var drawings = 0
    var good = 0
  }

  /// A bit for each place.
  struct RoundProgress: Sendable, Equatable {
    var drawn = 0
    var good = 0
    static let whole = (1 << Play.places.count) - 1
  }

  /// The sum over all shapes.
  var levels: Int { shapes.values.reduce(0) { $0 + $1.level.number } }

  mutating func add(_ drawing: PlayedDrawing) {
    drawings += 1
    qualitySum += drawing.quality
    if drawing.play?.mode.isUnusual != true {
      streak = drawing.quality >= StoreWriter.streakBar ? streak + 1 : 0
      bestStreak = max(bestStreak, streak)
    }
    devices |= 1 << Int(drawing.device.rawValue)
    addDay(drawing.day)
    addToShape(drawing)
    if let play = drawing.play { add(drawing, play) }
  }

  private mutating func addDay(_ day: Int64) {
    // A clock that was set back does not end a row.
    guard day > lastDay || days == 0 else { return }
    days = days > 0 && day == lastDay + 1 ? days + 1 : 1
    bestDays = max(bestDays, days)
    lastDay = day
  }

  private mutating func addToShape(_ drawing: PlayedDrawing) {
    var shape = shapes[drawing.shape] ?? ShapeProgress()
    if shape.drawings == 0 || drawing.quality > shape.bestQuality {
      (shape.bestQuality, shape.bestDrawing) = (drawing.quality, drawing.row)
    }
    shape.drawings += 1
    shapes[drawing.shape] = shape
  }

  private mutating func add(_ drawing: PlayedDrawing, _ play: Play) {
    modes[play.mode, default: ModeProgress()].drawings += 1
    if drawing.isGood { modes[play.mode]?.good += 1 }
    if play.mode == .daily, drawing.challenge == drawing.shape, drawing.day > lastDaily {
      dailies += 1
      lastDaily = drawing.day
    }
    guard let (id, place) = play.round else { return }
    let before = openRounds[id] ?? RoundProgress()
    var round = before
    round.drawn |= 1 << (place - 1)
    if drawing.isGood { round.good |= 1 << (place - 1) }
    openRounds[id] = round
    let whole = RoundProgress.whole
    if round.drawn == whole && before.drawn != whole { rounds += 1 }
    if round.good == whole && before.good != whole { goodRounds += 1 }
  }
}
