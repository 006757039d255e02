/// The shapes that can be made up.
public enum SyntheticShape: String, CaseIterable, Sendable {
  case line, circle, square, triangle, heart
  /// Everything that is none of these.
  case scribble
}

/// Makes up drawings as people draw them: a way that is nearly the shape, walked by a hand.
///
/// The seed fixes every byte of every drawing, and a drawing depends on its number alone.
public struct Synthesizer: Sendable {
  public let shape: SyntheticShape
  private let seed: UInt64
  private var count: UInt64

  /// - Parameter first: the number of the first drawing.
  public init(shape: SyntheticShape, seed: UInt64, first: UInt64 = 0) {
    self.shape = shape
    self.seed = seed
    count = first
  }

  /// The next drawing; there is always one, and it is within the limits.
  public mutating func next() -> Drawing {
    defer { count += 1 }
    var mixer = SplitMix64(seed: seed ^ UInt64(shape.number) << 56)
    var random = SplitMix64(seed: mixer.next() &+ count &* 0xd134_2543_de82_ef95)
    let canvas = random.pick(Self.canvases)
    let hand = Hand(random: &random)
    var way = Way(shape, hand: hand, random: &random)
    way.place(
      on: canvas, size: random.uniform(hand.isChild ? 0.35...0.9 : 0.25...0.85), random: &random)
    let ink = hand.draw(way, on: canvas, random: &random)
    // One a minute from the autumn of 2023 on: ids in order, and the same at any time.
    let id = DrawingID(
      milliseconds: 1_700_000_000_000 + count * 60_000, random: (random.next(), random.next()))
    return Drawing(
      id: id, shape: shape.rawValue, canvas: canvas, device: hand.device, ink: ink,
      userAgent: "inkling-synthesize")
  }

  private static let canvases = [
    Canvas(square: 400), Canvas(square: 400), Canvas(square: 512),
    Canvas(width: 4_800, height: 3_200), Canvas(width: 2_880, height: 3_840),
    Canvas(width: 6_400, height: 4_800),
  ]
}

extension SyntheticShape {
  /// Its place among all, which sets its drawings apart under the same seed.
  var number: Int {
    switch self {
    case .line: 1
    case .circle: 2
    case .square: 3
    case .triangle: 4
    case .heart: 5
    case .scribble: 6
    }
  }
}
