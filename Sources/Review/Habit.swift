/// How well somebody usually draws a shape: the median of their drawings, and how far they spread.
struct Habit {
  let median, spread: Double
  let count: Int

  /// With fewer drawings nobody has a habit.
  static let fewest = 10
  /// So many of the newest are looked at.
  static let newest = 200
  /// Nobody draws more evenly than this.
  private static let leastSpread = 0.06
  private static let reachInSpreads = 5.0

  init?(_ qualities: [Float]) {
    guard qualities.count >= Self.fewest else { return nil }
    func middle(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    let values = qualities.map(Double.init)
    let median = middle(values)
    self.median = median
    // 1.48 median deviations are a standard deviation, where the few that are far off do not count.
    spread = max(1.48 * middle(values.map { abs($0 - median) }), Self.leastSpread)
    count = qualities.count
  }

  func outlier(quality: Float, label: String) -> Reason? {
    let distance = (median - Double(quality)) / spread
    guard distance > Self.reachInSpreads else { return nil }
    return Reason(
      .outlier, score: 0.3 + (distance - Self.reachInSpreads) / 10,
      "Quality \(percent(quality)), where half of this person's \(count) newest of \(article(label)) are above \(percent(Float(median)))."
    )
  }
}
