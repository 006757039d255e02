public import Ink

/// Draws shapes as people draw them, learnt from their drawings: immutable, made to be shared.
///
/// A decoder makes the features of a drawing from a short code, and the codes of real drawings say
/// where among all codes people's drawings lie. A new drawing is decoded from between two of them.
public struct Generator: Sendable {
  /// The shapes that it draws.
  public let labels: [String]
  public let decoder: Decoder
  /// Shape by shape.
  public let groups: [CodeGroup]
  /// What people call it.
  public let name: String
  /// RFC 3339, when it is known.
  public let created: String?
  /// What else its maker wanted to say. Numbers keep six decimals.
  public let figures: [JSON.Member]

  /// Shapes that one may draw.
  public static let shapes = 1...63
  /// Codes of one shape, counted over its groups.
  public static let codesPerShape = 1...2_000

  /// - Throws: `GeneratorError.header` when labels, groups, name or figures are not what they must
  ///   be: different names of shapes, each with groups of different counts of strokes.
  public init(
    labels: [String], decoder: Decoder, groups: [CodeGroup], name: String, created: String? = nil,
    figures: [JSON.Member] = []
  ) throws(GeneratorError) {
    self.labels = labels
    self.decoder = decoder
    self.groups = groups
    self.name = name
    self.created = created
    self.figures = figures
    try GeneratorHeader.check(labels)
    try GeneratorHeader.check(
      groups.map { ($0.shape, $0.strokeCount, $0.count) }, shapes: labels.count)
    guard decoder.shapes == labels.count else {
      throw .header("the decoder knows \(decoder.shapes) shapes instead of \(labels.count)")
    }
    for group in groups where group.codeSize != decoder.codeSize {
      throw .header("a code has \(group.codeSize) numbers instead of \(decoder.codeSize)")
    }
    guard figures.count <= JSON.Limits.members - 8 else {
      throw .header("there are more than \(JSON.Limits.members - 8) figures")
    }
    let header = GeneratorFile.header(of: self).count
    guard header <= GeneratorFile.headerLimit else {
      throw .header("it has \(header) bytes, more than \(GeneratorFile.headerLimit)")
    }
  }

  func groups(of shape: Int) -> [CodeGroup] { groups.filter { $0.shape == shape } }
}
