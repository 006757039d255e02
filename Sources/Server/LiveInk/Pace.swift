/// How often clients are asked to send, and whether more of them are let in.
///
/// The cost of live ink is per frame, not per point, so the more people draw the larger each frame
/// is to be. How many draw sets the least interval beforehand; what the loop and the writer feel
/// of it stretches that quickly and eases it slowly, never below.
struct Pace {
  /// What a loop felt since the last look.
  struct Signals {
    /// People who draw, at all loops.
    var drawing = 0
    /// ms by which the worst tick came late.
    var lateness = 0.0
    /// ms that an answer waited for its turn at most.
    var answerLag = 0.0
    /// ms that the oldest ink has waited for the disk.
    var writerLag = 0.0
    /// Bytes of ink that wait for the disk.
    var backlog = 0
  }

  /// ms between two frames of one client. Few values, so that clients seldom hear of a change.
  static let steps = [16, 25, 40, 66, 100, 150, 200, 250]
  static let idle = 16
  static let slowest = 250
  /// ms between two looks.
  static let period: UInt64 = 250

  /// The interval in force, one of `steps`.
  private(set) var interval = Pace.idle
  /// Who is here already draws on; more would take from them.
  private(set) var isOverloaded = false
  /// Looks in a row at which not even the slowest pace was slow enough.
  private var overruns = 0

  private var floor = Pace.idle
  private var wanted = Double(Pace.idle)
  private var pressure = 0.0
  /// The interval that was too short, for how many people, and looks until it is tried again.
  private var known: (interval: Double, drawing: Int, rest: Int)?
  /// How long it rests the next time: each trial that fails is followed by a longer rest.
  private var rest = Pace.shortestRest
  private var isStrained = false
  /// Looks in a row at which the least interval was long enough.
  private var calm = 0

  private static let shortestRest = 16
  private static let longestRest = 240

  /// One look, every `period`.
  mutating func update(_ signals: Signals) {
    setFloor(for: signals.drawing)
    let felt = max(
      signals.lateness / 40, signals.answerLag / 150, signals.writerLag / 150,
      Double(signals.backlog) / Double(4 << 20))
    // One hiccup is no load: half of what was felt before counts on. Relief is believed sooner.
    let share = felt < pressure ? 0.75 : 0.5
    pressure += (min(felt, 4) - pressure) * share
    if pressure > 1 {
      stretch(for: signals.drawing)
    } else if pressure < 0.5 {
      ease(for: signals.drawing)
    }
    wanted = min(max(wanted, Double(floor)), Double(Self.slowest))
    choose()
    forgetStrain()
    refuse()
  }

  /// A load that has long been carried at the least interval says nothing of the next one.
  private mutating func forgetStrain() {
    calm = pressure < 0.5 && wanted <= Double(floor) ? calm + 1 : 0
    if calm >= Self.shortestRest { rest = Self.shortestRest }
  }

  /// From the fourth look in a row until what has piled up is worked off.
  private mutating func refuse() {
    overruns = wanted >= Double(Self.slowest) && pressure > 2 ? overruns + 1 : 0
    if overruns >= 4 { isOverloaded = true } else if pressure < 1 { isOverloaded = false }
  }

  private mutating func stretch(for count: Int) {
    // What is felt after that is what has piled up, not the longer interval's fault.
    if !isStrained {
      known = (wanted, count, rest)
      rest = min(rest * 2, Self.longestRest)
    }
    isStrained = true
    wanted *= min(1 + (pressure - 1) / 2, 1.5)
  }

  /// Quickly to where it held, and further only after a rest: what was too much for so many people
  /// will most likely be too much again.
  private mutating func ease(for count: Int) {
    isStrained = false
    if let strain = known, count < strain.drawing * 4 / 5 {
      (known, rest) = (nil, Self.shortestRest)
    }
    guard var strain = known else {
      wanted *= 0.7
      return
    }
    strain.rest -= 1
    known = strain.rest > 0 ? strain : nil
    let held = Self.steps.first { Double($0) > strain.interval } ?? Self.slowest
    wanted = max(wanted * 0.7, min(wanted, Double(held)))
  }

  /// It falls only once a fifth fewer draw, so that it does not swing.
  private mutating func setFloor(for count: Int) {
    let now = Self.floor(count)
    floor = now < floor ? min(floor, Self.floor(count * 5 / 4)) : now
  }

  private static func floor(_ count: Int) -> Int {
    switch count {
    case ...4: idle
    case ...400: 40
    case ...800: 66
    case ...4_000: 100
    default: 200
    }
  }

  /// The step above what is wanted; back to a lower one only when that is wanted in full.
  private mutating func choose() {
    let above = Self.steps.first { Double($0) >= wanted - 0.001 } ?? Self.slowest
    if above > interval { interval = above }
    while let below = Self.steps.last(where: { $0 < interval }), wanted <= Double(below) {
      interval = below
    }
  }
}
