/// Whether something has been too much for a while, so that it is said once and not at every peak.
struct Sustained {
  let high, low: Double
  /// Looks in a row that it takes either way.
  let looks: Int
  private(set) var isHigh = false
  private var count = 0

  init(above high: Double, below low: Double, looks: Int) {
    (self.high, self.low, self.looks) = (high, low, looks)
  }

  /// - Returns: whether `isHigh` has changed.
  mutating func update(_ value: Double) -> Bool {
    count = (isHigh ? value < low : value > high) ? count + 1 : 0
    guard count >= looks else { return false }
    (isHigh, count) = (!isHigh, 0)
    return true
  }
}
