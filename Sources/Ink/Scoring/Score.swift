/// What a drawing is worth, and what would make it better.
public struct Score: Equatable, Sendable {
  /// 0 ... 1; nearer to the ideal is more. Of an unfinished drawing: of what is there so far.
  public var quality: Float
  /// 0 ... 1: how much of the shape is there.
  public var completeness: Float
  /// The most important first.
  public var hints: Hints

  static let nothing = Score(quality: 0, completeness: 0, hints: Hints())
}

/// Up to three hints, without an allocation.
public struct Hints: Equatable, Sendable, RandomAccessCollection {
  private var first = Hint.none
  private var second = Hint.none
  private var third = Hint.none
  public private(set) var count = 0

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }
  public subscript(index: Int) -> Hint {
    precondition(index >= 0 && index < count)
    return index == 0 ? first : index == 1 ? second : third
  }

  /// A fault that costs less than this share of the quality is not worth a word.
  static let leastLoss: Float = 0.05

  /// Keeps the three hints with the largest loss.
  mutating func add(_ hint: Hint) {
    guard hint.loss >= Hints.leastLoss else { return }
    if count == 0 || hint.loss > first.loss {
      (first, second, third) = (hint, first, second)
    } else if count == 1 || hint.loss > second.loss {
      (second, third) = (hint, second)
    } else if count == 2 || hint.loss > third.loss {
      third = hint
    } else {
      return
    }
    count = Swift.min(count + 1, 3)
  }
}

/// One thing to do, where, and the measurement behind it.
public struct Hint: Equatable, Sendable {
  public var code: HintCode
  /// What was measured; the unit is the code's.
  public var amount: Float
  /// Canvas units.
  public var x, y: Float
  /// Where on the drawing that is, in words.
  public var place: HintPlace
  /// 0 ... 1: the share of the quality that this fault costs.
  public internal(set) var loss: Float

  init(_ code: HintCode, amount: Float, at point: Vector, around centre: Vector, loss: Float) {
    self.code = code
    // Ink beyond every bound may overflow: a hint still stays a number.
    self.amount = amount.isFinite ? amount : 0
    (x, y) = (point.x.isFinite ? point.x : 0, point.y.isFinite ? point.y : 0)
    place = HintPlace(from: centre, to: point)
    self.loss = loss
  }

  static let none = Hint(.drawOnce, amount: 0, at: .zero, around: .zero, loss: 0)

  /// English, a verb first, for a child.
  public var message: String { code.message(at: place) }
}

/// One of eight directions from the drawing's centre, or its middle.
public enum HintPlace: UInt8, Sendable {
  case middle, top, topRight, right, bottomRight, bottom, bottomLeft, left, topLeft

  init(from centre: Vector, to point: Vector) {
    let offset = point - centre
    let (x, y) = (Swift.abs(offset.x), Swift.abs(offset.y))
    // The tangent of 22.5 degrees parts eight equal sectors.
    let tangent: Float = 0.41421356
    if x + y < 1 {
      self = .middle
    } else if x < y * tangent {
      self = offset.y < 0 ? .top : .bottom
    } else if y < x * tangent {
      self = offset.x < 0 ? .left : .right
    } else if offset.y < 0 {
      self = offset.x < 0 ? .topLeft : .topRight
    } else {
      self = offset.x < 0 ? .bottomLeft : .bottomRight
    }
  }

  /// `top_left`, …
  public var text: String {
    switch self {
    case .middle: "middle"
    case .top: "top"
    case .topRight: "top_right"
    case .right: "right"
    case .bottomRight: "bottom_right"
    case .bottom: "bottom"
    case .bottomLeft: "bottom_left"
    case .left: "left"
    case .topLeft: "top_left"
    }
  }

  /// "top left", …
  public var words: String {
    switch self {
    case .middle: "middle"
    case .top: "top"
    case .topRight: "top right"
    case .right: "right"
    case .bottomRight: "bottom right"
    case .bottom: "bottom"
    case .bottomLeft: "bottom left"
    case .left: "left"
    case .topLeft: "top left"
    }
  }
}
