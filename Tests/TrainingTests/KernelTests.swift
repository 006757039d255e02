import CKernels
import Ink
import Testing

@Suite struct KernelTests {
  @Test(arguments: KernelSet.all)
  func `a product of matrices of any size, from rows or columns, is what the definition says`(
    set: KernelSet
  ) {
    var numbers = WholeNumbers(seed: 1)
    for (m, n, k) in [(1, 16, 1), (3, 48, 7), (8, 32, 5), (13, 16, 129), (17, 64, 31)] {
      for isTransposed in [false, true] {
        for accumulates in [false, true] {
          let a = numbers.values(m * k, within: 9)
          // Rows of b and c are longer than what counts.
          let b = numbers.values(k * (n + 16), within: 9)
          let before = numbers.values(m * (n + 32), within: 9)
          var c = before
          set.kernels.gemm(
            Int32(m), Int32(n), Int32(k), a, isTransposed ? 1 : k, isTransposed ? m : 1, b, n + 16,
            &c, n + 32, accumulates ? 1 : 0)
          var expected = before
          for row in 0..<m {
            for column in 0..<n {
              var sum = accumulates ? before[row * (n + 32) + column] : 0
              for i in 0..<k {
                sum += a[isTransposed ? i * m + row : row * k + i] * b[i * (n + 16) + column]
              }
              expected[row * (n + 32) + column] = sum
            }
          }
          #expect(c == expected)
        }
      }
    }
  }

  @Test(arguments: KernelSet.all, [0, 0.25, 1] as [Float])
  func `the first stage and its gradients are what the definition says`(
    set: KernelSet, scale: Float
  ) {
    var numbers = WholeNumbers(seed: 2)
    let side = 12
    let image = numbers.padded(side: side, channels: 1, within: 3)
    let stage = NaiveStage(
      side: side, cin: 1, cout: 16, weights: numbers.values(144, within: 5),
      bias: numbers.values(16, within: 20), scale: scale)
    var places = [UInt8](repeating: 9, count: 6 * 6 * 16)
    var out = [Float](repeating: 0, count: 8 * 8 * 16)
    // Vectors read a little beyond the last pixel.
    let roomy = image + [Float](repeating: 0, count: 32)
    set.kernels.first_forward(
      Int32(side), roomy, stage.weights, stage.bias, scale, &out, &places)
    let expected = stage.forward(image)
    #expect(out == stage.bordered(expected.out, by: 1))
    #expect(places == expected.places)
    #expect(places.contains(4) && places.contains(3))

    let gradient = numbers.values(6 * 6 * 16, within: 4)
    var (byWeights, byBias) = (numbers.values(144, within: 4), numbers.values(16, within: 4))
    let known = stage.backward(image, gradient, places)
    let (sumWeights, sumBias) = (
      zip(byWeights, known.weights).map(+), zip(byBias, known.bias).map(+)
    )
    set.kernels.first_backward(
      Int32(side), roomy, stage.bordered(gradient, by: 1), places, &byWeights, &byBias)
    #expect(byWeights == sumWeights)
    #expect(byBias == sumBias)
  }

  @Test(arguments: KernelSet.all, [0, 1])
  func `a later stage and its gradients are what the definition says`(set: KernelSet, border: Int) {
    var numbers = WholeNumbers(seed: 3)
    for (side, cin, cout, scale) in [
      (4, 16, 16, 0), (6, 16, 32, 0.5), (10, 32, 64, 4), (16, 32, 16, 0),
    ] as [(Int, Int, Int, Float)] {
      let input = numbers.padded(side: side, channels: cin, within: 3)
      let stage = NaiveStage(
        side: side, cin: cin, cout: cout, weights: numbers.values(cout * 9 * cin, within: 4),
        bias: numbers.values(cout, within: 20), scale: scale)
      var transformed = [Float](repeating: 0, count: 16 * cin * cout)
      set.kernels.transform_weights(Int32(cin), Int32(cout), stage.weights, &transformed)
      let half = side / 2
      var out = [Float](repeating: 0, count: (half + 2 * border) * (half + 2 * border) * cout)
      var places = [UInt8](repeating: 9, count: half * half * cout)
      var scratch = [Float](repeating: 0, count: ck_conv_scratch(Int32(cin), Int32(cout)))
      set.kernels.conv_forward(
        Int32(side), Int32(cin), Int32(cout), input, transformed, stage.bias, scale, &out,
        Int32(border), &places, &scratch)
      let expected = stage.forward(input)
      #expect(out == stage.bordered(expected.out, by: border))
      #expect(places == expected.places)

      let gradient = numbers.values(half * half * cout, within: 4)
      let known = stage.backward(input, gradient, places)
      var byWeights = [Float](repeating: 1, count: stage.weights.count)
      var byBias = [Float](repeating: 2, count: cout)
      var byInput = [Float](repeating: 3, count: input.count)
      set.kernels.conv_backward(
        Int32(side), Int32(cin), Int32(cout), input, stage.weights,
        stage.bordered(gradient, by: border), Int32(border), places, &byWeights, &byBias, &byInput)
      #expect(byWeights == known.weights.map { $0 + 1 })
      #expect(byBias == known.bias.map { $0 + 2 })
      // The border is spoilt: nobody reads it.
      let row = (side + 2) * cin
      for y in 1...side {
        let inner = y * row + cin..<y * row + cin + side * cin
        #expect(Array(byInput[inner]) == known.input[inner].map { $0 + 3 })
      }
    }
  }

  @Test(arguments: KernelSet.all)
  func `a step of the optimiser is what Kingma and Ba say, with decay apart`(set: KernelSet) {
    var random = SplitMix64(seed: 4)
    let count = 48
    func some() -> [Float] { (0..<count).map { _ in Float(random.normal()) } }
    let (gradient, before) = (some(), some())
    var (weights, mean) = (before, some())
    var variance = some().map { abs($0) }
    let (oldMean, oldVariance) = (mean, variance)
    set.kernels.adam(count, &weights, &mean, &variance, gradient, 0.01, 3, 0.002)
    for index in 0..<count {
      let g = Double(gradient[index])
      let m = Double(oldMean[index]) * 0.9 + g * 0.1
      let v = Double(oldVariance[index]) * 0.999 + g * g * 0.001
      let w = Double(before[index])
      #expect(abs(Double(mean[index]) - m) < 1e-6)
      #expect(abs(Double(variance[index]) - v) < 1e-6)
      let expected = w - 0.01 * m / ((v * 3).squareRoot() + 1e-8) - w * 0.002
      #expect(abs(Double(weights[index]) - expected) < 2e-6)
    }
  }

  @Test func `an unknown instruction set is none, and the best one runs here`() {
    #expect(ck_training("sse9") == nil)
    #expect(ck_training("baseline") != nil)
    #expect(String(cString: ck_training(nil)!.pointee.name) == KernelSet.all[0].name)
  }
}
