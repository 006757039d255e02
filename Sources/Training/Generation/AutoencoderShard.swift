import CKernels
import Generation
import Ink

/// A fixed part of a batch on its way through the autoencoder and back, with its own sum of
/// gradients, so that the result does not depend on the number of threads.
final class AutoencoderShard: @unchecked Sendable {
  // Safe to share: one thread at a time works on a shard.
  static let size = 16

  let shape: AutoencoderShape
  /// What there is to learn from: features `[drawing][feature]`, and what each counts.
  let features, importance: FloatBuffer
  var strokeCounts = [Int](repeating: 1, count: AutoencoderShard.size)
  var shapes = [Int](repeating: 0, count: AutoencoderShard.size)
  /// Normal numbers that move the codes, `[drawing][direction]`.
  let noise: FloatBuffer

  // Results.
  private(set) var loss = 0.0
  /// Means and logarithms of variances, `[drawing][2 * codeRoom]`.
  var codes: FloatBuffer { encoded[2] }
  /// What came out, `[drawing][feature]`.
  var output: FloatBuffer { decoded[2] }
  let gradient: FloatBuffer

  private let encoderInput, decoderInput: FloatBuffer
  /// The outputs of each layer, and their gradients.
  private let encoded, decoded, encodedGradient, decodedGradient: [FloatBuffer]
  private let codeGradient: FloatBuffer

  /// Logarithms of variances beyond are taken for these.
  static let logVariances: ClosedRange<Float> = -12...3

  init(shape: AutoencoderShape) {
    self.shape = shape
    func rows(_ width: Int) -> FloatBuffer { FloatBuffer(Self.size * width) }
    features = rows(Layout.features)
    importance = rows(Layout.features)
    noise = rows(shape.codeSize)
    gradient = FloatBuffer(shape.parameterCount)
    encoderInput = rows(shape.encoder[0].inputs)
    decoderInput = rows(shape.decoder[0].inputs)
    encoded = shape.encoder.map { rows($0.outputs) }
    decoded = shape.decoder.map { rows($0.outputs) }
    encodedGradient = shape.encoder.map { rows($0.outputs) }
    decodedGradient = shape.decoder.map { rows($0.outputs) }
    codeGradient = rows(shape.decoder[0].inputs)
  }
}

extension AutoencoderShard {
  func forward(_ kernels: ck_training_kernels, _ model: Autoencoder) {
    fillEncoder()
    run(kernels, model, shape.encoder, encoderInput, encoded)
    fillDecoder()
    run(kernels, model, shape.decoder, decoderInput, decoded)
    measure()
  }

  /// Adds nothing to what was there: the gradient is this batch's alone.
  func backward(_ kernels: ck_training_kernels, _ model: Autoencoder) {
    // Of the loss by the outputs; the mean over the batch.
    let scale = 1 / Float(Autoencoder.batchSize)
    let last = decodedGradient[2].base
    for index in 0..<Self.size * Layout.features {
      last[index] =
        importance.base[index] * (output.base[index] - features.base[index]) * scale
    }
    runBack(
      kernels, model, shape.decoder, firstLayer: 3, decoderInput, decoded, decodedGradient,
      inputGradient: codeGradient)
    codesBack(scale)
    runBack(
      kernels, model, shape.encoder, firstLayer: 0, encoderInput, encoded, encodedGradient,
      inputGradient: nil)
  }

  private func fillEncoder() {
    let width = shape.encoder[0].inputs
    encoderInput.fill(0)
    for drawing in 0..<Self.size {
      let row = encoderInput.base + drawing * width
      let values = features.base + drawing * Layout.features
      // The finer a cosine, the smaller it is: so all are seen alike.
      let layout = Layout(strokeCount: strokeCounts[drawing])
      for feature in 0..<Layout.features {
        row[feature] = values[feature] * layout.emphasis[feature]
      }
      setCondition(row, from: Layout.features, drawing)
    }
  }

  private func fillDecoder() {
    let (width, room) = (shape.decoder[0].inputs, shape.codeRoom)
    decoderInput.fill(0)
    for drawing in 0..<Self.size {
      let row = decoderInput.base + drawing * width
      let code = codes.base + drawing * 2 * room
      for direction in 0..<shape.codeSize {
        let deviation = Float(Portable.exp(Double(logVariance(code[room + direction])) / 2))
        row[direction] =
          code[direction] + noise.base[drawing * shape.codeSize + direction] * deviation
      }
      setCondition(row, from: room, drawing)
    }
  }

