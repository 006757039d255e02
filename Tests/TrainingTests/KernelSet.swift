import CKernels
import Ink
import Testing

/// An instruction set that this machine has.
struct KernelSet: Sendable, CustomTestStringConvertible {
  let name: String

  var kernels: ck_training_kernels { ck_training(name)!.pointee }
  var testDescription: String { name }

  static let all = ["avx512", "avx2", "baseline"].filter { (name: String) in
    ck_training(name) != nil
  }
  .map(KernelSet.init)
}

/// Small whole numbers: sums of their products are exact in any order, so that kernels can be held
/// to equality.
struct WholeNumbers {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func values(_ count: Int, within most: Int) -> [Float] {
    (0..<count).map { _ in Float(random.index(2 * most + 1) - most) }
  }

  /// `[side + 2][side + 2][channels]` with a border of zeros.
  mutating func padded(side: Int, channels: Int, within most: Int) -> [Float] {
    var image = [Float](repeating: 0, count: (side + 2) * (side + 2) * channels)
    for y in 1...side {
      for x in 1...side {
        for channel in 0..<channels {
          image[(y * (side + 2) + x) * channels + channel] = values(1, within: most)[0]
        }
      }
    }
    return image
  }
}
