import GRDB

/// What several drawings of one person, in their order, do to what is kept of the person.
struct PersonTally {
  private var drawings: Int64 = 0
  private var qualitySum = 0.0
  /// Above the bar: before the first below it, after the last, and the longest run between.
  private var leading: Int64 = 0
  private var trailing: Int64 = 0
  private var longest: Int64 = 0
  private var hasMiss = false
  private var shapes: [Int64: (drawings: Int64, best: Float)] = [:]

  mutating func add(_ quality: Float, shape: Int64) {
    drawings += 1
    qualitySum += Double(quality)
    if Double(quality) >= StoreWriter.streakBar {
      trailing += 1
      if !hasMiss { leading += 1 }
      longest = max(longest, trailing)
    } else {
      hasMiss = true
      trailing = 0
    }
    let known = shapes[shape] ?? (0, 0)
    shapes[shape] = (known.drawings + 1, max(known.best, quality))
  }

  func write(user: Int64, to database: Database) throws {
    let person = try HotStatement(
      database,
      """
      UPDATE user SET drawings = drawings + ?1, quality_sum = quality_sum + ?2,
        best_streak = max(best_streak, streak + ?3, ?4),
        streak = CASE WHEN ?5 THEN ?6 ELSE streak + ?6 END
      WHERE id = ?7
      """)
    person.bind(1, drawings)
    person.bind(2, qualitySum)
    person.bind(3, leading)
    person.bind(4, longest)
    person.bind(5, hasMiss ? 1 : 0 as Int64)
    person.bind(6, trailing)
    person.bind(7, user)
    try person.run()
    let shape = try HotStatement(
      database,
      """
      INSERT INTO user_shape (user_id, shape, drawings, best_quality) VALUES (?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET drawings = drawings + excluded.drawings,
        best_drawing = iif(excluded.best_quality > best_quality, NULL, best_drawing),
        best_quality = max(best_quality, excluded.best_quality)
      """)
    for (key, value) in shapes {
      shape.bind(1, user)
      shape.bind(2, key)
      shape.bind(3, value.drawings)
      shape.bind(4, Double(value.best))
      try shape.run()
    }
  }
}
