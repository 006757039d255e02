/// The steps to which weights are rounded towards the end of training, so that the network learns
/// to live with them: one for each output channel, such that the largest weight is `most` of them
/// (Jacob et al. 2018, "Quantization and training of neural networks for efficient integer
/// arithmetic only inference").
struct WeightSteps: Sendable {
  static let most: Float = 127
  /// Of the hidden layer: five sixths of all weights, which need no finer steps, and so a model can
  /// travel in half the bytes.
  static let mostHidden: Float = 15

  let shape: NetworkShape
  let first, second, third, hidden, output: [Float]

  init(_ parameters: Parameters) {
    let shape = parameters.shape
    self.shape = shape
    let weights = parameters.weights.base
    /// - Parameters: a channel's weights are `count` ones, `stride` apart.
    func step(_ start: Int, count: Int, stride: Int, most: Float = Self.most) -> Float {
      var largest: Float = 1e-6
      for index in 0..<count { largest = max(largest, abs(weights[start + index * stride])) }
      return largest / most
    }
    // The pen's weight is what a lifted pen adds to the bias.
    first = (0..<16).map {
      let pen = abs(weights[shape.firstBiasUp + $0] - weights[shape.firstBiasDown + $0])
      return max(step(shape.firstWeights + $0 * 9, count: 9, stride: 1), pen / Self.most)
    }
    second = (0..<32).map { step(shape.secondWeights + $0 * 144, count: 144, stride: 1) }
    third = (0..<64).map { step(shape.thirdWeights + $0 * 288, count: 288, stride: 1) }
    hidden = (0..<NetworkShape.hidden).map {
      step(
        shape.hiddenWeights + $0, count: shape.features, stride: NetworkShape.hidden,
        most: Self.mostHidden)
    }
    output = (0..<shape.outputs).map {
      step(shape.outputWeights + $0, count: NetworkShape.hidden, stride: shape.outputs)
    }
  }

  func roundSmall(_ used: UnsafeMutablePointer<Float>) {
    func round(_ start: Int, _ steps: [Float], each count: Int) {
      for (channel, step) in steps.enumerated() {
        for index in start + channel * count..<start + (channel + 1) * count {
          used[index] = Self.rounded(used[index], step)
        }
      }
    }
    round(shape.firstWeights, first, each: 9)
    round(shape.secondWeights, second, each: 144)
    round(shape.thirdWeights, third, each: 288)
    for channel in 0..<16 {
      let down = used[shape.firstBiasDown + channel]
      let pen = Self.rounded(used[shape.firstBiasUp + channel] - down, first[channel])
      used[shape.firstBiasUp + channel] = down + pen
    }
    for row in 0..<NetworkShape.hidden {
      for column in 0..<shape.outputs {
        let index = shape.outputWeights + row * shape.outputs + column
        used[index] = Self.rounded(used[index], output[column])
      }
    }
  }

  func roundHidden(_ used: UnsafeMutablePointer<Float>, rows: Range<Int>) {
    hidden.withUnsafeBufferPointer { steps in
      for row in rows {
        let start = shape.hiddenWeights + row * NetworkShape.hidden
        for column in 0..<NetworkShape.hidden {
          used[start + column] = Self.rounded(
            used[start + column], steps[column], most: Self.mostHidden)
        }
      }
    }
  }

  @inline(__always)
  static func rounded(_ value: Float, _ step: Float, most: Float = Self.most) -> Float {
    min(max((value / step).rounded(.toNearestOrEven), -most), most) * step
  }
}

/// The steps of what the layers hand on, of which each value is 0 to 127; 0 for no rounding.
struct ActivationSteps: Sendable {
  var first: Float = 0
  var second: Float = 0
  var third: Float = 0
  var hidden: Float = 0
}
