public import Ink

/// Says what one drawing after another is: a classifier with a raster of its own.
///
/// Whoever looks at many drawings in turn keeps one `Classifier` and an `InkRaster` for each.
public struct Recognizer: Sendable {
  private var classifier: Classifier
  private var raster: InkRaster

  public init(model: Model) { self.init(Classifier(model: model)) }

  /// With a kernel of one's choice, for tests and measurements.
  /// - Precondition: this machine supports it.
  public init(model: Model, kernel: Kernel) { self.init(Classifier(model: model, kernel: kernel)) }

  private init(_ classifier: Classifier) {
    self.classifier = classifier
    raster = InkRaster(size: classifier.model.inputSize)
  }

  public var model: Model { classifier.model }
  /// What the last call found.
  public var guesses: Guesses { classifier.guesses }

  /// Forgets the ink, for another drawing or after undo.
  public mutating func reset() { raster.reset() }

  /// What the ink is. It takes memory only when a caller still holds the guesses of the call before.
  ///
  /// - Parameters:
  ///   - ink: what it was at the last call, with points added at its end; after anything else call
  ///     `reset` first.
  ///   - isFinished: whether the pen is up.
  @discardableResult
  public mutating func classify(_ ink: Strokes, isFinished: Bool) -> Guesses {
    classifier.classify(ink, in: &raster, isFinished: isFinished)
    return classifier.guesses
  }

  /// What an image is.
  /// - Parameter pixels: `inputSize * inputSize`, as `InkRaster` makes them.
  @discardableResult
  public mutating func classify(pixels: [UInt8], isFinished: Bool) -> Guesses {
    classifier.classify(pixels: pixels, isFinished: isFinished)
    return classifier.guesses
  }

  /// What the network said at the last call, by class, in 1/1024 nat, before temperatures.
  public var logits: [Int64] { classifier.logits }
  /// The image of the ink at the last call.
  public var pixels: [UInt8] { raster.pixels }
}
