/// Unfinished ink as a piece of an outline: where it starts, how much of it is there.
///
/// The best similarity between two point sequences has a closed form: with places as complex
/// numbers it is one correlation (Kendall, "Shape manifolds, Procrustean metrics, and complex
/// projective spaces", 1984). All 32 starts, eight lengths and both senses are tried.
struct PartMatch {
  /// Root mean square distance, in the outline's own units.
  private(set) var rms = Float.infinity
  /// The share of the outline that is drawn.
  private(set) var share: Float = 0

  /// Ink may be turned against the outline by 37 degrees; beyond that it counts as not turned.
  private static let leastCosine: Float = 0.8

  init(_ outline: Outline, _ trace: Trace) {
    // The outline is to be at most as large as the canvas, and not tiny.
    let largest = trace.canvasSide / 2.2
    let smallest = trace.canvasSide / 20
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: 32) { ink in
      for length in stride(from: 4, through: Outline.partCount, by: 4) {
        let energy = PartMatch.resample(trace, count: length, into: ink)
        for sense in 0..<2 {
          let isReversed = sense == 1
          self.match(
            outline, ink, length: length, isReversed: isReversed, energy: energy,
            scales: smallest...largest)
        }
      }
    }
  }

  private static func resample(
    _ trace: Trace, count: Int, into ink: UnsafeMutableBufferPointer<Vector>
  ) -> Float {
    var sum = Vector.zero
    let step = Float(Trace.sampleCount - 1) / Float(count - 1)
    for index in 0..<count {
      let position = Float(index) * step
      let low = min(Int(position), Trace.sampleCount - 2)
      let place =
        trace.open[low] + (trace.open[low + 1] - trace.open[low]) * (position - Float(low))
      ink[index] = place
      sum += place
    }
    let mean = sum / Float(count)
    var energy: Float = 0
    for index in 0..<count {
      ink[index] -= mean
      energy += ink[index].lengthSquared
    }
    return energy
  }

  private mutating func match(
    _ outline: Outline, _ ink: UnsafeMutableBufferPointer<Vector>, length: Int,
    isReversed: Bool, energy: Float, scales: ClosedRange<Float>
  ) {
    let lastStart = outline.isClosed ? Outline.partCount - 1 : Outline.partCount - length
    outline.partX.withUnsafeBytes { xs in
      outline.partY.withUnsafeBytes { ys in
        for group in stride(from: 0, through: lastStart, by: 8) {
          var (real, imaginary) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
          for index in 0..<length {
            let z = ink[isReversed ? length - 1 - index : index]
            let offset = (group + index) * MemoryLayout<Float>.stride
            let x = xs.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            let y = ys.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
            real += x * z.x + y * z.y
            imaginary += x * z.y - y * z.x
          }
          for lane in 0..<8 where group + lane <= lastStart {
            let start = group + lane
            let sums = outline.partSums[start + length] - outline.partSums[start]
            let n = Float(length)
            let outlineEnergy = sums.z - (sums.x * sums.x + sums.y * sums.y) / n
            guard outlineEnergy > 1e-6 else { continue }
            let size = Vector(real[lane], imaginary[lane]).length
            let gain = real[lane] >= PartMatch.leastCosine * size ? size : max(real[lane], 0)
            let scale = clamp(gain / outlineEnergy, scales.lowerBound, scales.upperBound)
            let squares = energy - 2 * scale * gain + scale * scale * outlineEnergy
            let rms = (max(squares, 0) / n).squareRoot() / scale
            if rms < self.rms {
              self.rms = rms
              self.share = n / Float(Outline.partCount)
            }
          }
        }
      }
    }
  }
}
