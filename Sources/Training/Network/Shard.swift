import CKernels
import Ink

/// A fixed part of a batch: its images on their way forward, and its own sum of gradients.
///
/// Gradients are summed within a shard in the images' order and the shards' sums in the shards'
/// order, so that the result does not depend on how many threads take part.
final class Shard: @unchecked Sendable {
  // Safe to share: one thread at a time works on a shard.
  static let size = 8

  let shape: NetworkShape
  /// What there is to learn from; `count` of them are used.
  var images: [UInt8]
  var isUp = [Bool](repeating: false, count: Shard.size)
  var labels = [Int](repeating: 0, count: Shard.size)
  var count = 0

  // Results.
  private(set) var loss = 0.0
  private(set) var correct = 0
  /// Class by class for each image: logits, later their gradients.
  let logits: FloatBuffer
  /// Sums of gradients of all parameters but the hidden layer's weights.
  let gradient: FloatBuffer
  /// The hidden layer's inputs `[image][feature]` and its outputs' gradients `[image][unit]`.
  let features, hiddenGradient: FloatBuffer

  private let padded, first, second: [FloatBuffer]
  private let hidden, featureGradient, firstGradient, secondGradient, scratch: FloatBuffer
  private var places: [[UInt8]]

  init(shape: NetworkShape) {
    self.shape = shape
    let side = shape.inputSize
    func room(_ side: Int, _ channels: Int) -> Int { (side + 2) * (side + 2) * channels }
    func each(_ count: Int) -> [FloatBuffer] { (0..<Shard.size).map { _ in FloatBuffer(count) } }
    images = [UInt8](repeating: 0, count: Shard.size * side * side)
    logits = FloatBuffer(Shard.size * shape.outputs)
    gradient = FloatBuffer(shape.hiddenWeights)
    features = FloatBuffer(Shard.size * shape.features)
    hiddenGradient = FloatBuffer(Shard.size * NetworkShape.hidden)
    padded = each(room(side, 1))
    first = each(room(side / 2, 16))
    second = each(room(side / 4, 32))
    hidden = FloatBuffer(Shard.size * NetworkShape.hidden)
    featureGradient = FloatBuffer(Shard.size * shape.features)
    firstGradient = FloatBuffer(room(side / 2, 16))
    secondGradient = FloatBuffer(room(side / 4, 32))
    scratch = FloatBuffer(ck_conv_scratch(32, 64))
    let placeCount = side * side / 4 * 16 + side * side / 16 * 32 + side * side / 64 * 64
    places = (0..<Shard.size).map { _ in [UInt8](repeating: 0, count: placeCount) }
  }

  func forward(_ kernels: ck_training_kernels, _ parameters: Parameters, _ steps: ActivationSteps) {
    let used = parameters.used.base
    let side = shape.inputSize
    for index in 0..<count {
      let row = side + 2
      for y in 0..<side {
        let to = padded[index].base + (y + 1) * row + 1
        let from = (index * side + y) * side
        for x in 0..<side { to[x] = Float(images[from + x]) * (1 / 127) }
      }
      places[index].withUnsafeMutableBufferPointer { places in
        let bias = used + (isUp[index] ? shape.firstBiasUp : shape.firstBiasDown)
        let secondPlaces = places.baseAddress! + side * side / 4 * 16
        kernels.first_forward(
          Int32(side), padded[index].base, used + shape.firstWeights, bias, steps.first,
          first[index].base, places.baseAddress!)
        kernels.conv_forward(
          Int32(side / 2), 16, 32, first[index].base, parameters.secondTransformed.base,
          used + shape.secondBias, steps.second, second[index].base, 1, secondPlaces, scratch.base)
        kernels.conv_forward(
          Int32(side / 4), 32, 64, second[index].base, parameters.thirdTransformed.base,
          used + shape.thirdBias, steps.third, features.base + index * shape.features, 0,
          secondPlaces + side * side / 16 * 32, scratch.base)
      }
    }
    let units = NetworkShape.hidden
    for index in 0..<count {
      (hidden.base + index * units).update(from: used + shape.hiddenBias, count: units)
      (logits.base + index * shape.outputs).update(
        from: used + shape.outputBias, count: shape.outputs)
    }
    kernels.gemm(
      Int32(count), Int32(units), Int32(shape.features), features.base, shape.features, 1,
      used + shape.hiddenWeights, units, hidden.base, units, 1)
    for index in 0..<count * units { hidden.base[index] = activation(hidden.base[index], steps) }
    kernels.gemm(
      Int32(count), Int32(shape.outputs), Int32(units), hidden.base, units, 1,
      used + shape.outputWeights, shape.outputs, logits.base, shape.outputs, 1)
  }