  private func setCondition(_ row: UnsafeMutablePointer<Float>, from start: Int, _ drawing: Int) {
    let (count, kind) = shape.condition(
      from: start, strokeCount: strokeCounts[drawing], shape: shapes[drawing])
    row[count] = 1
    row[kind] = 1
  }

  private func logVariance(_ raw: Float) -> Float {
    min(max(raw, Self.logVariances.lowerBound), Self.logVariances.upperBound)
  }

  /// Squared errors by what each counts, and the codes' divergence from a normal distribution.
  private func measure() {
    loss = 0
    for index in 0..<Self.size * Layout.features {
      let error = output.base[index] - features.base[index]
      loss += Double(importance.base[index] * error * error) / 2
    }
    for drawing in 0..<Self.size {
      let code = codes.base + drawing * 2 * shape.codeRoom
      for direction in 0..<shape.codeSize {
        let mean = Double(code[direction])
        let log = Double(logVariance(code[shape.codeRoom + direction]))
        loss += (Portable.exp(log) + mean * mean - 1 - log) / 2
      }
    }
  }

  /// From the decoder's inputs to the encoder's outputs.
  private func codesBack(_ scale: Float) {
    let room = shape.codeRoom
    encodedGradient[2].fill(0)
    for drawing in 0..<Self.size {
      let code = codes.base + drawing * 2 * room
      let to = encodedGradient[2].base + drawing * 2 * room
      let from = codeGradient.base + drawing * shape.decoder[0].inputs
      for direction in 0..<shape.codeSize {
        let mean = code[direction]
        to[direction] = from[direction] + mean * scale
        let log = code[room + direction]
        guard Self.logVariances ~= log else { continue }
        let variance = Float(Portable.exp(Double(log)))
        let moved = decoderInput.base[drawing * shape.decoder[0].inputs + direction] - mean
        to[room + direction] = from[direction] * moved / 2 + (variance - 1) / 2 * scale
      }
    }
  }
}

/// Layers of ReLU, the last without.
extension AutoencoderShard {
  private func run(
    _ kernels: ck_training_kernels, _ model: Autoencoder, _ layers: [AutoencoderShape.Layer],
    _ input: FloatBuffer, _ outputs: [FloatBuffer]
  ) {
    var before = input
    for (index, layer) in layers.enumerated() {
      let to = outputs[index].base
      let bias = model.weights.base + layer.bias
      for drawing in 0..<Self.size {
        (to + drawing * layer.outputs).update(from: bias, count: layer.outputs)
      }
      kernels.gemm(
        Int32(Self.size), Int32(layer.outputs), Int32(layer.inputs), before.base, layer.inputs, 1,
        model.weights.base + layer.start, layer.outputs, to, layer.outputs, 1)
      if index + 1 < layers.count {
        for place in 0..<Self.size * layer.outputs { to[place] = max(to[place], 0) }
      }
      before = outputs[index]
    }
  }

  private func runBack(
    _ kernels: ck_training_kernels, _ model: Autoencoder, _ layers: [AutoencoderShape.Layer],
    firstLayer: Int, _ input: FloatBuffer, _ outputs: [FloatBuffer], _ gradients: [FloatBuffer],
    inputGradient: FloatBuffer?
  ) {
    for index in layers.indices.reversed() {
      let layer = layers[index]
      let from = gradients[index].base
      let before = index > 0 ? outputs[index - 1] : input
      // Weights: inputs, transposed, times gradients.
      kernels.gemm(
        Int32(layer.inputs), Int32(layer.outputs), Int32(Self.size), before.base, 1, layer.inputs,
        from, layer.outputs, gradient.base + layer.start, layer.outputs, 0)
      let bias = gradient.base + layer.bias
      for column in 0..<layer.outputs {
        var sum: Float = 0
        for drawing in 0..<Self.size { sum += from[drawing * layer.outputs + column] }
        bias[column] = sum
      }
      guard let to = index > 0 ? gradients[index - 1] : inputGradient else { continue }
      kernels.gemm(
        Int32(Self.size), Int32(layer.inputs), Int32(layer.outputs), from, layer.outputs, 1,
        model.transposed[firstLayer + index].base, layer.inputs, to.base, layer.inputs, 0)
      guard index > 0 else { continue }
      // Where ReLU let nothing through, nothing goes back.
      for place in 0..<Self.size * layer.inputs where before.base[place] <= 0 {
        to.base[place] = 0
      }
    }
  }
}
