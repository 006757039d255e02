/// Sizes of the network, and where each layer's parameters lie in one flat array.
///
/// Three stages of 3x3 convolution, ReLU and 2x2 max-pool with 16, 32 and 64 channels, a hidden
/// layer of 128 with ReLU, and one sum for each class. Whether the pen is up chooses between two
/// biases of the first stage.
public struct NetworkShape: Equatable, Sendable {
  /// Pixels a side of the image: 32, 64 or 128.
  public let inputSize: Int
  public let classCount: Int

  public init(inputSize: Int, classCount: Int) {
    precondition([32, 64, 128].contains(inputSize) && 2...64 ~= classCount)
    self.inputSize = inputSize
    self.classCount = classCount
  }

  static let channels = [16, 32, 64]
  static let hidden = 128

  /// Values that reach the hidden layer, `[y][x][channel]`.
  var features: Int { inputSize / 8 * (inputSize / 8) * Self.channels[2] }
  /// Classes, filled up to whole vectors.
  var outputs: Int { (classCount + 15) / 16 * 16 }

  // Offsets, all multiples of 16 floats. Convolution weights lie `[cout][ky][kx][cin]`, dense ones
  // `[in][out]`.
  let firstWeights = 0
  let firstBiasDown = 144
  let firstBiasUp = 160
  let secondWeights = 176
  let secondBias = 176 + 32 * 9 * 16
  let thirdWeights = 208 + 32 * 9 * 16
  let thirdBias = 208 + 32 * 9 * 16 + 64 * 9 * 32
  let outputWeights = 272 + 32 * 9 * 16 + 64 * 9 * 32
  var outputBias: Int { outputWeights + Self.hidden * outputs }
  var hiddenBias: Int { outputBias + outputs }
  /// The hidden layer's weights come last: all before them is summed shard by shard.
  var hiddenWeights: Int { hiddenBias + Self.hidden }
  var parameterCount: Int { hiddenWeights + features * Self.hidden }
}
