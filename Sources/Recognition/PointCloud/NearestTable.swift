/// The squared distance from each cell of the square to the nearest place of a cloud, 255 standing
/// for that and anything more: the look-up table of $Q, which bounds from below what it costs to
/// lay another cloud on this one.
enum NearestTable {
  static let count = PointCloud.side * PointCloud.side

  /// Writes `count` values, row by row.
  static func write(_ cloud: PointCloud, to table: UnsafeMutablePointer<UInt8>) {
    cloud.withPlaces { placesX, placesY in
      for y in 0..<Int16(PointCloud.side) {
        for x in 0..<Int16(PointCloud.side) {
          var nearest: Int16 = 255
          for index in 0..<PointCloud.count {
            let dx = placesX[index] &- x
            let dy = placesY[index] &- y
            nearest = min(nearest, dx &* dx &+ dy &* dy)
          }
          table[Int(y) * PointCloud.side + Int(x)] = UInt8(truncatingIfNeeded: nearest)
        }
      }
    }
  }
}

/// For each of the 32 places of a cloud at least how far, squared, the nearest place of another is.
struct NearestDistances {
  let squares: SIMD32<UInt8>

  /// - Parameters:
  ///   - cells: the 32 cells of one cloud, as indices into `table`.
  ///   - table: of the other cloud.
  @inline(__always)
  init(cells: UnsafePointer<UInt16>, table: UnsafePointer<UInt8>) {
    var squares = SIMD32<UInt8>()
    withUnsafeMutableBytes(of: &squares) { squares in
      for index in 0..<PointCloud.count { squares[index] = table[Int(cells[index])] }
    }
    self.squares = squares
  }

  /// What a matching that begins with place `start` costs at least, for each of the starts.
  @inline(__always)
  func forEachBound(_ body: (_ start: Int, _ bound: Int32) -> Void) {
    withUnsafeBytes(of: squares) { squares in
      var sum: Int32 = 0
      var bound: Int32 = 0
      for index in 0..<PointCloud.count {
        sum += Int32(squares[index])
        bound += Int32(PointCloud.count - index) * Int32(squares[index])
      }
      for start in 0..<PointCloud.count {
        if start % CloudMatch.step == 0 { body(start, bound) }
        // Beginning one later, this place comes last and every other weighs one more.
        bound += sum - Int32(PointCloud.count) * Int32(squares[start])
      }
    }
  }

  var leastBound: Int32 {
    var least = Int32.max
    forEachBound { least = min(least, $1) }
    return least
  }
}
