public import Ink

/// How a drawing is played. The raw value is what the store and the log keep.
public enum PlayMode: UInt8, Sendable, CaseIterable {
  case normal = 0
  case speed = 1
  case oneStroke = 2
  case otherHand = 3
  case eyesClosed = 4
  case fool = 5
  case daily = 6

  /// As programs call it.
  public var name: String {
    switch self {
    case .normal: "normal"
    case .speed: "speed"
    case .oneStroke: "one_stroke"
    case .otherHand: "other_hand"
    case .eyesClosed: "eyes_closed"
    case .fool: "fool"
    case .daily: "daily"
    }
  }

  public init?(name: String) {
    guard let mode = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = mode
  }

  /// The drawing is meant to be odd: it leaves a streak as it is, and no training learns from it
  /// unless it is asked to.
  public var isUnusual: Bool { self == .otherHand || self == .eyesClosed || self == .fool }
}

/// What the game says of a drawing.
public struct Play: Sendable, Equatable {
  public let mode: PlayMode
  /// The round that it belongs to, and its place there from 1; nil outside of rounds.
  public let round: (id: DrawingID, place: Int)?

  /// Drawings of a round.
  public static let places = 1...6

  public init(mode: PlayMode, round: (id: DrawingID, place: Int)? = nil) {
    self.mode = mode
    self.round = round
  }

  public static func == (a: Play, b: Play) -> Bool {
    a.mode == b.mode && a.round?.id == b.round?.id && a.round?.place == b.round?.place
  }
}
