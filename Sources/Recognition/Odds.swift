/// The exponential of whole numbers: a table made with nothing but additions, multiplications and
/// divisions, which IEEE 754 rounds the same on every machine. No library's `exp` does.
enum Odds {
  /// What stands for 1.
  static let one: UInt32 = 1 << 24

  /// `one * e^(-distance / 1024)`, rounded; 0 beyond the table's end.
  /// - Parameter distance: 0 or more, in 1/1024 nat.
  static func odds(at distance: Int64) -> UInt32 {
    distance < Int64(table.count) ? table[Int(distance)] : 0
  }

  /// Until the values round to 0, after 17 nats.
  static let table: [UInt32] = {
    // The series of e^(-1/1024): four terms leave less than a Double can tell.
    let step = -1.0 / 1_024
    let factor = 1 + step * (1 + step / 2 * (1 + step / 3 * (1 + step / 4 * (1 + step / 5))))
    var values: [UInt32] = []
    values.reserveCapacity(18_000)
    var value = Double(one)
    while value >= 0.5 {
      values.append(UInt32(value + 0.5))
      value *= factor
    }
    return values
  }()
}
