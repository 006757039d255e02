/// The weights of one layer, in integers.
public struct Layer: Sendable, Equatable {
  /// -127...127: `[ky][kx][input][output]` of a convolution, `[input][output]` of a dense layer,
  /// whose inputs stand in the order `[y][x][channel]`.
  public let weights: [Int8]
  /// Added to the sum of an output, in its unit.
  public let bias: [Int32]
  /// What makes a sum a result, for each output, in 1 / 2^28; above zero.
  public let multipliers: [Int32]

  public init(weights: [Int8], bias: [Int32], multipliers: [Int32]) {
    self.weights = weights
    self.bias = bias
    self.multipliers = multipliers
  }

  public var outputs: Int { bias.count }
}

/// A small convolutional network in integers: its sizes and weights.
///
/// | layer | in | out |
/// | --- | --- | --- |
/// | 0, 1, 2: 3x3 convolution with zero padding, ReLU, 2x2 maximum | size, 2 planes at first | half the size, `channels[layer]` |
/// | 3: dense, ReLU | `(size / 8)² * channels[2]` | `hidden` |
/// | 4: dense | `hidden` | `classes` |
///
/// Activations are 0...127. The first input plane is the ink; the second is 127 everywhere when
/// the pen is up, else 0. With `a = bias + sum of weight * input`, exact in 32 bits, a layer's output
/// is `(a * multiplier + 2^27) >> 28` in 64 bits; layers 0 to 3 then bound it to 0...127, and layer
/// 4's are the logits, in 1/1024 nat.
public struct Network: Sendable, Equatable {
  /// Pixels a side.
  public let inputSize: Int
  /// Five, from the input to the classes.
  public let layers: [Layer]

  /// What a network may not exceed.
  public enum Limits {
    public static let inputSize = 16...128
    public static let channels = 1...256
    public static let hidden = 1...1_024
    /// Inputs of the first dense layer: with these, no sum can leave 32 bits.
    public static let denseInputs = 65_536
    /// Either side of zero.
    public static let bias: Int32 = 1 << 30
    /// Bytes of all weights.
    public static let weights = 16 << 20
  }

  /// Planes of the input: the ink and the pen.
  public static let inputPlanes = 2

  /// - Throws: `ModelError.network` when sizes do not fit each other or the limits, or a number is
  ///   out of its range.
  public init(inputSize: Int, layers: [Layer]) throws(ModelError) {
    guard layers.count == 5 else { throw .network("it has \(layers.count) layers instead of 5") }
    let shape = NetworkShape(
      inputSize: inputSize, channels: layers[..<3].map { $0.outputs }, hidden: layers[3].outputs,
      classes: layers[4].outputs)
    try shape.check()
    for (index, layer) in layers.enumerated() {
      let inputs = shape.inputs(ofLayer: index)
      guard layer.weights.count == inputs * layer.outputs else {
        throw .network(
          "layer \(index) has \(layer.weights.count) weights instead of \(inputs * layer.outputs)")
      }
      guard layer.multipliers.count == layer.outputs else {
        throw .network(
          "layer \(index) has \(layer.multipliers.count) multipliers for \(layer.outputs) outputs")
      }
      for weight in layer.weights where weight == .min {
        throw .network("a weight of layer \(index) is \(weight), below -127")
      }
      for bias in layer.bias where bias.magnitude > Limits.bias.magnitude {
        throw .network("a bias of layer \(index) is \(bias), beyond \(Limits.bias)")
      }
      for multiplier in layer.multipliers where multiplier <= 0 {
        throw .network("a multiplier of layer \(index) is \(multiplier), not above 0")
      }
    }
    self.inputSize = inputSize
    self.layers = layers
  }

  /// Outputs of the three convolutions.
  public var channels: [Int] { layers[..<3].map { $0.outputs } }
  public var hidden: Int { layers[3].outputs }
  public var classes: Int { layers[4].outputs }
}

/// The sizes of a network, before its weights are there.
struct NetworkShape: Equatable {
  var inputSize: Int
  /// Of the three convolutions.
  var channels: [Int]
  var hidden, classes: Int

  /// Weights of one output of a layer.
  func inputs(ofLayer index: Int) -> Int {
    switch index {
    case 0: 9 * Network.inputPlanes
    case 1, 2: 9 * channels[index - 1]
    case 3: (inputSize / 8) * (inputSize / 8) * channels[2]
    default: hidden
    }
  }

  func outputs(ofLayer index: Int) -> Int {
    index < 3 ? channels[index] : index == 3 ? hidden : classes
  }

  func check() throws(ModelError) {
    guard Network.Limits.inputSize ~= inputSize, inputSize % 8 == 0 else {
      throw .network("its input is \(inputSize) pixels wide: 16 to 128 in steps of 8 are possible")
    }
    guard channels.count == 3 else {
      throw .network("it has \(channels.count) convolutions instead of 3")
    }
    for count in channels where !(Network.Limits.channels ~= count) {
      throw .network("a convolution has \(count) channels: 1 to 256 are possible")
    }
    guard Network.Limits.hidden ~= hidden else {
      throw .network("its hidden layer has \(hidden) outputs: 1 to 1024 are possible")
    }
    guard Labels.count ~= classes else {
      throw .network("it tells \(classes) classes apart: 2 to 64 are possible")
    }
    guard inputs(ofLayer: 3) <= Network.Limits.denseInputs else {
      throw .network("its hidden layer has more than \(Network.Limits.denseInputs) inputs")
    }
    var weights = 0
    for index in 0..<5 { weights += inputs(ofLayer: index) * outputs(ofLayer: index) }
    guard weights <= Network.Limits.weights else {
      throw .network("it has \(weights) weights, more than \(Network.Limits.weights)")
    }
  }
}
