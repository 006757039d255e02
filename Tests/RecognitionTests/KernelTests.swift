import CKernels
import Ink
import Testing

@testable import Recognition

@Suite struct KernelTests {
  static let kernels = Kernel.allCases.filter(\.isSupported)

  private func logits(_ network: Network, _ kernel: Kernel, _ pixels: [UInt8], _ isUp: Bool)
    -> [Int64]
  {
    var pass = ForwardPass(PackedNetwork(network, kernel: kernel))
    pass.run(pixels, isPenUp: !isUp)
    // A second run must not see what the first left behind.
    pass.run(pixels, isPenUp: isUp)
    return pass.logits
  }

  @Test(arguments: kernels)
  func `a kernel gives what the definition says, bit for bit`(kernel: Kernel) throws {
    let network = try RandomNetwork.make()
    for seed in 0..<3 as Range<UInt64> {
      let pixels = RandomNetwork.pixels(32, seed: seed)
      for isUp in [false, true] {
        let expected = ReferenceNetwork(network: network).logits(pixels, isPenUp: isUp)
        #expect(logits(network, kernel, pixels, isUp) == expected)
        #expect(expected.contains { $0 != expected[0] })
      }
    }
  }

  @Test(arguments: kernels)
  func `a kernel gives what plain loops give on any size`(kernel: Kernel) throws {
    let sizes: [(Int, [Int], Int, Int)] = [
      (16, [1, 1, 1], 1, 2), (24, [5, 17, 33], 30, 64), (40, [16, 8, 48], 100, 17),
      (64, [16, 32, 64], 128, 6), (128, [8, 16, 16], 64, 10),
    ]
    for (seed, (size, channels, hidden, classes)) in sizes.enumerated() {
      let network = try RandomNetwork.make(
        inputSize: size, channels: channels, hidden: hidden, classes: classes, seed: UInt64(seed))
      let pixels = RandomNetwork.pixels(size, seed: UInt64(seed))
      #expect(
        logits(network, kernel, pixels, true) == logits(network, .naive, pixels, true))
    }
  }

  @Test(arguments: kernels, RandomNetwork.Weights.allCases)
  func `nothing saturates before its time`(kernel: Kernel, weights: RandomNetwork.Weights) throws {
    let network = try RandomNetwork.make(weights: weights)
    for pixels in [[UInt8](repeating: 127, count: 1_024), [UInt8](repeating: 0, count: 1_024)] {
      let expected = ReferenceNetwork(network: network).logits(pixels, isPenUp: true)
      #expect(logits(network, kernel, pixels, true) == expected)
    }
  }

  @Test(arguments: kernels)
  func `the largest network there can be keeps within its sums`(kernel: Kernel) throws {
    // 65,536 inputs at 127 times 127, and the largest bias: just below 2^31.
    let (inputs, outputs) = (65_536, 16)
    let weights = [Int8](repeating: 127, count: inputs * outputs)
    let size = infer_packed_size(kernel.code, 1, 1, Int32(inputs), Int32(outputs))
    var packed = [UInt8](repeating: 0, count: Int(size))
    infer_pack(kernel.code, 1, 1, Int32(inputs), Int32(inputs), Int32(outputs), weights, &packed)
    var lanes = [UInt8](repeating: 0, count: (inputs + 16) * kernel.laneSize)
    for lane in 0..<inputs { lanes[lane * kernel.laneSize] = 127 }
    var sums = [Int32](repeating: 0, count: outputs)
    let bias = [Int32](repeating: Network.Limits.bias, count: outputs)
    infer_dense(kernel.code, Int32(inputs), Int32(outputs), packed, bias, lanes, &sums)
    #expect(sums == [Int32](repeating: 65_536 * 127 * 127 + 1 << 30, count: outputs))
  }

  /// One convolution whose sums are its biases: the input is empty.
  private func requantised(_ kernel: Kernel, _ sums: [Int32], _ multipliers: [Int32]) -> [UInt8] {
    let packed = [UInt8](repeating: 0, count: 16_384)
    let input = [UInt8](repeating: 0, count: 4_096)
    var output = [UInt8](repeating: 255, count: 16 * kernel.laneSize)
    sums.withUnsafeBufferPointer { sums in
      multipliers.withUnsafeBufferPointer { multipliers in
        packed.withUnsafeBytes { weights in
          var stage = infer_stage(
            size: 2, stride: 16, outputs: 16, border: 0, weights: weights.baseAddress,
            bias: sums.baseAddress, multipliers: multipliers.baseAddress)
          infer_convolve(kernel.code, &stage, input, &output)
        }
      }
    }
    return (0..<16).map { output[$0 * kernel.laneSize] }
  }

  @Test(arguments: kernels)
  func `sums become activations exactly, ties upwards and negative ones to zero`(
    kernel: Kernel
  ) {
    let half: Int32 = 1 << 27
    let sums: [Int32] = [
      0, 1, 2, 3, 5, 253, 254, 255, -1, -2, -1_000_000, .min, .max, .max, 7, 1 << 30,
    ]
    var multipliers = [Int32](repeating: half, count: 16)
    multipliers[13] = .max
    multipliers[14] = 1
    multipliers[15] = 16
    // Halves: 0.5, 1.5, 2.5 and 126.5 go up; 16 * 2^30 / 2^28 is 64.
    let expected: [UInt8] = [0, 1, 1, 2, 3, 127, 127, 127, 0, 0, 0, 0, 127, 127, 0, 64]
    #expect(requantised(kernel, sums, multipliers) == expected)

    // Just below and just at a tie, with an odd multiplier.
    let odd: Int32 = 3_000_001
    let values: [Int32] = (0..<16).map { step in
      let tie = (Int64(2 * step + 1) << 27) / Int64(odd)
      return Int32(tie) + Int32(step & 1)
    }
    let exact = values.map { UInt8((Int64($0) * Int64(odd) + 1 << 27) >> 28) }
    #expect(requantised(kernel, values, [Int32](repeating: odd, count: 16)) == exact)
  }

  @Test func `the best kernel is one that this machine has`() {
    #expect(Kernel.best.isSupported)
    #expect(Kernel.naive.isSupported)
  }
}
