/// The median time of `work` over `rounds`, in nanoseconds.
func median(of rounds: Int, _ work: () throws -> Void) rethrows -> Double {
  let clock = ContinuousClock()
  var times: [Double] = []
  for _ in 0..<rounds {
    let time = try clock.measure { try work() }
    let parts = time.components
    times.append(Double(parts.seconds) * 1e9 + Double(parts.attoseconds) / 1e9)
  }
  return times.sorted()[rounds / 2]
}

/// With one decimal, right-aligned in `width` columns.
func fixed(_ value: Double, width: Int = 0) -> String {
  let tenths = Int((value * 10).rounded())
  let text = "\(tenths / 10).\(tenths % 10)"
  return String(repeating: " ", count: max(width - text.count, 0)) + text
}
