import Ink

/// Where a drawing of so many strokes has what among its features.
///
/// Each stroke is resampled to equally many points, evenly by length, and each of its channels is a
/// row of cosines (DCT-II): a few describe where the pen goes, fewer how fast, fewer still how hard
/// it presses. The more strokes, the fewer cosines has each.
///
/// | features | what |
/// | --- | --- |
/// | 0 ..< 64 | x, stroke by stroke; the drawing's longer side is 1, its box's middle the origin |
/// | 64 ..< 128 | y |
/// | 128 ..< 144 | the logarithm of the milliseconds from point to point |
/// | 144 ..< 160 | pressure, 0 ... 1 |
/// | 160 ..< 175 | `log(1 + ms)` between a stroke and the next |
/// | 175 | nothing |
public struct Layout: Sendable {
  public static let features = 176
  /// Strokes a drawing may have to be learnt from.
  public static let strokes = 1...16

  /// Features that tell places; the others are about how they are drawn.
  public static let placed = 0..<128

  static let x = 0
  static let y = 64
  static let pace = 128
  static let pressure = 144
  static let pause = 160

  public let strokeCount: Int

  /// - Precondition: the count is within `strokes`.
  public init(strokeCount: Int) {
    precondition(Self.strokes ~= strokeCount)
    self.strokeCount = strokeCount
  }

  /// Points of each stroke.
  var points: Int { 128 / strokeCount }
  /// Cosines of each stroke for x and y, for the pace, for the pressure.
  var places: Int { min(64 / strokeCount, 32) }
  var paces: Int { min(16 / strokeCount, 8) }
  var pressures: Int { min(16 / strokeCount, 4) }

  var basis: CosineBasis { CosineBasis.all[strokeCount - 1] }

  /// What a feature is about.
  public enum Kind: Sendable { case place, pace, pressure, pause, nothing }

  /// What a feature is about for so many strokes, and which cosine it is, 0 for the mean.
  public func kind(of feature: Int) -> (kind: Kind, order: Int) {
    func within(_ start: Int, _ each: Int, _ kind: Kind) -> (Kind, Int) {
      let place = feature - start
      return place < each * strokeCount ? (kind, place % each) : (.nothing, 0)
    }
    switch feature {
    case ..<Self.y: return within(Self.x, places, .place)
    case ..<Self.pace: return within(Self.y, places, .place)
    case ..<Self.pressure: return within(Self.pace, paces, .pace)
    case ..<Self.pause: return within(Self.pressure, pressures, .pressure)
    default: return feature - Self.pause < strokeCount - 1 ? (.pause, 0) : (.nothing, 0)
    }
  }
}

/// Values along a stroke as sums of cosines, and back.
///
/// The first is the mean, and the squares of all add up to the mean square of the values.
struct CosineBasis: Sendable {
  let points: Int
  /// `[cosine][point]`
  private let table: [Double]

  init(points: Int, cosines: Int) {
    self.points = points
    var table: [Double] = []
    table.reserveCapacity(points * cosines)
    for order in 0..<cosines {
      for point in 0..<points {
        let turns = (Double(point) + 0.5) * Double(order) / Double(2 * points)
        table.append(order == 0 ? 1 : cosine(turns: turns) * 1.414_213_562_373_095_1)
      }
    }
    self.table = table
  }

  /// For each count of strokes.
  static let all: [CosineBasis] = Layout.strokes.map {
    let layout = Layout(strokeCount: $0)
    return CosineBasis(points: layout.points, cosines: layout.places)
  }

  /// The first cosines of `points` values.
  func analysed(_ values: [Double], cosines: Int) -> [Double] {
    (0..<cosines).map { order in
      var sum = 0.0
      for point in 0..<points { sum += values[point] * table[order * points + point] }
      return sum / Double(points)
    }
  }

  /// The values that some cosines add up to.
  func values(_ cosines: ArraySlice<Float>) -> [Double] {
    var values = [Double](repeating: 0, count: points)
    for (order, cosine) in cosines.enumerated() {
      let weight = Double(cosine)
      for point in 0..<points { values[point] += weight * table[order * points + point] }
    }
    return values
  }
}
