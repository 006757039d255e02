/// A small generator of numbers whose seed fixes all of them, on every machine (Steele, Lea and
/// Flood 2014, "Fast splittable pseudorandom number generators").
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// Evenly spread over `range`. Unlike `Double.random` its rule is written here, so it stays.
  public mutating func uniform(_ range: ClosedRange<Double> = 0...1) -> Double {
    let share = Double(next() >> 11) * 0x1p-53
    return range.lowerBound + (range.upperBound - range.lowerBound) * share
  }

  /// About normal, mean 0 and deviation 1, within ±3.5: a sum of four even ones.
  public mutating func normal() -> Double {
    (uniform() + uniform() + uniform() + uniform() - 2) * 1.732_050_807_568_877_2
  }

  /// As `normal`, but now and then much further off: people are not all alike.
  public mutating func wild() -> Double { normal() * (chance(0.15) ? 2.5 : 1) }

  /// Both of a vector's parts by `normal`.
  mutating func offset() -> PenVector { PenVector(normal(), normal()) }

  /// True in this share of cases.
  public mutating func chance(_ share: Double) -> Bool { uniform() < share }

  /// - Parameter count: 1 or more.
  public mutating func index(_ count: Int) -> Int { Int(next() >> 33) % count }

  public mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[index(elements.count)]
  }
}

/// The sine of an angle in turns, to 1e-9, from exact operations only: the C library's differs
/// between machines, and made-up drawings must not.
public func sine(turns: Double) -> Double {
  // To -0.5 ... 0.5, then to the quarter turns around 0.
  var t = turns - Double(Int(turns))
  if t > 0.5 { t -= 1 } else if t < -0.5 { t += 1 }
  if t > 0.25 { t = 0.5 - t } else if t < -0.25 { t = -0.5 - t }
  let x = t * 6.283_185_307_179_586
  let s = x * x
  // Taylor's series, up to the fifteenth power.
  var sum = 1 - s * (1 / 210.0)
  sum = 1 - s * (1 / 156.0) * sum
  sum = 1 - s * (1 / 110.0) * sum
  sum = 1 - s * (1 / 72.0) * sum
  sum = 1 - s * (1 / 42.0) * sum
  sum = 1 - s * (1 / 20.0) * sum
  sum = 1 - s * (1 / 6.0) * sum
  return x * sum
}

/// The cosine of an angle in turns, as `sine(turns:)`.
public func cosine(turns: Double) -> Double { sine(turns: turns + 0.25) }
