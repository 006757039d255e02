import CKernels

/// The memory that a forward pass works in, made once.
struct ForwardPass: Sendable {
  /// The logits of the last `run`, by class, in 1/1024 nat.
  private(set) var logits: [Int64]

  private let network: PackedNetwork
  /// The planes one behind the other; the borders of the first three are never written.
  private var planes: [UInt8]
  /// Where each of the five begins: the input, what the three convolutions make, the hidden layer.
  private let starts: [Int]
  private var sums: [Int32]

  init(_ network: PackedNetwork) {
    self.network = network
    let laneSize = network.kernel.laneSize
    var starts: [Int] = []
    var end = 0
    for stage in network.convolutions {
      starts.append(end)
      let side = Int(stage.size) + 2
      end += (side * side * Int(stage.stride) + Int(INFER_SLACK)) * laneSize
    }
    starts.append(end)
    end += (Int(network.hidden.inputs) + Int(INFER_SLACK)) * laneSize
    starts.append(end)
    end += (Int(network.hidden.outputs) + Int(INFER_SLACK)) * laneSize
    self.starts = starts
    planes = [UInt8](repeating: 0, count: end)
    sums = [Int32](
      repeating: 0, count: Int(max(network.hidden.outputs, network.output.outputs)))
    logits = [Int64](repeating: 0, count: network.classes)
  }

  /// The hidden layer of the last `run`.
  var hidden: [UInt8] {
    let laneSize = network.kernel.laneSize
    // Lanes are little-endian, and none holds more than 127.
    return (0..<Int(network.hidden.outputs)).map { planes[starts[4] + $0 * laneSize] }
  }

  /// - Parameter pixels: `[size][size]`, 0...127.
  mutating func run(_ pixels: [UInt8], isPenUp: Bool) {
    let (network, kernel) = (network, network.kernel.code)
    precondition(pixels.count == network.inputSize * network.inputSize)
    planes.withUnsafeMutableBytes { memory in
      let planes = memory.baseAddress!
      sums.withUnsafeMutableBufferPointer { buffer in
        let sums = buffer.baseAddress!
        infer_input(
          kernel, Int32(network.inputSize), pixels, isPenUp ? 1 : 0, planes + starts[0])
        for index in 0..<3 {
          withUnsafePointer(to: network.convolutions[index]) {
            infer_convolve(kernel, $0, planes + starts[index], planes + starts[index + 1])
          }
        }
        let (hidden, output) = (network.hidden, network.output)
        infer_dense(
          kernel, hidden.inputs, hidden.outputs, hidden.weights, hidden.bias, planes + starts[3],
          sums)
        infer_requantise(kernel, hidden.outputs, sums, hidden.multipliers, planes + starts[4])
        infer_dense(
          kernel, output.inputs, output.outputs, output.weights, output.bias, planes + starts[4],
          sums)
        for index in 0..<network.classes {
          let product = Int64(sums[index]) * Int64(output.multipliers[index])
          logits[index] = (product + 1 << 27) >> 28
        }
      }
    }
  }
}
