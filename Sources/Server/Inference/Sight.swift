import Ink
import Recognition

/// What is kept between two looks at a drawing that grows: its image so far, and whether the
/// guesses have settled. About 1.3 kB once the drawing was looked at.
struct Sight {
  private var raster: InkRaster?
  private(set) var decision = Decision()
  /// Whose classes `decision` counts.
  private weak var served: ServedModel?

  /// The ink was cut, or another begins.
  mutating func reset() {
    raster?.reset()
    decision = Decision()
  }

  /// Gives the memory back, for as long as nobody looks.
  mutating func close() { self = Sight() }

  mutating func look(
    at ink: Strokes, isFinished: Bool, _ served: ServedModel, _ classifier: inout Classifier
  ) -> Guesses {
    if self.served !== served {
      self.served = served
      decision = Decision()
    }
    if raster?.size != served.model.inputSize { raster = InkRaster(size: served.model.inputSize) }
    classifier.classify(ink, in: &raster!, isFinished: isFinished)
    decision.update(classifier.guesses, points: ink.points.count, isFinished: isFinished)
    return classifier.guesses
  }
}
