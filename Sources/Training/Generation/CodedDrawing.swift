import Generation

/// A drawing with its code, and how well the decoder knows it.
struct CodedDrawing {
  let code: [Int8]
  let features: InkFeatures
  /// What the decoder does not say, feature by feature.
  let rest: [Float]
  /// The rest's places, squared.
  let error: Float

  init(code: [Int8], features: InkFeatures, shape: Int, decoder: Decoder) {
    self.code = code
    self.features = features
    let layout = features.layout
    let decoded = decoder.features(
      code: code.map { Float($0) / CodeGroup.stepsPerUnit }, shape: shape,
      strokeCount: layout.strokeCount)
    let rest = zip(features.values, decoded).map { $0 - $1 }
    self.rest = rest
    error = Layout.placed.reduce(0) { $0 + rest[$1] * rest[$1] }
  }

  /// The groups of one shape.
  static func groups(_ drawings: [CodedDrawing], shape: Int, atMost most: Int) -> [CodeGroup] {
    // What the decoder knows least are mostly slips, and nothing would be near them.
    let known = Array(
      drawings.enumerated().sorted { ($0.element.error, $0.offset) < ($1.element.error, $1.offset) }
        .prefix(max(drawings.count * 19 / 20, 1)))
    // Back in the random order they came in, and no more than are kept.
    let kept = known.sorted { $0.offset < $1.offset }.prefix(most).map(\.element)
    let counts = Dictionary(grouping: kept) { $0.features.layout.strokeCount }
    // A count of strokes that few people use is a slip, too.
    let least = kept.count >= 50 ? kept.count / 50 : 1
    let groups = counts.filter { $0.value.count >= least }
    return (groups.isEmpty ? counts : groups).sorted { $0.key < $1.key }
      .map { group($1, shape: shape, strokeCount: $0) }
  }

  private static func group(
    _ drawings: [CodedDrawing], shape: Int, strokeCount: Int
  ) -> CodeGroup {
    let count = Float(drawings.count)
    let middle = drawings[0].code.indices.map { direction in
      drawings.reduce(0) { $0 + Float($1.code[direction]) } / count
    }
    func distance(_ drawing: CodedDrawing) -> Float {
      zip(drawing.code, middle).reduce(0) {
        $0 + (Float($1.0) - $1.1) * (Float($1.0) - $1.1)
      }
    }
    let ordered = drawings.enumerated().map { (distance($0.element), $0.offset, $0.element) }
      .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    let deviations = (0..<Layout.features).map { feature in
      (drawings.reduce(0) { $0 + $1.rest[feature] * $1.rest[feature] } / count).squareRoot()
    }
    // A steady hand's drawings differ less from what the decoder says than a shaking one's.
    let common = Layout.placed.reduce(0) { $0 + deviations[$1] * deviations[$1] }
    let unsteadiness = ordered.map { drawing in
      let share = (drawing.error / max(common, 1e-12)).squareRoot()
      return UInt8(min((share * CodeGroup.stepsPerUnit).rounded(), 255))
    }
    return CodeGroup(
      shape: shape, strokeCount: strokeCount, codes: ordered.flatMap(\.code),
      reversed: ordered.map(\.features.reversed), unsteadiness: unsteadiness,
      deviations: WeightMatrix(rows: 1, columns: Layout.features, rounding: deviations))
  }
}
