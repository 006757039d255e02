/// How far a training has come.
public struct Progress: Sendable, Equatable {
  public var epoch = 0
  public var epochs = 0
  public var step = 0
  public var steps = 0
  /// Mean cross entropy of the last steps, in nats.
  public var loss = 0.0
  /// Share of the last steps' drawings that were recognised.
  public var accuracy = 0.0
  /// Of the held-out drawings after the last epoch, nil before it: mean cross entropy in nats, and
  /// the share that was recognised.
  public var validationLoss, validationAccuracy: Double?
  /// Whether they were looked at after this very step.
  public var isJudged = false
  public var imagesPerSecond = 0.0
  public var secondsLeft: Double?

  public init() {}
}
