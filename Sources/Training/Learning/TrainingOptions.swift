/// How to learn. Equal options, drawings and seed give the same model, byte for byte.
public struct TrainingOptions: Sendable {
  /// Pixels a side: 32, 64 or 128.
  public var inputSize = 32
  /// Passes over the drawings; nil for as many as show about `presentations` drawings.
  public var epochs: Int?
  public var presentations = 90_000
  /// A multiple of 8.
  public var batchSize = 64
  public var learningRate = 2e-3
  public var weightDecay = 0.02
  public var seed: UInt64 = 1
  /// Of a class, at most so many drawings are shown an epoch.
  public var capPerClass = 20_000
  /// Of the presentations of the five shapes and of none, how many are made-up drawings; the rest
  /// are people's, where there are any.
  public var syntheticShare = 0.7
  /// How many of `none` are shown for each drawing of a shape.
  public var noneWeight = 1.5
  /// Epochs without a better validation until the last part of the schedule begins; 0 for never.
  public var patience = 6
  public var augmentation = Augmentation()

  public init() {}
}
