import Generation
import Ink

/// The drawings to learn from, by shape.
struct GeneratorDrawings {
  private(set) var shapes: [(label: String, drawings: [InkFeatures])] = []

  private static let chunk = 2_048

  init(_ examples: Examples, options: GeneratorOptions, shouldStop: () -> Bool) throws {
    // With many shapes fewer of each, so that memory stays bounded.
    let most = min(options.drawingsPerShape, max(100_000 / examples.labels.count, 1))
    for (index, label) in examples.labels.enumerated().dropLast() {
      var places = examples.classes.indices.filter { examples.classes[$0] == UInt8(index) }
      var random = SplitMix64(seed: options.seed &+ UInt64(index))
      places.shuffle(using: &random)
      places = Array(places.prefix(most))
      let drawings = try Self.read(places, of: examples, shouldStop)
      if drawings.count >= options.fewest { shapes.append((label, drawings)) }
    }
  }

  private static func read(
    _ places: [Int], of examples: Examples, _ shouldStop: () -> Bool
  ) throws -> [InkFeatures] {
    var all: [(whole: InkFeatures?, clean: InkFeatures?)] = []
    for start in stride(from: 0, to: places.count, by: chunk) {
      if shouldStop() { throw TrainingError.cancelled }
      let some = places[start..<min(start + chunk, places.count)]
      for ink in try examples.read(some.map { examples.numbers[$0] }) {
        let whole = InkFeatures(ink)
        all.append((whole, InkFeatures.hasStrays(ink) ? InkFeatures(ink, keepsStrays: false) : nil))
      }
    }
    // Short strokes that many draw belong to the shape, as the eyes of a face do; others are slips.
    let haveStrays = all.reduce(0) { $0 + ($1.clean == nil ? 0 : 1) }
    let keepsStrays = haveStrays * 4 > all.count
    return all.compactMap { keepsStrays ? $0.whole : $0.clean ?? $0.whole }
  }
}

extension InkFeatures {
  /// Turned, stretched and sheared a little: sums of cosines are changed as the places are.
  mutating func vary(_ random: inout SplitMix64) {
    let turn = random.normal() * 0.02
    let (c, s) = (Float(cosine(turns: turn)), Float(sine(turns: turn)))
    let stretch = 1 + Float(random.normal() * 0.03)
    let shear = Float(random.normal() * 0.03)
    let half = Layout.placed.count / 2
    for index in 0..<half {
      let x = values[index] * stretch + values[half + index] * shear
      let y = values[half + index]
      values[index] = x * c - y * s
      values[half + index] = x * s + y * c
    }
  }
}
