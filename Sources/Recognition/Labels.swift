import Ink

/// The names of a model's classes.
public enum Labels {
  /// How many a model may tell apart.
  public static let count = 2...64
  /// The last label of every model: none of the shapes.
  public static let none = "none"

  /// - Throws: `ModelError.labels` unless there are 2 to 64 different names of shapes, the last of
  ///   them `none`.
  public static func check(_ labels: [String]) throws(ModelError) {
    guard count ~= labels.count else {
      throw .labels("there are \(labels.count): 2 to 64 are possible")
    }
    guard labels[labels.count - 1] == none else {
      throw .labels("the last one is \"\(labels[labels.count - 1])\" instead of \"none\"")
    }
    for (index, label) in labels.enumerated() {
      guard ShapeName.isValid(label) else { throw .labels("\"\(label)\": \(ShapeName.rule)") }
      for other in labels[..<index] where other == label {
        throw .labels("\"\(label)\" stands twice")
      }
    }
  }
}
