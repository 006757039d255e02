import Generation
import Ink

@testable import Training

/// The autoencoder's loss as it is defined, in doubles and without a thought for speed.
struct NaiveAutoencoder {
  let shape: AutoencoderShape
  var parameters: [Double]

  /// What a shard holds, one of its drawings.
  struct Drawing {
    let features, importance, emphasis, noise: [Double]
    let strokeCount, shape: Int
  }

  private func layer(_ layer: AutoencoderShape.Layer, _ input: [Double]) -> [Double] {
    (0..<layer.outputs).map { column in
      var sum = parameters[layer.bias + column]
      for row in 0..<layer.inputs {
        sum += input[row] * parameters[layer.start + row * layer.outputs + column]
      }
      return sum
    }
  }

  private func network(_ layers: [AutoencoderShape.Layer], _ input: [Double]) -> [Double] {
    let first = layer(layers[0], input).map { max($0, 0) }
    let second = layer(layers[1], first).map { max($0, 0) }
    return layer(layers[2], second)
  }

  private func condition(_ drawing: Drawing, _ width: Int) -> [Double] {
    var row = [Double](repeating: 0, count: width)
    row[drawing.strokeCount - 1] = 1
    row[Layout.strokes.count + drawing.shape] = 1
    return row
  }

  func loss(_ drawings: [Drawing]) -> Double {
    var loss = 0.0
    let width = shape.encoder[0].inputs - Layout.features
    for drawing in drawings {
      let seen = zip(drawing.features, drawing.emphasis).map { $0 * $1 }
      let encoded = network(shape.encoder, seen + condition(drawing, width))
      var code = [Double](repeating: 0, count: shape.codeRoom)
      for direction in 0..<shape.codeSize {
        let (mean, log) = (encoded[direction], encoded[shape.codeRoom + direction])
        code[direction] = mean + drawing.noise[direction] * Portable.exp(log / 2)
        loss += (Portable.exp(log) + mean * mean - 1 - log) / 2
      }
      let decoded = network(shape.decoder, code + condition(drawing, width))
      for feature in decoded.indices {
        let error = decoded[feature] - drawing.features[feature]
        loss += drawing.importance[feature] * error * error / 2
      }
    }
    return loss / Double(drawings.count)
  }
}
