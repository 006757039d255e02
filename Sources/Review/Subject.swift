public import Ink

/// A drawing as a scan is given it.
public struct Subject: Sendable {
  /// Rising, so that of two the later is known.
  public var number: Int64
  /// The shape that was asked for, as a label and in words: `circle`.
  public var label: String
  public var kind: ShapeKind
  /// Tells who drew it.
  public var person: UInt64
  public var quality, completeness: Float
  public var canvas: Canvas
  public var ink: Strokes
  /// Mean quality of all that the person has drawn, and of how many drawings.
  public var usual: (quality: Double, drawings: Int)
  /// It only serves to find what repeats it.
  public var isDecided: Bool

  public init(
    number: Int64, label: String, kind: ShapeKind, person: UInt64, quality: Float,
    completeness: Float, canvas: Canvas, ink: Strokes, usual: (quality: Double, drawings: Int),
    isDecided: Bool
  ) {
    self.number = number
    self.label = label
    self.kind = kind
    self.person = person
    self.quality = quality
    self.completeness = completeness
    self.canvas = canvas
    self.ink = ink
    self.usual = usual
    self.isDecided = isDecided
  }
}
