/// Numbers in rows, kept as whole multiples of a step.
public struct WeightMatrix: Sendable, Equatable {
  public let rows, columns: Int
  /// What one step is worth, above zero.
  public let step: Float
  /// Row by row.
  public let steps: [Int16]

  /// What a step may be worth: no sum of a network's is infinite with it.
  static let range: ClosedRange<Float> = 1e-12...1

  init(rows: Int, columns: Int, step: Float, steps: [Int16]) {
    precondition(steps.count == rows * columns && Self.range ~= step)
    self.rows = rows
    self.columns = columns
    self.step = step
    self.steps = steps
  }

  /// The nearest multiples of a step that suits the largest.
  /// - Precondition: the values are finite, below 30,000, `rows * columns` of them.
  public init(rows: Int, columns: Int, rounding values: [Float]) {
    var largest: Float = 0
    for value in values { largest = max(largest, abs(value)) }
    let step = max(largest / 32_767, Self.range.lowerBound)
    self.init(
      rows: rows, columns: columns, step: step,
      steps: values.map { Int16(min(max(($0 / step).rounded(), -32_767), 32_767)) })
  }

  var values: [Float] { steps.map { Float($0) * step } }
}
