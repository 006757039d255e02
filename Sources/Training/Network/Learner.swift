import CKernels

/// Learns from batches: forward, backward and one step of the optimiser, on some threads.
final class Learner {
  let parameters: Parameters
  let shards: [Shard]
  private(set) var weightSteps: WeightSteps?
  private(set) var activationSteps = ActivationSteps()
  private let kernels: ck_training_kernels
  private let team: ThreadTeam
  private let hiddenBlocks: [FloatBuffer]
  /// Steps of the optimiser so far.
  private(set) var step = 0

  /// - Parameters:
  ///   - batchSize: a multiple of `Shard.size`.
  ///   - kernels: an instruction set's name; nil for the best of this machine.
  init(parameters: Parameters, batchSize: Int, threads: Int, kernels: String? = nil) {
    precondition(batchSize % Shard.size == 0 && threads > 0)
    guard let found = ck_training(kernels) else {
      preconditionFailure("This machine has no \(kernels ?? "kernels").")
    }
    self.kernels = found.pointee
    self.parameters = parameters
    team = ThreadTeam(helpers: threads - 1)
    shards = (0..<batchSize / Shard.size).map { _ in Shard(shape: parameters.shape) }
    hiddenBlocks = (0..<(parameters.shape.features + 63) / 64).map { _ in
      FloatBuffer(64 * NetworkShape.hidden)
    }
    parameters.refresh(self.kernels, steps: nil)
  }

  deinit { team.end() }

  /// Goes on from where another one stood.
  func restore(
    step: Int, weights: [Float], means: [Float], variances: [Float],
    activationSteps: ActivationSteps, weightSteps: WeightSteps?
  ) {
    self.step = step
    parameters.weights.set(weights)
    parameters.mean.set(means)
    parameters.variance.set(variances)
    self.activationSteps = activationSteps
    self.weightSteps = weightSteps
    parameters.refresh(kernels, steps: weightSteps)
  }

  /// From now on weights and activations are rounded as the integer network will have them. The
  /// activations' steps follow from the images of the last pass.
  func startRounding() {
    var sum = SIMD4<Float>()
    // An epoch's last batch may fill few of the shards.
    var count: Float = 0
    for shard in shards {
      sum += shard.largestActivations()
      count += Float(shard.count)
    }
    sum /= max(count, 1) * 127
    activationSteps = ActivationSteps(
      first: max(sum.x, 1e-6), second: max(sum.y, 1e-6), third: max(sum.z, 1e-6),
      hidden: max(sum.w, 1e-6))
    weightSteps = WeightSteps(parameters)
    parameters.refresh(kernels, steps: weightSteps)
  }

  /// Only the logits of what is in the shards.
  ///
  /// - Parameter prepare: fills a shard; on any thread, once for each.
  func forward(_ prepare: @escaping (Int, Shard) -> Void) {
    team.run(shards.count) { [self] index in
      prepare(index, shards[index])
      shards[index].forward(kernels, parameters, activationSteps)
    }
  }

  /// One step.
  ///
  /// - Parameters:
  ///   - rate: the learning rate of this step.
  ///   - prepare: fills a shard; on any thread, once for each.
  /// - Returns: the images' mean loss and how many of them were recognised.
  func learn(
    rate: Float, decay: Float, _ prepare: @escaping (Int, Shard) -> Void
  ) -> (loss: Double, correct: Int, count: Int) {
    let scale = 1 / Float(shards.count * Shard.size)
    team.run(shards.count) { [self] index in
      prepare(index, shards[index])
      shards[index].forward(kernels, parameters, activationSteps)
      shards[index].backward(kernels, parameters, activationSteps, scale: scale)
    }
    step += 1
    let correction = Float(1 / (1 - pow(0.999, step)))
    let pace = rate * Float(1 / (1 - pow(0.9, step)))
    team.run(hiddenBlocks.count + 1) { [self] block in
      if block == 0 {
        updateSmall(pace, correction, rate * decay)
      } else {
        updateHidden(block - 1, pace, correction, rate * decay)
      }
    }
    let count = shards.reduce(0) { $0 + $1.count }
    return (
      shards.reduce(0) { $0 + $1.loss } / Double(max(count, 1)),
      shards.reduce(0) { $0 + $1.correct }, count
    )
  }

  /// Everything before the hidden layer's weights: the shards' sums, added in their order.
  private func updateSmall(_ pace: Float, _ correction: Float, _ decay: Float) {
    let sum = shards[0].gradient.base
    let count = parameters.shape.hiddenWeights
    for shard in shards.dropFirst() {
      let more = shard.gradient.base
      for index in 0..<count { sum[index] += more[index] }
    }
    kernels.adam(
      count, parameters.weights.base, parameters.mean.base, parameters.variance.base, sum, pace,
      correction, decay)
    parameters.refreshSmall(kernels, steps: weightSteps)
  }

  /// 64 rows of the hidden layer's weights, from all images.
  private func updateHidden(
    _ block: Int, _ pace: Float, _ correction: Float, _ decay: Float
  ) {
    let shape = parameters.shape
    let (row, units) = (block * 64, NetworkShape.hidden)
    let rows = min(64, shape.features - row)
    let sum = hiddenBlocks[block].base
    for (index, shard) in shards.enumerated() {
      kernels.gemm(
        Int32(rows), Int32(units), Int32(shard.count), shard.features.base + row, 1,
        shape.features, shard.hiddenGradient.base, units, sum, units, index > 0 ? 1 : 0)
    }
    let start = shape.hiddenWeights + row * units
    kernels.adam(
      rows * units, parameters.weights.base + start, parameters.mean.base + start,
      parameters.variance.base + start, sum, pace, correction, decay)
    parameters.refreshHidden(rows: row..<row + rows, steps: weightSteps)
  }
}

private func pow(_ base: Double, _ exponent: Int) -> Double {
  // By squaring, so that it takes no longer as a training goes on.
  var (product, square, rest) = (1.0, base, exponent)
  while rest > 0 {
    if rest & 1 == 1 { product *= square }
    square *= square
    rest >>= 1
  }
  return product
}
