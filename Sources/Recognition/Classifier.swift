public import Ink

/// Says what an image of ink is: a model, and the memory that its forward pass works in.
///
/// One for a thread; what belongs to a single drawing is its `InkRaster`, a kilobyte. The same ink
/// gives the same numbers on every machine and with every kernel, to the bit.
public struct Classifier: Sendable {
  public let model: Model
  /// What the last call found.
  public private(set) var guesses: Guesses

  private var forwardPass: ForwardPass

  public init(model: Model) { self.init(model: model, packed: model.packed) }

  /// With a kernel of one's choice, for tests and measurements.
  /// - Precondition: this machine supports it.
  public init(model: Model, kernel: Kernel) {
    precondition(kernel.isSupported)
    self.init(model: model, packed: PackedNetwork(model.network, kernel: kernel))
  }

  private init(model: Model, packed: PackedNetwork) {
    self.model = model
    forwardPass = ForwardPass(packed)
    guesses = Guesses(labels: model.labels)
  }

  /// What the ink is, drawn into a raster that goes with it. It takes memory only when a caller
  /// still holds the guesses of the call before.
  ///
  /// - Parameters:
  ///   - raster: of the model's `inputSize`; fresh, or what an earlier call drew of the same ink.
  ///   - isFinished: whether the pen is up.
  public mutating func classify(
    _ ink: Strokes, in raster: inout InkRaster, isFinished: Bool
  ) {
    raster.draw(ink)
    classify(pixels: raster.pixels, isFinished: isFinished)
  }

  /// What an image is.
  /// - Parameter pixels: `inputSize * inputSize`, as `InkRaster` makes them.
  public mutating func classify(pixels: [UInt8], isFinished: Bool) {
    forwardPass.run(pixels, isPenUp: isFinished)
    let temperatures = model.temperatures
    guesses.update(
      logits: forwardPass.logits,
      multiplier: isFinished ? temperatures.penUp : temperatures.penDown)
  }

  /// What the network said at the last call, by class, in 1/1024 nat, before temperatures.
  public var logits: [Int64] { forwardPass.logits }
}
