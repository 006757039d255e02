import CKernels

/// A network's weights in the order of a kernel, with its biases and multipliers.
final class PackedNetwork: @unchecked Sendable {
  // Safe to share: the memory is written in `init` and only read afterwards.
  private let memory: UnsafeMutableRawPointer

  let kernel: Kernel
  let inputSize: Int
  let classes: Int
  let convolutions: [infer_stage]
  let hidden, output: DenseLayer

  /// Where the parts of a dense layer lie; its sizes in lanes.
  struct DenseLayer {
    let inputs, outputs: Int32
    let weights: UnsafeRawPointer
    let bias, multipliers: UnsafePointer<Int32>
  }

  init(_ network: Network, kernel: Kernel) {
    self.kernel = kernel
    inputSize = network.inputSize
    classes = network.classes
    let windows = Self.windows(of: network)
    var size = 0
    for (window, layer) in zip(windows, network.layers) {
      size += Self.sizes(of: window, layer.outputs, kernel).total
    }
    memory = .allocate(byteCount: size, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)

    var place = memory
    var convolutions: [infer_stage] = []
    var dense: [DenseLayer] = []
    for (index, (window, layer)) in zip(windows, network.layers).enumerated() {
      let outputs = Int32(paddedChannels(layer.outputs))
      let sizes = Self.sizes(of: window, layer.outputs, kernel)
      let weights = place
      let bias = (place + sizes.weights).bindMemory(to: Int32.self, capacity: Int(outputs))
      let multipliers = (place + sizes.weights + sizes.numbers)
        .bindMemory(to: Int32.self, capacity: Int(outputs))
      infer_pack(
        kernel.code, window.rows, window.taps, window.stride, window.inputs,
        Int32(layer.outputs), layer.weights, weights)
      for (output, value) in layer.bias.enumerated() { bias[output] = value }
      for (output, value) in layer.multipliers.enumerated() { multipliers[output] = value }
      if index < 3 {
        convolutions.append(
          infer_stage(
            size: Int32(network.inputSize >> index), stride: window.stride, outputs: outputs,
            border: index < 2 ? 1 : 0, weights: weights, bias: bias, multipliers: multipliers))
      } else {
        dense.append(
          DenseLayer(
            inputs: window.taps * window.stride, outputs: outputs, weights: weights, bias: bias,
            multipliers: multipliers))
      }
      place += sizes.total
    }
    self.convolutions = convolutions
    hidden = dense[0]
    output = dense[1]
  }

  deinit { memory.deallocate() }

  /// What an output sees: `taps` pixels in each of `rows` rows, `inputs` channels of each, `stride`
  /// lanes from one pixel to the next.
  private struct Window {
    var rows, taps, inputs, stride: Int32
  }

  private static func windows(of network: Network) -> [Window] {
    let channels = network.channels.map { Int32($0) }
    let strides = network.channels.map { Int32(paddedChannels($0)) }
    let planes = Int32(Network.inputPlanes)
    let pixels = Int32((network.inputSize / 8) * (network.inputSize / 8))
    let hidden = Int32(network.hidden)
    return [
      Window(rows: 3, taps: 3, inputs: planes, stride: planes),
      Window(rows: 3, taps: 3, inputs: channels[0], stride: strides[0]),
      Window(rows: 3, taps: 3, inputs: channels[1], stride: strides[1]),
      Window(rows: 1, taps: pixels, inputs: channels[2], stride: strides[2]),
      Window(rows: 1, taps: 1, inputs: hidden, stride: Int32(paddedChannels(network.hidden))),
    ]
  }

  /// Bytes of a layer's weights and of its biases or multipliers; each is a multiple of 64, so that
  /// no vector crosses a line of the cache.
  private static func sizes(
    of window: Window, _ outputs: Int, _ kernel: Kernel
  ) -> (weights: Int, numbers: Int, total: Int) {
    let weights = Int(
      infer_packed_size(kernel.code, window.rows, window.taps, window.stride, Int32(outputs)))
    let rounded = (weights + 63) / 64 * 64
    let numbers = paddedChannels(outputs) * 4
    return (rounded, numbers, rounded + 2 * numbers)
  }
}
