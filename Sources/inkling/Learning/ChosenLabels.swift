import Ink
import Server
import Training

/// Which shapes a training learns: those with drawings enough, or that can be made up, and none; the
/// others wait.
struct ChosenLabels {
  /// The last is `none`.
  let labels: [String]
  let leftOut: [String]

  /// With fewer drawings of a shape, templates answer for it.
  static let fewestDrawings = TrainingSettings.fewestDrawings

  /// - Parameters:
  ///   - counts: of the drawings, by shape.
  ///   - isMixed: whether made-up drawings are shown too.
  /// - Throws: `TrainingError` where nothing can be told apart.
  init(shapes: [String], counts: [Int], isMixed: Bool) throws(TrainingError) {
    guard counts.contains(where: { $0 > 0 }) else { throw .noDrawings }
    let known = zip(shapes, counts).filter { shape, count in
      count >= Self.fewestDrawings || isMixed && SyntheticShape(rawValue: shape) != nil
    }.map(\.0)
    guard known.count > 1 else {
      let drawn = zip(shapes, counts).filter { $0.1 > 0 }.map(\.0)
      throw drawn.count == 1
        ? .oneClass(drawn[0]) : .tooFew(drawn, needed: Self.fewestDrawings)
    }
    guard known.count <= Examples.shapesAtMost else {
      throw .tooMany(known.count, limit: Examples.shapesAtMost)
    }
    labels = known + [Examples.none]
    leftOut = shapes.filter { !known.contains($0) }
  }
}
