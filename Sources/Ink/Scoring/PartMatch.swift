/// Unfinished ink as a piece of an outline: where it starts, how much of it is there.
///
/// The best similarity between two point sequences has a closed form: with places as complex
/// numbers it is one correlation (Kendall, "Shape manifolds, Procrustean metrics, and complex
/// projective spaces", 1984). All 32 starts, eight lengths and both senses are tried.
struct PartMatch {
  private var meanSquare = Float.infinity
  /// Root mean square distance, in the outline's own units.
  var rms: Float { meanSquare.squareRoot() }
  /// Canvas units in one of the outline's.
  private(set) var scale: Float = 0
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
    let count = Outline.partCount
    let lastStart = outline.isClosed ? count - 1 : count - length
    let n = Float(length)
    outline.parts.withUnsafeBytes { parts in
      // Rows of `3 * count + 1` numbers: places' x, y, then prefix sums of x, y, squared length.
      func load(_ row: Int, _ index: Int) -> Float8 {
        let offset = (row * (3 * count + 1) + index) * MemoryLayout<Float>.stride
        return parts.loadUnaligned(fromByteOffset: offset, as: Float8.self)
      }
      for group in stride(from: 0, through: lastStart, by: 8) {
        var (real, imaginary) = (Float8.zero, Float8.zero)
        for index in 0..<length {
          let z = ink[isReversed ? length - 1 - index : index]
          let (x, y) = (load(0, group + index), load(1, group + index))
          real += x * z.x + y * z.y
          imaginary += x * z.y - y * z.x
        }
        let sumX = load(2, group + length) - load(2, group)
        let sumY = load(3, group + length) - load(3, group)
        let squares = load(4, group + length) - load(4, group)
        let outlineEnergy = larger(squares - (sumX * sumX + sumY * sumY) / n, 1e-6)
        let size = (real * real + imaginary * imaginary).squareRoot()
        let gain = larger(real, 0).replacing(
          with: size, where: real .>= size * PartMatch.leastCosine)
        let scale = smaller(larger(gain / outlineEnergy, scales.lowerBound), scales.upperBound)
        let rest = larger(energy - 2 * scale * gain + scale * scale * outlineEnergy, 0)
        let distance = rest / (scale * scale * n)
        for lane in 0..<min(8, lastStart + 1 - group) where distance[lane] < meanSquare {
          meanSquare = distance[lane]
          share = n / Float(count)
          self.scale = scale[lane]
        }
      }
    }
  }
}

@inline(__always)
private func larger(_ a: Float8, _ bound: Float) -> Float8 {
  a.replacing(with: bound, where: a .< bound)
}

@inline(__always)
private func smaller(_ a: Float8, _ bound: Float) -> Float8 {
  a.replacing(with: bound, where: a .> bound)
}
