import Ink
import Recognition

@testable import Training

/// The network by its definition, in double precision and from the same flat parameters.
struct NaiveNetwork {
  let shape: Training.NetworkShape
  var parameters: [Double]

  init(_ parameters: Parameters) {
    shape = parameters.shape
    self.parameters = parameters.weights.values.map(Double.init)
  }

  struct Image {
    let pixels: [UInt8]
    let isUp: Bool
    let label: Int
  }

  /// Mean cross entropy in nats.
  func loss(_ images: [Image]) -> Double {
    images.reduce(0) { sum, image in
      let logits = logits(image)
      let most = logits.max()!
      let odds = logits.reduce(0) { $0 + Portable.exp($1 - most) }
      return sum + Portable.log(odds) - (logits[image.label] - most)
    } / Double(images.count)
  }

  func logits(_ image: Image) -> [Double] {
    var values = image.pixels.map { Double($0) / 127 }
    var (side, channels) = (shape.inputSize, 1)
    let biases = [
      image.isUp ? shape.firstBiasUp : shape.firstBiasDown, shape.secondBias, shape.thirdBias,
    ]
    for (stage, weights) in [shape.firstWeights, shape.secondWeights, shape.thirdWeights]
      .enumerated()
    {
      let outputs = [16, 32, 64][stage]
      values = convolve(values, side, channels, outputs, weights, biases[stage])
      (side, channels) = (side / 2, outputs)
    }
    let hidden = dense(values, 128, 128, shape.hiddenWeights, shape.hiddenBias).map { max($0, 0) }
    return dense(hidden, shape.classCount, shape.outputs, shape.outputWeights, shape.outputBias)
  }

  private func dense(_ input: [Double], _ count: Int, _ row: Int, _ weights: Int, _ bias: Int)
    -> [Double]
  {
    var sums = Array(parameters[bias..<bias + count])
    parameters.withUnsafeBufferPointer { parameters in
      for (index, value) in input.enumerated() where value != 0 {
        for column in 0..<count {
          sums[column] += value * parameters[weights + index * row + column]
        }
      }
    }
    return sums
  }

  private func convolve(
    _ input: [Double], _ side: Int, _ cin: Int, _ cout: Int, _ weights: Int, _ bias: Int
  ) -> [Double] {
    var output = [Double](repeating: 0, count: side / 2 * (side / 2) * cout)
    parameters.withUnsafeBufferPointer { parameters in
      input.withUnsafeBufferPointer { input in
        for y in 0..<side {
          for x in 0..<side {
            for channel in 0..<cout {
              var sum = parameters[bias + channel]
              for ky in max(1 - y, 0)...min(2, side - y) {
                for kx in max(1 - x, 0)...min(2, side - x) {
                  let from = ((y + ky - 1) * side + x + kx - 1) * cin
                  let weight = weights + ((channel * 3 + ky) * 3 + kx) * cin
                  for i in 0..<cin { sum += input[from + i] * parameters[weight + i] }
                }
              }
              let to = (y / 2 * (side / 2) + x / 2) * cout + channel
              output[to] = max(output[to], sum)
            }
          }
        }
      }
    }
    return output
  }
}
