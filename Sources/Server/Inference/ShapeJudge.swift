import Ink
import Recognition

/// Says how surely finished ink is a shape. It goes along with closures that outlive a call.
final class ShapeJudge {
  private let label: Int
  private var classifier: Classifier
  private var raster: InkRaster

  /// - Returns: nil when the model does not know the shape.
  init?(_ shape: String, _ served: ServedModel) {
    guard let label = served.model.labels.firstIndex(of: shape) else { return nil }
    self.label = label
    classifier = Classifier(model: served.model)
    raster = InkRaster(size: served.model.inputSize)
  }

  func confidence(of ink: Strokes) -> Float {
    raster.reset()
    classifier.classify(ink, in: &raster, isFinished: true)
    return classifier.guesses.confidences[label]
  }
}
