/// One stage of the network by its definition: convolution, 2x2 maximum, ReLU, rounding; and its
/// gradients.
struct NaiveStage {
  let side, cin, cout: Int
  /// `[cout][3][3][cin]`
  let weights, bias: [Float]
  /// 0 for no rounding.
  let scale: Float

  /// - Parameter input: `[side + 2][side + 2][cin]`
  /// - Returns: `[side / 2][side / 2][cout]`, and where each value came from.
  func forward(_ input: [Float]) -> (out: [Float], places: [UInt8]) {
    var (out, places): ([Float], [UInt8]) = ([], [])
    for y in 0..<side / 2 {
      for x in 0..<side / 2 {
        for channel in 0..<cout {
          let sums = (0..<4).map { corner in
            sum(input, 2 * y + corner / 2, 2 * x + corner % 2, channel)
          }
          let most = sums.max()!
          let steps = scale > 0 ? most / scale : 0
          let isDead = most <= 0 || steps > 127.5
          places.append(isDead ? 4 : UInt8(sums.firstIndex(of: most)!))
          out.append(
            scale > 0
              ? min(max(steps.rounded(.toNearestOrEven), 0), 127) * scale : max(most, 0))
        }
      }
    }
    return (out, places)
  }

  private func sum(_ input: [Float], _ y: Int, _ x: Int, _ channel: Int) -> Float {
    var sum = bias[channel]
    for tap in 0..<9 {
      for i in 0..<cin {
        sum +=
          input[((y + tap / 3) * (side + 2) + x + tap % 3) * cin + i]
          * weights[(channel * 9 + tap) * cin + i]
      }
    }
    return sum
  }

  /// - Parameter gradient: of the outputs, `[side / 2][side / 2][cout]`.
  func backward(_ input: [Float], _ gradient: [Float], _ places: [UInt8]) -> (
    weights: [Float], bias: [Float], input: [Float]
  ) {
    var byWeights = [Float](repeating: 0, count: weights.count)
    var byBias = [Float](repeating: 0, count: cout)
    var byInput = [Float](repeating: 0, count: input.count)
    for (index, place) in places.enumerated() where place < 4 {
      let (pixel, channel) = (index / cout, index % cout)
      let y = pixel / (side / 2) * 2 + Int(place) / 2
      let x = pixel % (side / 2) * 2 + Int(place) % 2
      let g = gradient[index]
      byBias[channel] += g
      for tap in 0..<9 {
        for i in 0..<cin {
          let from = ((y + tap / 3) * (side + 2) + x + tap % 3) * cin + i
          let weight = (channel * 9 + tap) * cin + i
          byWeights[weight] += g * input[from]
          byInput[from] += g * weights[weight]
        }
      }
    }
    return (byWeights, byBias, byInput)
  }

  /// `[side / 2][side / 2][cout]` with a border of zeros.
  func bordered(_ values: [Float], by border: Int) -> [Float] {
    let (half, row) = (side / 2, side / 2 + 2 * border)
    var result = [Float](repeating: 0, count: row * row * cout)
    for y in 0..<half {
      for x in 0..<half {
        for channel in 0..<cout {
          result[((y + border) * row + x + border) * cout + channel] =
            values[(y * half + x) * cout + channel]
        }
      }
    }
    return result
  }
}
