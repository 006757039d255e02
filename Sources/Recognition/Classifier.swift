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
  private let templates: TemplateRecognizer?
  /// The network's own guesses, when templates add to them.
  private var known: Guesses
  private let returned: [Int]

  /// - Parameter templates: of shapes that the model does not know, or not yet well enough.
  public init(model: Model, templates: TemplateRecognizer? = nil) {
    self.init(model: model, packed: model.packed, templates: templates)
  }

  /// With a kernel of one's choice, for tests and measurements.
  /// - Precondition: this machine supports it.
  public init(model: Model, kernel: Kernel) {
    precondition(kernel.isSupported)
    self.init(
      model: model, packed: PackedNetwork(model.network, kernel: kernel), templates: nil)
  }

  private init(model: Model, packed: PackedNetwork, templates: TemplateRecognizer?) {
    self.model = model
    self.templates = templates
    forwardPass = ForwardPass(packed)
    known = Guesses(labels: model.labels)
    guesses = known
    var returned: [Int] = []
    if let templates {
      var labels = Array(model.labels.dropLast())
      for label in templates.labels where label != Labels.none {
        if let index = labels.firstIndex(of: label) {
          returned.append(index)
        } else {
          labels.append(label)
        }
      }
      guesses = Guesses(labels: labels + [Labels.none])
    }
    self.returned = returned
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
    guard let templates else { return }
    // Ink that the network is sure of needs no second look.
    let isOpen = known.label == Labels.none || known.confidence < 0.9
    let match = isOpen || returned.contains(known.order[0]) ? templates.match(ink) : nil
    guesses.update(network: known, match: match, returned: returned)
  }

  /// What an image is.
  /// - Parameter pixels: `inputSize * inputSize`, as `InkRaster` makes them.
  public mutating func classify(pixels: [UInt8], isFinished: Bool) {
    forwardPass.run(pixels, isPenUp: isFinished)
    let temperatures = model.temperatures
    let multiplier = isFinished ? temperatures.penUp : temperatures.penDown
    guard templates != nil else {
      return guesses.update(logits: forwardPass.logits, multiplier: multiplier)
    }
    known.update(logits: forwardPass.logits, multiplier: multiplier)
    guesses.update(network: known, match: nil, returned: returned)
  }

  /// What the hidden layer made of the image at the last call, 0...127: drawings that look alike to
  /// the network are near each other in it.
  public var features: [UInt8] { forwardPass.hidden }

  /// What the network said at the last call, by class, in 1/1024 nat, before temperatures.
  public var logits: [Int64] { forwardPass.logits }
}
