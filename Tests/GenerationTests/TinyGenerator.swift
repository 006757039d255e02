import Ink

@testable import Generation

/// A generator of random numbers: fast, and of any size.
enum TinyGenerator {
  static func make(seed: UInt64 = 1, name: String = "tiny") throws -> Generator {
    var random = SplitMix64(seed: seed)
    let (codeSize, hidden) = (3, 16)
    let layers = Decoder.sizes(codeSize: codeSize, shapes: 2, hidden: hidden).map { size in
      WeightMatrix(
        rows: size.rows, columns: size.columns,
        rounding: (0..<size.rows * size.columns).map { _ in Float(random.normal()) * 0.2 })
    }
    let sizes = [(0, 1, 9), (0, 3, 4), (1, 2, 1)]
    let groups = sizes.map { shape, strokeCount, count in
      CodeGroup(
        shape: shape, strokeCount: strokeCount,
        codes: (0..<count * codeSize).map { _ in Int8(truncatingIfNeeded: random.next()) / 3 },
        reversed: (0..<count).map { _ in UInt16(truncatingIfNeeded: random.next()) },
        unsteadiness: (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) },
        deviations: WeightMatrix(
          rows: 1, columns: Layout.features,
          rounding: [Float](repeating: 0.01, count: Layout.features)))
    }
    return try Generator(
      labels: ["loop", "cross"],
      decoder: Decoder(codeSize: codeSize, shapes: 2, hidden: hidden, layers: layers),
      groups: groups, name: name, figures: [JSON.Member(name: "drawings", value: .number(14))])
  }
}
