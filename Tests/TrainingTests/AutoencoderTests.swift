import Generation
import Ink
import Testing

@testable import Training

@Suite struct AutoencoderTests {
  private static let shape = AutoencoderShape(shapes: 3, codeSize: 5, hidden: 16)

  /// 64 made-up drawings of all three.
  private static func fill(_ index: Int, _ shard: AutoencoderShard) {
    let kinds: [SyntheticShape] = [.circle, .square, .heart]
    for place in 0..<AutoencoderShard.size {
      let number = index * AutoencoderShard.size + place
      var synthesizer = Synthesizer(shape: kinds[number % 3], seed: 4, first: UInt64(number))
      guard let features = InkFeatures(synthesizer.next().ink) else { continue }
      shard.set(features, shape: number % 3, at: place)
      var random = SplitMix64(seed: UInt64(number))
      for direction in 0..<5 { shard.noise.base[place * 5 + direction] = Float(random.normal()) }
    }
  }

  private static func drawings(_ model: Autoencoder) -> [NaiveAutoencoder.Drawing] {
    model.shards.flatMap { shard in
      (0..<AutoencoderShard.size).map { place in
        func row(_ buffer: FloatBuffer, _ width: Int) -> [Double] {
          buffer.values[place * width..<(place + 1) * width].map { Double($0) }
        }
        let strokes = shard.strokeCounts[place]
        return NaiveAutoencoder.Drawing(
          features: row(shard.features, Layout.features),
          importance: row(shard.importance, Layout.features),
          emphasis: Layout(strokeCount: strokes).emphasis.map { Double($0) },
          noise: row(shard.noise, 5), strokeCount: strokes, shape: shard.shapes[place])
      }
    }
  }

  @Test(arguments: KernelSet.all)
  func `every layer's gradient is the slope of the loss`(set: KernelSet) {
    let model = Autoencoder(shape: Self.shape, seed: 3, threads: 2, kernels: set.name)
    var random = SplitMix64(seed: 9)
    for layer in Self.shape.layers {
      for index in layer.bias..<layer.end {
        model.weights.base[index] = Float(random.normal() * 0.1)
      }
    }
    let before = model.weights.values.map { Double($0) }
    let loss = model.learn(rate: 0, Self.fill)
    var naive = NaiveAutoencoder(shape: Self.shape, parameters: before)
    let drawings = Self.drawings(model)
    #expect(abs(loss - naive.loss(drawings)) < 1e-3 * loss)
    let gradient = model.shards[0].gradient.values
    for (number, layer) in Self.shape.layers.enumerated() {
      var (far, steep) = (0, 0)
      for trial in 0..<24 {
        let index =
          trial % 4 == 0
          ? layer.bias + random.index(layer.outputs)
          : layer.start + random.index(layer.inputs * layer.outputs)
        let value = naive.parameters[index]
        func shifted(_ shift: Double) -> Double {
          naive.parameters[index] = value + shift
          defer { naive.parameters[index] = value }
          return naive.loss(drawings)
        }
        let slope = (shifted(1e-6) - shifted(-1e-6)) / 2e-6
        let error = abs(Double(gradient[index]) - slope)
        if abs(slope) > 1e-3 { steep += 1 }
        // A step may cross the corner of a ReLU.
        if error > 0.01 * abs(slope) + 0.02 { far += 1 }
      }
      #expect(far <= 1, "layer \(number)")
      #expect(steep > 3, "layer \(number)")
    }
  }
}
