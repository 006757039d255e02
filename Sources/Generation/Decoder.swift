/// The network that makes features of a code: two hidden layers of ReLU, one output a feature.
public struct Decoder: Sendable, Equatable {
  /// Inputs of the first layer: the code, one for each count of strokes, one for each shape.
  public let codeSize, shapes, hidden: Int
  /// Each with its biases as the last row.
  public let layers: [WeightMatrix]
  private let weights: [[Float]]

  public static let codeSizes = 2...32
  public static let hiddenSizes = 16...512

  /// - Precondition: three layers of the sizes that `sizes` names.
  public init(codeSize: Int, shapes: Int, hidden: Int, layers: [WeightMatrix]) {
    let sizes = Self.sizes(codeSize: codeSize, shapes: shapes, hidden: hidden)
    precondition(layers.count == sizes.count)
    for (layer, size) in zip(layers, sizes) {
      precondition(layer.rows == size.rows && layer.columns == size.columns)
    }
    self.codeSize = codeSize
    self.shapes = shapes
    self.hidden = hidden
    self.layers = layers
    weights = layers.map(\.values)
  }

  /// Rows (inputs and biases) and columns (outputs) of the layers.
  public static func sizes(
    codeSize: Int, shapes: Int, hidden: Int
  ) -> [(rows: Int, columns: Int)] {
    [
      (codeSize + Layout.strokes.count + shapes + 1, hidden), (hidden + 1, hidden),
      (hidden + 1, Layout.features),
    ]
  }

  /// - Parameter code: `codeSize` numbers.
  /// - Returns: `Layout.features`, each within ±100.
  public func features(code: [Float], shape: Int, strokeCount: Int) -> [Float] {
    precondition(code.count == codeSize && (0..<shapes).contains(shape))
    var values = bias(of: 0)
    for (row, value) in code.enumerated() { add(row, of: 0, times: value, to: &values) }
    add(codeSize + strokeCount - 1, of: 0, times: 1, to: &values)
    add(codeSize + Layout.strokes.count + shape, of: 0, times: 1, to: &values)
    for layer in 1...2 {
      var next = bias(of: layer)
      for (row, value) in values.enumerated() where value > 0 {
        add(row, of: layer, times: value, to: &next)
      }
      values = next
    }
    // Weights of a strange file may add up to more than ink can be.
    return values.map { min(max($0, -100), 100) }
  }

  private func bias(of layer: Int) -> [Float] {
    Array(weights[layer].suffix(layers[layer].columns))
  }

  /// Adds a row of weights times a value. Multiplied and added apart, as every machine can.
  private func add(_ row: Int, of layer: Int, times value: Float, to sums: inout [Float]) {
    let columns = sums.count
    weights[layer].withUnsafeBufferPointer { weights in
      sums.withUnsafeMutableBufferPointer { sums in
        for column in 0..<columns { sums[column] += value * weights[row * columns + column] }
      }
    }
  }
}
