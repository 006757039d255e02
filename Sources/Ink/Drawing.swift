/// A drawing with all that is said of it, as it is sent, stored and answered.
public struct Drawing: Equatable, Sendable {
  public var id: DrawingID
  /// The shape that was asked for: `circle`, …
  public var shape: String
  public var canvas: Canvas
  public var device: Device
  public var ink: Strokes
  /// What the client's browser called itself; empty when unknown.
  public var userAgent: String

  public init(
    id: DrawingID, shape: String, canvas: Canvas, device: Device, ink: Strokes,
    userAgent: String = ""
  ) {
    self.id = id
    self.shape = shape
    self.canvas = canvas
    self.device = device
    self.ink = ink
    self.userAgent = userAgent
  }
}
