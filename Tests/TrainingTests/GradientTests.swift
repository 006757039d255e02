import Ink
import Recognition
import Testing

@testable import Training

/// Gradients of the whole network against finite differences of its definition.
@Suite struct GradientTests {
  static let shape = Training.NetworkShape(inputSize: 32, classCount: 6)

  /// Whole and unfinished ink of each kind.
  static let images: [NaiveNetwork.Image] = [SyntheticShape.circle, .heart, .scribble].enumerated()
    .map { label, shape in
      var synthesizer = Synthesizer(shape: shape, seed: 3)
      var raster = InkRaster(size: 32)
      var ink = synthesizer.next().ink
      if label == 1 { ink.truncate(to: ink.points.count / 2) }
      raster.draw(ink)
      return NaiveNetwork.Image(pixels: raster.pixels, isUp: label != 1, label: label * 2)
    }

  static let groups: [(name: String, range: Range<Int>)] = [
    ("first weights", shape.firstWeights..<144), ("first bias, pen down", 144..<160),
    ("first bias, pen up", 160..<176), ("second weights", shape.secondWeights..<shape.secondBias),
    ("second bias", shape.secondBias..<shape.thirdWeights),
    ("third weights", shape.thirdWeights..<shape.thirdBias),
    ("third bias", shape.thirdBias..<shape.outputWeights),
    ("output weights", shape.outputWeights..<shape.outputBias),
    ("output bias", shape.outputBias..<shape.outputBias + 6),
    ("hidden bias", shape.hiddenBias..<shape.hiddenWeights),
    ("hidden weights", shape.hiddenWeights..<shape.parameterCount),
  ]

  /// Some parameters of each group with the slope of the loss, found once for all kernels.
  static let slopes: [(group: Int, index: Int, slope: Double)] = {
    var network = NaiveNetwork(parameters())
    var random = SplitMix64(seed: 8)
    return groups.enumerated().flatMap { number, group in
      (0..<12).map { _ in
        var index = group.range.lowerBound + random.index(group.range.count)
        // Columns beyond the classes are no parameters.
        if group.name == "output weights" { index -= index % 16 >= 6 ? index % 16 - 3 : 0 }
        let value = network.parameters[index]
        func loss(_ shift: Double) -> Double {
          network.parameters[index] = value + shift
          defer { network.parameters[index] = value }
          return network.loss(images)
        }
        return (number, index, (loss(1e-5) - loss(-1e-5)) / 2e-5)
      }
    }
  }()

  private static func parameters() -> Parameters {
    let parameters = Parameters(shape: shape, seed: 5)
    var random = SplitMix64(seed: 6)
    // Biases that are not zero, and two for the pen that differ.
    for group in groups where group.name.contains("bias") {
      for index in group.range { parameters.weights.base[index] = Float(random.normal() * 0.05) }
    }
    return parameters
  }

  private static func fill(_ index: Int, _ shard: Shard) {
    // Two images in the first shard, one in the second.
    let mine = index == 0 ? Array(images[..<2]) : Array(images[2...])
    shard.count = mine.count
    for (place, image) in mine.enumerated() {
      shard.images.replaceSubrange(place * 1_024..<(place + 1) * 1_024, with: image.pixels)
      shard.isUp[place] = image.isUp
      shard.labels[place] = image.label
    }
  }

  @Test(arguments: KernelSet.all)
  func `forward is the network's definition`(set: KernelSet) {
    let parameters = Self.parameters()
    let learner = Learner(parameters: parameters, batchSize: 16, threads: 1, kernels: set.name)
    learner.forward(Self.fill)
    let naive = NaiveNetwork(parameters)
    for (number, image) in Self.images.enumerated() {
      let row = learner.shards[number / 2].logits.base + number % 2 * Self.shape.outputs
      for (column, expected) in naive.logits(image).enumerated() {
        #expect(abs(Double(row[column]) - expected) < 1e-4)
      }
    }
  }

  @Test(arguments: KernelSet.all)
  func `the gradient of every group of parameters is the slope of the loss`(set: KernelSet) {
    let parameters = Self.parameters()
    let learner = Learner(parameters: parameters, batchSize: 16, threads: 2, kernels: set.name)
    let result = learner.learn(rate: 0, decay: 0, Self.fill)
    #expect(result.count == 3)
    #expect(abs(result.loss - NaiveNetwork(parameters).loss(Self.images)) < 1e-4)
    var far = 0
    for (group, index, slope) in Self.slopes {
      // Adam's first mean is a tenth of the gradient, which is scaled for a full batch.
      let gradient = Double(parameters.mean.base[index]) * 10 * 16 / 3
      let error = abs(gradient - slope) / max(abs(slope), 1e-4)
      if error > 0.01 { far += 1 }
      #expect(error < 0.1, "\(Self.groups[group].name) at \(index): \(gradient), slope \(slope)")
    }
    #expect(far * 50 <= Self.slopes.count, "\(far) of \(Self.slopes.count) beyond 1%")
    // Not all of them zero.
    for group in Self.groups.indices {
      #expect(Self.slopes.contains { $0.group == group && abs($0.slope) > 1e-5 })
    }
  }
}
