import Generation

/// Sizes of the autoencoder, and where each layer's weights lie among its parameters.
///
/// The encoder's inputs are features, one for each count of strokes, one for each shape; its outputs
/// the code's means, then the logarithms of its variances. The decoder's inputs are the code, then
/// the same. All widths are multiples of 16, as the kernels want them.
struct AutoencoderShape: Sendable {
  /// `[inputs][outputs]` weights from `start` on, then the outputs' biases.
  struct Layer: Sendable {
    let inputs, outputs, start: Int
    var bias: Int { start + inputs * outputs }
    var end: Int { bias + outputs }
  }

  let shapes, codeSize, hidden: Int
  let encoder, decoder: [Layer]
  let parameterCount: Int

  init(shapes: Int, codeSize: Int, hidden: Int) {
    precondition(hidden % 16 == 0 && Decoder.codeSizes ~= codeSize)
    self.shapes = shapes
    self.codeSize = codeSize
    self.hidden = hidden
    let room = Self.padded(codeSize)
    let condition = Layout.strokes.count + Self.padded(shapes)
    var end = 0
    func layer(_ inputs: Int, _ outputs: Int) -> Layer {
      let layer = Layer(inputs: inputs, outputs: outputs, start: end)
      end = layer.end
      return layer
    }
    encoder = [
      layer(Layout.features + condition, hidden), layer(hidden, hidden), layer(hidden, 2 * room),
    ]
    decoder = [
      layer(room + condition, hidden), layer(hidden, hidden), layer(hidden, Layout.features),
    ]
    parameterCount = end
  }

  static func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  /// Columns of the code in the decoder's input.
  var codeRoom: Int { Self.padded(codeSize) }
  var layers: [Layer] { encoder + decoder }

  /// Columns of the condition behind `start`: the count of strokes, the shape.
  func condition(from start: Int, strokeCount: Int, shape: Int) -> (Int, Int) {
    (start + strokeCount - 1, start + Layout.strokes.count + shape)
  }
}
