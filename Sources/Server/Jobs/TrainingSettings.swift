import Ink
public import Storage

/// What a training is asked to do. Composed with all defaults it is one text: equal settings are
/// the same training.
public struct TrainingSettings: Sendable, Equatable {
  /// Keys of shapes, in the order of the catalogue.
  public var shapes: [String]
  /// Passes over the drawings; nil for as many as are worth their time.
  public var epochs: Int?
  public var batchSize = 64
  public var learningRate = 0.002
  public var seed = 1
  /// Pixels a side.
  public var inputSize = 32
  /// Drawings of each shape at most.
  public var capPerClass = 20_000
  /// 0...1.
  public var minQuality = 0.0
  /// Learn from drawings that were flagged, too.
  public var flagged = false
  /// Learn also from what was drawn to fool the model, with eyes closed, with the other hand, or by
  /// keyboard.
  public var unusual = false
  /// When drawings were stored, ms since 1970: from the first, up to but not including the second.
  public var from, to: Int64?
  /// How far ink is varied before it is shown, 0...1: not at all, or as far as is usual.
  public var augmentation = 1.0
  /// Mix in made-up drawings.
  public var synthetic = true
  /// The id of the model to go on from.
  public var continueFrom: Int64?
  /// The job whose drawings it learns from: none that is newer than its first begin.
  public var dataOf: Int64?
  /// Serve the new model, unless it is worse than the one that serves.
  public var activate = true
  public var notes = ""

  public static let epochsTaken = 1...200
  public static let batchSizes = [32, 64, 128]
  public static let inputSizes = [32, 64, 128]
  public static let learningRates = 0.00001...1.0
  public static let caps = 10...1_000_000
  public static let seeds = 0...9_007_199_254_740_991
  public static let inclusionChoices: KeyValuePairs = ["without": false, "with": true]
  public static let notesAtMost = 500
  /// With fewer drawings of a shape that cannot be made up, templates answer for it.
  public static let fewestDrawings = 20

  /// - Parameter shapes: all that may be learnt.
  public init(shapes: [String]) { self.shapes = shapes }

  /// The drawings to learn from and to measure with.
  public var selection: DrawingSnapshot.Selection {
    var selection = DrawingSnapshot.Selection(shapes: shapes)
    selection.minQuality = Float(minQuality)
    selection.capPerShape = capPerClass
    selection.seed = UInt64(seed)
    selection.takesFlagged = flagged
    selection.takesUnusual = unusual
    (selection.from, selection.to) = (from, to)
    return selection
  }

  /// The settings whole, as they are stored and compared.
  public var json: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("shapes")
    writer.beginArray()
    for shape in shapes { writer.string(shape) }
    writer.endArray()
    writer.name("epochs")
    if let epochs { writer.integer(epochs) } else { writer.null() }
    writer.member("batch_size", batchSize)
    writer.member("learning_rate", learningRate, decimals: 6)
    writer.member("seed", seed)
    writer.member("input_size", inputSize)
    writer.member("cap_per_class", capPerClass)
    writer.member("min_quality", minQuality)
    writer.member("flagged", flagged ? "with" : "without")
    writer.member("unusual", unusual ? "with" : "without")
    writer.member("from", time: from)
    writer.member("to", time: to)
    writer.member("augmentation", augmentation)
    writer.member("synthetic", synthetic)
    writer.name("continue_from")
    if let continueFrom { writer.integer(Int(continueFrom)) } else { writer.null() }
    writer.name("data_of")
    if let dataOf { writer.integer(Int(dataOf)) } else { writer.null() }
    writer.member("activate", activate)
    writer.member("notes", notes)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
