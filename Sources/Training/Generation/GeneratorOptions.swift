/// How to learn to generate. Equal options, drawings and seed give the same generator, byte for byte.
public struct GeneratorOptions: Sendable {
  /// Drawings shown in all, each shape equally often.
  public var presentations = 400_000
  public var learningRate = 2e-3
  public var seed: UInt64 = 1
  /// Directions in which drawings differ.
  public var codeSize = 12
  /// Width of the hidden layers, a multiple of 16.
  public var hidden = 128
  /// Of each shape, at most so many drawings are learnt from, and so many of their codes kept.
  public var drawingsPerShape = 3_000
  public var codesPerShape = 600
  /// Drawings that a shape needs.
  public var fewest = 5

  public init() {}
}
