public import Ink

/// Says what ink is. One for a connection or a thread: it holds the memory it works in.
///
/// The same ink gives the same numbers on every machine and with every kernel, to the bit.
public struct Recognizer: Sendable {
  public let model: Model
  /// What the last call found.
  public private(set) var guesses: Guesses

  private var raster: InkRaster
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
    raster = InkRaster(size: model.inputSize)
    forwardPass = ForwardPass(packed)
    guesses = Guesses(labels: model.labels)
  }

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
    raster.draw(ink)
    return classify(pixels: raster.pixels, isFinished: isFinished)
  }

  /// What an image is.
  /// - Parameter pixels: `inputSize * inputSize`, as `InkRaster` makes them.
  @discardableResult
  public mutating func classify(pixels: [UInt8], isFinished: Bool) -> Guesses {
    forwardPass.run(pixels, isPenUp: isFinished)
    let temperatures = model.temperatures
    guesses.update(
      logits: forwardPass.logits,
      multiplier: isFinished ? temperatures.penUp : temperatures.penDown)
    return guesses
  }

  /// What the network said at the last call, by class, in 1/1024 nat, before temperatures.
  public var logits: [Int64] { forwardPass.logits }
  /// The image of the ink at the last call.
  public var pixels: [UInt8] { raster.pixels }
}
