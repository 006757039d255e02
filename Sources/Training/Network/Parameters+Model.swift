import Recognition

extension Parameters {
  /// The integer network that the rounded parameters stand for.
  ///
  /// - Precondition: rounding has begun, so that both sets of steps are known.
  func network(_ steps: WeightSteps, _ activations: ActivationSteps) throws -> Network {
    let used = used.base
    /// - Parameters:
    ///   - input, output: what one unit of the inputs and of the results stands for.
    ///   - weight: of an input and an output.
    func layer(
      _ steps: [Float], inputs: Int, bias: Int, input: Float, output: Float,
      weight: (_ input: Int, _ output: Int) -> Float
    ) -> Layer {
      var weights = [Int8](repeating: 0, count: inputs * steps.count)
      for row in 0..<inputs {
        for (column, step) in steps.enumerated() {
          weights[row * steps.count + column] = Int8((weight(row, column) / step).rounded())
        }
      }
      return Layer(
        weights: weights,
        bias: steps.enumerated().map { column, step in
          let units = (used[bias + column] / (step * input)).rounded()
          return Int32(min(max(units, -1e9), 1e9))
        },
        multipliers: steps.map { step in
          let share = Double(step) * Double(input) / Double(output)
          return Int32(min(max((share * 0x1p28).rounded(), 1), 2_147_483_647))
        })
    }
    let classes = shape.classCount
    return try Network(
      inputSize: shape.inputSize,
      layers: [
        layer(
          steps.first, inputs: 18, bias: shape.firstBiasDown, input: 1 / 127,
          output: activations.first
        ) { row, column in
          let tap = row / 2
          if row % 2 == 0 { return used[shape.firstWeights + column * 9 + tap] }
          // Only the middle of the pen's plane counts: it is the same everywhere.
          guard tap == 4 else { return 0 }
          return used[shape.firstBiasUp + column] - used[shape.firstBiasDown + column]
        },
        layer(
          steps.second, inputs: 144, bias: shape.secondBias, input: activations.first,
          output: activations.second
        ) { row, column in used[shape.secondWeights + column * 144 + row] },
        layer(
          steps.third, inputs: 288, bias: shape.thirdBias, input: activations.second,
          output: activations.third
        ) { row, column in used[shape.thirdWeights + column * 288 + row] },
        layer(
          steps.hidden, inputs: shape.features, bias: shape.hiddenBias, input: activations.third,
          output: activations.hidden
        ) { row, column in used[shape.hiddenWeights + row * NetworkShape.hidden + column] },
        layer(
          Array(steps.output[..<classes]), inputs: NetworkShape.hidden, bias: shape.outputBias,
          input: activations.hidden, output: 1 / 1_024
        ) { row, column in used[shape.outputWeights + row * shape.outputs + column] },
      ])
  }

  /// Takes over the weights of a model, to go on learning from there. Classes are matched by their
  /// names; new ones begin as they were.
  ///
  /// - Throws: `TrainingError.mismatch` when the networks differ in size.
  func adopt(_ model: Model, labels: [String]) throws {
    let network = model.network
    guard network.inputSize == shape.inputSize, network.channels == NetworkShape.channels,
      network.hidden == NetworkShape.hidden
    else {
      throw TrainingError.mismatch(
        "it sees \(network.inputSize) pixels a side and has \(network.channels) channels")
    }
    let weights = weights.base
    let layers = network.layers
    // What a unit stands for is not in the file: 1 for the last inputs of each layer gives the same
    // network, for ReLU does not mind a factor that the next layer takes back.
    let units: [Float] = [1 / 127, 1 / 32, 1 / 32, 1 / 32, 1 / 32]
    func real(_ layer: Int, _ row: Int, _ column: Int) -> Float {
      let output: Float = layer == 4 ? 1 / 1_024 : units[layer + 1]
      let step =
        Float(Double(layers[layer].multipliers[column]) * 0x1p-28) * output / units[layer]
      return Float(layers[layer].weights[row * layers[layer].outputs + column]) * step
    }
    func bias(_ layer: Int, _ column: Int) -> Float {
      let output: Float = layer == 4 ? 1 / 1_024 : units[layer + 1]
      return Float(
        Double(layers[layer].bias[column]) * Double(layers[layer].multipliers[column]) * 0x1p-28)
        * output
    }
    for column in 0..<16 {
      for tap in 0..<9 { weights[shape.firstWeights + column * 9 + tap] = real(0, tap * 2, column) }
      weights[shape.firstBiasDown + column] = bias(0, column)
      // The pen's plane holds 127 units, which stand for 1.
      weights[shape.firstBiasUp + column] = bias(0, column) + real(0, 9, column)
    }
    for (layer, start, inputs, biasStart) in [
      (1, shape.secondWeights, 144, shape.secondBias),
      (2, shape.thirdWeights, 288, shape.thirdBias),
    ] {
      for column in 0..<NetworkShape.channels[layer] {
        for row in 0..<inputs { weights[start + column * inputs + row] = real(layer, row, column) }
        weights[biasStart + column] = bias(layer, column)
      }
    }
    for column in 0..<NetworkShape.hidden {
      for row in 0..<shape.features {
        weights[shape.hiddenWeights + row * NetworkShape.hidden + column] = real(3, row, column)
      }
      weights[shape.hiddenBias + column] = bias(3, column)
    }
    for (column, label) in labels.enumerated() {
      guard let known = model.labels.firstIndex(of: label) else { continue }
      for row in 0..<NetworkShape.hidden {
        weights[shape.outputWeights + row * shape.outputs + column] = real(4, row, known)
      }
      weights[shape.outputBias + column] = bias(4, known)
    }
  }
}
