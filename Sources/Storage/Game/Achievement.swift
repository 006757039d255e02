/// What a person can earn. It follows from what is stored, so it cannot be faked; once earned it
/// stays.
public enum Achievement: String, CaseIterable, Sendable {
  case firstDrawing = "first_drawing"
  case tenDrawings = "ten_drawings"
  case fiftyDrawings = "fifty_drawings"
  case hundredDrawings = "hundred_drawings"
  case fiveHundredDrawings = "five_hundred_drawings"
  case streakOfFive = "streak_of_five"
  case streakOfTen = "streak_of_ten"
  case streakOfTwenty = "streak_of_twenty"
  case threeDays = "three_days"
  case sevenDays = "seven_days"
  case thirtyDays = "thirty_days"
  case everyShape = "every_shape"
  case fineShapes = "fine_shapes"
  case nearlyPerfect = "nearly_perfect"
  case levelFive = "level_five"
  case levelTen = "level_ten"
  case firstRound = "first_round"
  case tenRounds = "ten_rounds"
  case goodRound = "good_round"
  case quickHand = "quick_hand"
  case oneLine = "one_line"
  case otherHand = "other_hand"
  case inTheDark = "in_the_dark"
  case fooledTheModel = "fooled_the_model"
  case fooledOften = "fooled_often"
  case firstDaily = "first_daily"
  case sevenDailies = "seven_dailies"
  case twoTools = "two_tools"

  /// From this progress on it is earned.
  public var goal: Int {
    switch self {
    case .firstDrawing, .firstRound, .goodRound, .fooledTheModel, .firstDaily: 1
    case .twoTools: 2
    case .threeDays, .fineShapes, .inTheDark: 3
    case .streakOfFive, .everyShape, .levelFive, .oneLine, .otherHand: 5
    case .sevenDays, .sevenDailies: 7
    case .tenDrawings, .streakOfTen, .levelTen, .tenRounds, .quickHand, .fooledOften: 10
    case .streakOfTwenty: 20
    case .thirtyDays: 30
    case .fiftyDrawings: 50
    case .nearlyPerfect: 95
    case .hundredDrawings: 100
    case .fiveHundredDrawings: 500
    }
  }

  /// From this quality on a shape is drawn finely.
  static let fineQuality = 0.8

  /// How far somebody is: 0 to `goal`.
  func progress(_ person: Progress) -> Int { min(goal, count(person)) }

  private func count(_ person: Progress) -> Int {
    switch self {
    case .firstDrawing, .tenDrawings, .fiftyDrawings, .hundredDrawings, .fiveHundredDrawings:
      person.drawings
    case .streakOfFive, .streakOfTen, .streakOfTwenty: person.bestStreak
    case .threeDays, .sevenDays, .thirtyDays: person.bestDays
    case .everyShape: person.shapes.count
    case .fineShapes: person.shapes.values.count { $0.bestQuality >= Self.fineQuality }
    case .nearlyPerfect: Int((person.shapes.values.map(\.bestQuality).max() ?? 0) * 100)
    case .levelFive, .levelTen: person.shapes.values.map(\.level.number).max() ?? 0
    case .firstRound, .tenRounds: person.rounds
    case .goodRound: person.goodRounds
    case .quickHand: person.modes[.speed]?.good ?? 0
    case .oneLine: person.modes[.oneStroke]?.good ?? 0
    case .otherHand: person.modes[.otherHand]?.good ?? 0
    case .inTheDark: person.modes[.eyesClosed]?.good ?? 0
    case .fooledTheModel, .fooledOften: person.modes[.fool]?.good ?? 0
    case .firstDaily, .sevenDailies: person.dailies
    // Bit 0 is a device that nobody named.
    case .twoTools: (person.devices & ~1).nonzeroBitCount
    }
  }

  /// All that such a person has come to.
  static func reached(by person: Progress) -> [Achievement] {
    allCases.filter { $0.progress(person) >= $0.goal }
  }
}
