@testable import Recognition

/// A network as its definition reads: no padding, no packing, no kernel.
struct ReferenceNetwork {
  let network: Network

  func logits(_ pixels: [UInt8], isPenUp: Bool) -> [Int64] {
    var activations = pixels.flatMap { pixel -> [Int64] in [Int64(pixel), isPenUp ? 127 : 0] }
    var size = network.inputSize
    for layer in network.layers[..<3] {
      activations = convolved(activations, size, layer)
      size /= 2
    }
    let hidden = dense(activations, network.layers[3]).map { min(max($0, 0), 127) }
    return dense(hidden, network.layers[4])
  }

  private func requantised(_ sum: Int64, _ layer: Layer, _ output: Int) -> Int64 {
    let product = (sum + Int64(layer.bias[output])) * Int64(layer.multipliers[output])
    return (product + (1 << 27)) >> 28
  }

  private func dense(_ inputs: [Int64], _ layer: Layer) -> [Int64] {
    (0..<layer.outputs).map { output in
      var sum: Int64 = 0
      for (index, input) in inputs.enumerated() {
        sum += input * Int64(layer.weights[index * layer.outputs + output])
      }
      return requantised(sum, layer, output)
    }
  }

  /// Each pixel is made a result first and the largest of four taken then: the order of the
  /// definition, where the kernels do the opposite.
  private func convolved(_ input: [Int64], _ size: Int, _ layer: Layer) -> [Int64] {
    let (inputs, outputs) = (input.count / (size * size), layer.outputs)
    var result = [Int64](repeating: 0, count: size * size / 4 * outputs)
    for y in 0..<size {
      for x in 0..<size {
        for output in 0..<outputs {
          var sum: Int64 = 0
          for ky in 0..<3 where 0..<size ~= y + ky - 1 {
            for kx in 0..<3 where 0..<size ~= x + kx - 1 {
              let pixel = ((y + ky - 1) * size + x + kx - 1) * inputs
              for channel in 0..<inputs {
                let weight = ((ky * 3 + kx) * inputs + channel) * outputs + output
                sum += input[pixel + channel] * Int64(layer.weights[weight])
              }
            }
          }
          let value = min(max(requantised(sum, layer, output), 0), 127)
          let place = (y / 2 * (size / 2) + x / 2) * outputs + output
          result[place] = max(result[place], value)
        }
      }
    }
    return result
  }
}
