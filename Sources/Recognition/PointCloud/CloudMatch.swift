/// What it costs to lay one cloud on another: the greedy matching of $Q.
///
/// Each place of one cloud, in turn from some start, takes the nearest place of the other that is
/// still free, and pays the squared distance times a weight that falls from 32 to 1. The cost of
/// two clouds is the least over seven starts and both directions.
struct CloudMatch {
  /// Places between two starts.
  static let step = 5
  /// The sum of the weights 32 ... 1.
  static let weights = PointCloud.count * (PointCloud.count + 1) / 2

  /// `[place of the one][place of the other]`: the squared distance, below 2^11, times 32, with the
  /// other's place in the low five bits, less 2^15. The smallest of a row is both the distance and
  /// who is so near.
  private let matrix: UnsafeMutablePointer<Int16>
  /// By place of the other: the largest number where it is taken, else the smallest.
  private let taken: UnsafeMutablePointer<Int16>

  /// Calls `body` with room to work in.
  static func with<Result>(_ body: (CloudMatch) -> Result) -> Result {
    let count = PointCloud.count
    return withUnsafeTemporaryAllocation(of: Int16.self, capacity: count * count + count) { room in
      body(CloudMatch(matrix: room.baseAddress!, taken: room.baseAddress! + count * count))
    }
  }

  /// The cost if it is below `limit`, else nil.
  ///
  /// - Parameters:
  ///   - there: bounds for the way from `one` to `other`. Nil tries everything, the plain search.
  ///   - back: for the way from `other` to `one`.
  func cost(
    of one: PointCloud, on other: PointCloud, there: NearestDistances?, back: NearestDistances?,
    below limit: Int32
  ) -> Int32? {
    var best = limit
    search(from: one, to: other, bounds: there, best: &best)
    search(from: other, to: one, bounds: back, best: &best)
    return best < limit ? best : nil
  }

  private func search(
    from one: PointCloud, to other: PointCloud, bounds: NearestDistances?, best: inout Int32
  ) {
    if let bounds {
      guard bounds.leastBound < best else { return }
      measure(one, other)
      bounds.forEachBound { start, bound in
        guard bound < best else { return }
        best = min(best, lay(from: start, bound: bound, squares: bounds.squares, below: best))
      }
    } else {
      measure(one, other)
      for start in stride(from: 0, to: PointCloud.count, by: CloudMatch.step) {
        best = min(best, lay(from: start, bound: 0, squares: SIMD32(), below: .max))
      }
    }
  }

  private func measure(_ one: PointCloud, _ other: PointCloud) {
    one.withPlaces { oneX, oneY in
      other.withPlaces { otherX, otherY in
        for row in 0..<PointCloud.count {
          let (x, y) = (oneX[row], oneY[row])
          let numbers = matrix + row * PointCloud.count
          for column in 0..<PointCloud.count {
            let dx = otherX[column] &- x
            let dy = otherY[column] &- y
            let square = dx &* dx &+ dy &* dy
            numbers[column] = (square &* 32 | Int16(truncatingIfNeeded: column)) ^ .min
          }
        }
      }
    }
  }

  /// The cost of one greedy matching, or something not below `limit`.
  ///
  /// The sum begins with the bound, and each place adds what it pays beyond its share of it: the
  /// end is the cost to the bit, and a matching is abandoned as early as can be.
  @inline(__always)
  private func lay(
    from start: Int, bound: Int32, squares: SIMD32<UInt8>, below limit: Int32
  ) -> Int32 {
    withUnsafeBytes(of: squares) { squares in
      var sum = bound
      for index in 0..<PointCloud.count { taken[index] = .min }
      for turn in 0..<PointCloud.count {
        let place = (start &+ turn) & (PointCloud.count - 1)
        let numbers = matrix + place * PointCloud.count
        var nearest = Int16.max
        for index in 0..<PointCloud.count {
          nearest = min(nearest, max(numbers[index], taken[index]))
        }
        let number = Int32(nearest) + 1 << 15
        taken[Int(number & 31)] = .max
        sum += Int32(PointCloud.count - turn) * (number >> 5 - Int32(squares[place]))
        if sum >= limit { return sum }
      }
      return sum
    }
  }
}
