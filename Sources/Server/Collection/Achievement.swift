import Storage

/// What a person can earn; computed from what is stored, so that it cannot be faked.
enum Achievement: String, CaseIterable {
  case firstDrawing = "first_drawing"
  case tenDrawings = "ten_drawings"
  case hundredDrawings = "hundred_drawings"
  case streakOfFive = "streak_of_five"
  case streakOfTwenty = "streak_of_twenty"
  case everyShape = "every_shape"
  case nearlyPerfect = "nearly_perfect"

  static func earned(by stats: UserStats) -> [Achievement] {
    allCases.filter { achievement in
      switch achievement {
      case .firstDrawing: stats.drawings >= 1
      case .tenDrawings: stats.drawings >= 10
      case .hundredDrawings: stats.drawings >= 100
      case .streakOfFive: stats.bestStreak >= 5
      case .streakOfTwenty: stats.bestStreak >= 20
      case .everyShape: stats.byShape.count >= 5
      case .nearlyPerfect: stats.byShape.contains { $0.bestQuality >= 0.95 }
      }
    }
  }
}
