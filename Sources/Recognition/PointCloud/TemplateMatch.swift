/// What ink is most like among the templates.
public struct TemplateMatch: Equatable, Sendable {
  public struct Candidate: Equatable, Sendable {
    public let label: String
    /// From the label's nearest template: 0 for the same cloud, about 0.05 for the same shape by
    /// another hand, 0.2 for something else; in sides of the drawing.
    public let distance: Float
    /// 0 ... 1; all of them and `none` add up to 1.
    public let confidence: Float
  }

  /// Nearest first. Labels much farther than the first are left out.
  public let ranking: [Candidate]
  /// The confidence that the ink is like no template.
  public let none: Float

  /// The nearest label, or nil if none is more likely.
  public var label: String? {
    guard let first = ranking.first, first.confidence >= none else { return nil }
    return first.label
  }
}
