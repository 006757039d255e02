import CKernels
import Ink

/// The network's weights and biases with what the optimiser remembers of each.
final class Parameters: @unchecked Sendable {
  // Safe to share: written between the parallel parts of a step only, or in parts that do not
  // overlap.
  let shape: NetworkShape
  let weights, mean, variance: FloatBuffer

  /// What forward and backward use: the weights, or the weights rounded to whole steps.
  let used: FloatBuffer
  /// The hidden layer's and the output's weights, the other way round.
  let hiddenTransposed, outputTransposed: FloatBuffer
  /// The later stages' weights as the forward pass takes them.
  let secondTransformed, thirdTransformed: FloatBuffer

  /// He's initialisation (He et al. 2015): normal, with variance 2 / inputs.
  init(shape: NetworkShape, seed: UInt64) {
    self.shape = shape
    weights = FloatBuffer(shape.parameterCount)
    mean = FloatBuffer(shape.parameterCount)
    variance = FloatBuffer(shape.parameterCount)
    used = FloatBuffer(shape.parameterCount)
    hiddenTransposed = FloatBuffer(NetworkShape.hidden * shape.features)
    outputTransposed = FloatBuffer(shape.outputs * NetworkShape.hidden)
    secondTransformed = FloatBuffer(16 * 16 * 32)
    thirdTransformed = FloatBuffer(16 * 32 * 64)
    var random = SplitMix64(seed: seed)
    func fill(_ start: Int, _ count: Int, inputs: Int) {
      let deviation = (2 / Double(inputs)).squareRoot()
      for index in start..<start + count {
        weights.base[index] = Float(random.normal() * deviation)
      }
    }
    fill(shape.firstWeights, 144, inputs: 9)
    fill(shape.secondWeights, 32 * 9 * 16, inputs: 9 * 16)
    fill(shape.thirdWeights, 64 * 9 * 32, inputs: 9 * 32)
    fill(shape.hiddenWeights, shape.features * NetworkShape.hidden, inputs: shape.features)
    for row in 0..<NetworkShape.hidden {
      fill(shape.outputWeights + row * shape.outputs, shape.classCount, inputs: NetworkShape.hidden)
    }
  }

  /// Brings everything that is derived from the weights up to date.
  func refresh(_ kernels: ck_training_kernels, steps: WeightSteps?) {
    refreshSmall(kernels, steps: steps)
    for row in stride(from: 0, to: shape.features, by: 64) {
      refreshHidden(rows: row..<min(row + 64, shape.features), steps: steps)
    }
  }

  /// All but the hidden layer's weights.
  func refreshSmall(_ kernels: ck_training_kernels, steps: WeightSteps?) {
    used.base.update(from: weights.base, count: shape.hiddenWeights)
    steps?.roundSmall(used.base)
    kernels.transform_weights(
      16, 32, used.base + shape.secondWeights, secondTransformed.base)
    kernels.transform_weights(32, 64, used.base + shape.thirdWeights, thirdTransformed.base)
    for row in 0..<NetworkShape.hidden {
      for column in 0..<shape.outputs {
        outputTransposed.base[column * NetworkShape.hidden + row] =
          used.base[shape.outputWeights + row * shape.outputs + column]
      }
    }
  }

  func refreshHidden(rows: Range<Int>, steps: WeightSteps?) {
    let hidden = NetworkShape.hidden
    let start = shape.hiddenWeights + rows.lowerBound * hidden
    (used.base + start).update(from: weights.base + start, count: rows.count * hidden)
    steps?.roundHidden(used.base, rows: rows)
    // Blocks of 16 x 16, so that both sides stay in the cache.
    for block in stride(from: 0, to: hidden, by: 16) {
      for row in rows {
        let from = used.base + shape.hiddenWeights + row * hidden + block
        let to = hiddenTransposed.base + block * shape.features + row
        for column in 0..<16 { to[column * shape.features] = from[column] }
      }
    }
  }
}
