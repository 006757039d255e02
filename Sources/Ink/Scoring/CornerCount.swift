/// How many times a closed outline turns sharply.
struct CornerCount {
  private(set) var count = 0
  /// Of too many corners the one that turns least; of too few the middle of the longest way
  /// between two.
  private(set) var bluntest: Vector

  /// A turn of more than 42 degrees within an eighth of the outline: a circle turns 23 there.
  private static let largestCosine: Float = 0.74
  private static let reach = 4

  init(_ places: UnsafeMutablePointer<Vector>, expected: Int) {
    let mask = Trace.sampleCount - 1
    bluntest = places[0]
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: Trace.sampleCount) { ways in
      // The direction from each place to the fourth after it.
      for index in 0...mask {
        ways[index] = (places[(index + CornerCount.reach) & mask] - places[index]).unit
      }
      func cosine(_ index: Int) -> Float {
        ways[(index + Trace.sampleCount - CornerCount.reach) & mask].dot(ways[index & mask])
      }
      var (first, last, longestWay): (Int, Int, Int) = (-1, -1, 0)
      var bluntestCosine: Float = -2
      for index in 0...mask where cosine(index) < CornerCount.largestCosine {
        var isSharpest = true
        for offset in 1...CornerCount.reach {
          if cosine(index + Trace.sampleCount - offset) <= cosine(index)
            || cosine(index + offset) < cosine(index)
          {
            isSharpest = false
            break
          }
        }
        guard isSharpest else { continue }
        count += 1
        if expected < 1 || cosine(index) > bluntestCosine {
          bluntestCosine = cosine(index)
          bluntest = places[index]
        }
        if first < 0 { first = index }
        longestWay = max(longestWay, last < 0 ? 0 : index - last)
        last = index
      }
      guard count < expected, first >= 0 else { return }
      // Where a corner would belong.
      let wrapped = first + Trace.sampleCount - last
      if wrapped >= longestWay {
        bluntest = places[(last + wrapped / 2) & mask]
        return
      }
      last = first
      for index in (first + 1)...mask where cosine(index) < CornerCount.largestCosine {
        if index - last >= longestWay - CornerCount.reach {
          bluntest = places[(last + index) / 2]
          return
        }
        if index - last > CornerCount.reach { last = index }
      }
    }
  }
}
