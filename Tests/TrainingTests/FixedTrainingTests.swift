import Ink
import Recognition
import Testing

@testable import Training

@Suite struct FixedTrainingTests {
  /// Twelve steps on fixed images, the last four rounded.
  private func model(_ kernels: String, threads: Int) throws -> Model {
    let shape = Training.NetworkShape(inputSize: 32, classCount: 5)
    let parameters = Parameters(shape: shape, seed: 11)
    let learner = Learner(parameters: parameters, batchSize: 24, threads: threads, kernels: kernels)
    for step in 0..<12 {
      func fill(_ index: Int, _ shard: Shard) {
        var random = SplitMix64(seed: UInt64(step * 3 + index))
        shard.count = index == 2 ? 5 : 8
        for place in 0..<shard.count {
          let label = random.index(5)
          for pixel in 0..<1_024 {
            // Bars whose distance tells the class.
            let isInk = pixel / 32 % (label + 2) == 0 && random.chance(0.9)
            shard.images[place * 1_024 + pixel] = isInk ? UInt8(random.index(128)) : 0
          }
          shard.isUp[place] = random.chance(0.5)
          shard.labels[place] = label
        }
      }
      if step == 8 {
        learner.forward(fill)
        learner.startRounding()
      }
      _ = learner.learn(rate: 2e-3, decay: 0.02, fill)
    }
    let network = try parameters.network(learner.weightSteps!, learner.activationSteps)
    return try Model(labels: ["a", "b", "c", "d", "none"], network: network, name: "fixed")
  }

  @Test func `the baseline kernels train the same model on every machine`() throws {
    for threads in [1, 2] {
      let checksum = CRC32C.checksum(Array(try model("baseline", threads: threads).bytes))
      #expect(checksum == 1_214_729_159)
    }
  }

  @Test func `each instruction set trains nearly the same model`() throws {
    let known = try model("baseline", threads: 1).network
    for set in KernelSet.all.dropLast() {
      let network = try model(set.name, threads: 2).network
      for (layer, other) in zip(known.layers, network.layers) {
        let apart = zip(layer.weights, other.weights).count { abs(Int($0) - Int($1)) > 3 }
        #expect(apart * 50 < layer.weights.count)
      }
    }
  }
}