  private func activation(_ sum: Float, _ steps: ActivationSteps) -> Float {
    guard steps.hidden > 0 else { return max(sum, 0) }
    return min(max((sum / steps.hidden).rounded(.toNearestOrEven), 0), 127) * steps.hidden
  }

  /// Cross entropy, and the gradients of everything; the hidden layer's weights' are left to who
  /// has all shards, from `features` and `hiddenGradient`.
  ///
  /// - Parameter scale: what one image's loss counts, usually 1 / images in the batch.
  func backward(
    _ kernels: ck_training_kernels, _ parameters: Parameters, _ steps: ActivationSteps,
    scale: Float
  ) {
    gradient.fill(0)
    measureLoss(scale: scale)
    guard count > 0 else { return }
    let (units, outputs) = (NetworkShape.hidden, shape.outputs)
    kernels.gemm(
      Int32(units), Int32(outputs), Int32(count), hidden.base, 1, units, logits.base, outputs,
      gradient.base + shape.outputWeights, outputs, 0)
    kernels.gemm(
      Int32(count), Int32(units), Int32(outputs), logits.base, outputs, 1,
      parameters.outputTransposed.base, units, hiddenGradient.base, units, 0)
    let most = steps.hidden > 0 ? steps.hidden * 127 : .infinity
    for index in 0..<count {
      for unit in 0..<units {
        let place = index * units + unit
        let passes = hidden.base[place] > 0 && hidden.base[place] < most
        if !passes { hiddenGradient.base[place] = 0 }
        gradient.base[shape.hiddenBias + unit] += hiddenGradient.base[place]
      }
      for column in 0..<outputs {
        gradient.base[shape.outputBias + column] += logits.base[index * outputs + column]
      }
    }
    kernels.gemm(
      Int32(count), Int32(shape.features), Int32(units), hiddenGradient.base, units, 1,
      parameters.hiddenTransposed.base, shape.features, featureGradient.base, shape.features, 0)
    for index in 0..<count { convolutionsBackward(index, kernels, parameters) }
  }

  private func convolutionsBackward(
    _ index: Int, _ kernels: ck_training_kernels, _ parameters: Parameters
  ) {
    let (used, sums, side) = (parameters.used.base, gradient.base, shape.inputSize)
    secondGradient.fill(0)
    firstGradient.fill(0)
    places[index].withUnsafeBufferPointer { places in
      let secondPlaces = places.baseAddress! + side * side / 4 * 16
      kernels.conv_backward(
        Int32(side / 4), 32, 64, second[index].base, used + shape.thirdWeights,
        featureGradient.base + index * shape.features, 0,
        secondPlaces + side * side / 16 * 32, sums + shape.thirdWeights, sums + shape.thirdBias,
        secondGradient.base)
      kernels.conv_backward(
        Int32(side / 2), 16, 32, first[index].base, used + shape.secondWeights,
        secondGradient.base, 1, secondPlaces, sums + shape.secondWeights, sums + shape.secondBias,
        firstGradient.base)
      kernels.first_backward(
        Int32(side), padded[index].base, firstGradient.base, places.baseAddress!,
        sums + shape.firstWeights,
        sums + (isUp[index] ? shape.firstBiasUp : shape.firstBiasDown))
    }
  }

  /// Turns logits into the gradients of the loss by them.
  private func measureLoss(scale: Float) {
    loss = 0
    correct = 0
    for index in 0..<count {
      let row = logits.base + index * shape.outputs
      var best = 0
      for column in 1..<shape.classCount where row[column] > row[best] { best = column }
      if best == labels[index] { correct += 1 }
      let most = row[best]
      var sum = 0.0
      for column in 0..<shape.classCount { sum += Portable.exp(Double(row[column] - most)) }
      loss -= Double(row[labels[index]] - most) - Portable.log(sum)
      for column in 0..<shape.outputs {
        let share =
          column < shape.classCount ? Float(Portable.exp(Double(row[column] - most)) / sum) : 0
        row[column] = (share - (column == labels[index] ? 1 : 0)) * scale
      }
    }
  }

  /// The largest value of each layer's outputs, summed over the images: by it the steps are set.
  func largestActivations() -> SIMD4<Float> {
    var sum = SIMD4<Float>()
    func largest(_ base: UnsafeMutablePointer<Float>, _ count: Int) -> Float {
      UnsafeBufferPointer(start: base, count: count).max() ?? 0
    }
    for index in 0..<count {
      sum += SIMD4(
        largest(first[index].base, first[index].count),
        largest(second[index].base, second[index].count),
        largest(features.base + index * shape.features, shape.features),
        largest(hidden.base + index * NetworkShape.hidden, NetworkShape.hidden))
    }
    return sum
  }
}
