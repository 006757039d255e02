import Ink

@testable import Recognition

/// Networks of all kinds of numbers, to compare kernels on.
enum RandomNetwork {
  enum Weights: CaseIterable {
    case random, largest, smallest
  }

  static func make(
    inputSize: Int = 32, channels: [Int] = [16, 32, 64], hidden: Int = 128, classes: Int = 6,
    weights: Weights = .random, seed: UInt64 = 1
  ) throws -> Network {
    let shape = NetworkShape(
      inputSize: inputSize, channels: channels, hidden: hidden, classes: classes)
    var random = SplitMix64(seed: seed)
    let layers = (0..<5).map { index in
      let (inputs, outputs) = (shape.inputs(ofLayer: index), shape.outputs(ofLayer: index))
      let values = (0..<inputs * outputs).map { _ in
        switch weights {
        case .random: Int8(random.index(255) - 127)
        case .largest: Int8(127)
        case .smallest: Int8(-127)
        }
      }
      // So that results spread over 0...127.
      let scale = Double(1 << 28) / (Double(inputs).squareRoot() * 50)
      return Layer(
        weights: values,
        bias: (0..<outputs).map { _ in Int32(random.index(20_001) - 10_000) },
        multipliers: (0..<outputs).map { _ in Int32(scale * random.uniform(0.2...2)) })
    }
    return try Network(inputSize: inputSize, layers: layers)
  }

  static func model(_ network: Network, temperatures: Temperatures = .none) throws -> Model {
    let names = (1..<network.classes).map { "shape-\($0)" }
    return try Model(
      labels: names + ["none"], network: network, temperatures: temperatures, name: "random",
      figures: [.init(name: "accuracy", value: .number(0.987654))])
  }

  static func pixels(_ size: Int, seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed)
    return (0..<size * size).map { _ in
      random.chance(0.6) ? 0 : random.chance(0.5) ? 127 : UInt8(random.index(128))
    }
  }
}
