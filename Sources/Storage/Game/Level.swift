/// How far somebody is with a shape: 1 to 10. A level takes a number of drawings and a best one of
/// some quality; both are told as what is missing for the next.
public struct Level: Sendable, Equatable {
  public let number: Int
  public let drawings: Int
  /// 0...1.
  public let bestQuality: Double

  public static let highest = 10
  /// From 1 on.
  private static let drawingsNeeded = [0, 1, 3, 5, 8, 12, 18, 26, 36, 50]
  private static let qualityNeeded = [0, 0.3, 0.45, 0.55, 0.62, 0.69, 0.75, 0.8, 0.85, 0.9]

  public init(drawings: Int, bestQuality: Double) {
    self.drawings = drawings
    self.bestQuality = bestQuality
    number =
      zip(Self.drawingsNeeded, Self.qualityNeeded).prefix {
        drawings >= $0 && bestQuality >= $1
      }.count
  }

  /// For the next level: how many more drawings, and of which quality the best must be; nil where
  /// it is already. Nothing at the highest.
  public var next: (drawings: Int, quality: Double?)? {
    guard number < Self.highest else { return nil }
    let quality = Self.qualityNeeded[number]
    return (max(0, Self.drawingsNeeded[number] - drawings), bestQuality < quality ? quality : nil)
  }
}
