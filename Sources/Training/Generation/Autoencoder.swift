import CKernels
import Generation
import Ink

/// A conditional variational autoencoder (Kingma and Welling 2014; Sohn et al. 2015) with what its
/// optimiser remembers.
final class Autoencoder: @unchecked Sendable {
  // Safe to share: written between the parallel parts of a step only.
  let shape: AutoencoderShape
  let weights, mean, variance: FloatBuffer
  /// Each layer's weights the other way round: `[outputs][inputs]`.
  let transposed: [FloatBuffer]
  let shards: [AutoencoderShard]
  private let kernels: ck_training_kernels
  private let team: ThreadTeam
  private(set) var step = 0

  /// Drawings a step.
  static let batchSize = 64

  init(shape: AutoencoderShape, seed: UInt64, threads: Int, kernels: String?) {
    guard let found = ck_training(kernels) else {
      preconditionFailure("This machine has no \(kernels ?? "kernels").")
    }
    self.shape = shape
    self.kernels = found.pointee
    weights = FloatBuffer(shape.parameterCount)
    mean = FloatBuffer(shape.parameterCount)
    variance = FloatBuffer(shape.parameterCount)
    transposed = shape.layers.map { FloatBuffer($0.inputs * $0.outputs) }
    shards = (0..<Self.batchSize / AutoencoderShard.size).map { _ in AutoencoderShard(shape: shape)
    }
    team = ThreadTeam(helpers: threads - 1)
    var random = SplitMix64(seed: seed)
    for (index, layer) in shape.layers.enumerated() {
      // He's initialisation; the outputs begin small.
      let isOutput = index % 3 == 2
      let deviation = (2 / Double(layer.inputs)).squareRoot() * (isOutput ? 0.1 : 1)
      for place in layer.start..<layer.bias {
        weights.base[place] = Float(random.normal() * deviation)
      }
    }
    refresh()
  }

  deinit { team.end() }

  /// What the decoder says before it has learnt anything.
  func begin(with features: [Float]) {
    let bias = shape.decoder[2].bias
    for (index, value) in features.enumerated() { weights.base[bias + index] = value }
  }

  /// One step of Adam.
  ///
  /// - Parameter prepare: fills a shard; on any thread, once for each.
  /// - Returns: the drawings' mean loss.
  func learn(rate: Float, _ prepare: @escaping (Int, AutoencoderShard) -> Void) -> Double {
    team.run(shards.count) { [self] index in
      prepare(index, shards[index])
      shards[index].forward(kernels, self)
      shards[index].backward(kernels, self)
    }
    step += 1
    let sum = shards[0].gradient.base
    for shard in shards.dropFirst() {
      let more = shard.gradient.base
      for index in 0..<shape.parameterCount { sum[index] += more[index] }
    }
    decayingMean *= 0.9
    decayingVariance *= 0.999
    kernels.adam(
      shape.parameterCount, weights.base, mean.base, variance.base, sum,
      rate * Float(1 / (1 - decayingMean)), Float(1 / (1 - decayingVariance)), 0)
    refresh()
    return shards.reduce(0) { $0 + $1.loss } / Double(Self.batchSize)
  }

  /// Powers of Adam's constants by the steps done.
  private var decayingMean = 1.0
  private var decayingVariance = 1.0

  /// Only what is in the shards, without learning.
  func forward(_ prepare: @escaping (Int, AutoencoderShard) -> Void) {
    team.run(shards.count) { [self] index in
      prepare(index, shards[index])
      shards[index].forward(kernels, self)
    }
  }

  /// Brings what follows from the weights up to date.
  func refresh() {
    team.run(shape.layers.count) { [self] index in
      let layer = shape.layers[index]
      let (from, to) = (weights.base + layer.start, transposed[index].base)
      for block in stride(from: 0, to: layer.outputs, by: 16) {
        for row in 0..<layer.inputs {
          for column in block..<block + 16 {
            to[column * layer.inputs + row] = from[row * layer.outputs + column]
          }
        }
      }
    }
  }
}
