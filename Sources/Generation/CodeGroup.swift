/// The codes of real drawings of one shape with equally many strokes, the most typical first.
public struct CodeGroup: Sendable, Equatable {
  /// Index of the shape among the labels.
  public let shape: Int
  public let strokeCount: Int
  /// One code after another, in 1/32.
  public let codes: [Int8]
  /// For each, the strokes that were drawn against the common direction, a bit each.
  public let reversed: [UInt16]
  /// For each, how far its features are from what the decoder says beside how far all of them are,
  /// in 1/32.
  public let unsteadiness: [UInt8]
  /// By how much each feature of these drawings differs from what the decoder says.
  public let deviations: WeightMatrix

  let spread: [Float]

  public static let stepsPerUnit: Float = 32

  /// - Precondition: at least one code; the deviations are a row of `Layout.features`.
  public init(
    shape: Int, strokeCount: Int, codes: [Int8], reversed: [UInt16],
    unsteadiness: [UInt8], deviations: WeightMatrix
  ) {
    precondition(!reversed.isEmpty && codes.count % reversed.count == 0)
    precondition(unsteadiness.count == reversed.count)
    precondition(deviations.rows == 1 && deviations.columns == Layout.features)
    self.shape = shape
    self.strokeCount = strokeCount
    self.codes = codes
    self.reversed = reversed
    self.unsteadiness = unsteadiness
    self.deviations = deviations
    let size = codes.count / reversed.count
    // How far the codes are spread along each direction.
    let count = Float(reversed.count)
    spread = (0..<size).map { direction in
      var (sum, squares) = (0 as Float, 0 as Float)
      for place in stride(from: direction, to: codes.count, by: size) {
        let value = Float(codes[place]) / Self.stepsPerUnit
        sum += value
        squares += value * value
      }
      return max(squares / count - sum / count * (sum / count), 0).squareRoot()
    }
  }

  public var count: Int { reversed.count }
  var codeSize: Int { codes.count / count }

  func code(_ index: Int) -> [Float] {
    codes[index * codeSize..<(index + 1) * codeSize].map { Float($0) / Self.stepsPerUnit }
  }

  /// The codes that are most like one, itself left out, the nearest first.
  func neighbours(
    of index: Int, count wanted: Int, within reach: Int = .max
  ) -> [(distance: Int, index: Int)] {
    var nearest: [(distance: Int, index: Int)] = []
    let own = index * codeSize
    for other in 0..<count where other != index {
      var distance = 0
      for direction in 0..<codeSize {
        let way = Int(codes[own + direction]) - Int(codes[other * codeSize + direction])
        distance += way * way
      }
      if distance > reach { continue }
      if nearest.count == wanted, distance >= nearest[wanted - 1].distance { continue }
      var place = nearest.count
      while place > 0, nearest[place - 1].distance > distance { place -= 1 }
      nearest.insert((distance, other), at: place)
      if nearest.count > wanted { nearest.removeLast() }
    }
    return nearest
  }
}
