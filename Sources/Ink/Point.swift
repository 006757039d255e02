/// One sample of the pen, at the resolution that is kept: eight bytes, the wire's layout.
///
/// What a client sends is stored bit for bit, so a point holds the wire's integers and offers
/// canvas units only as computed values.
public struct Point: Equatable, Sendable {
  /// Eighths of a canvas unit; the origin is the top left corner, y grows downwards.
  public var x, y: Int16
  /// Milliseconds since the drawing's point before; 65,535 stands for that and anything longer.
  public var elapsed: UInt16
  /// 0 (no contact) ... 255 (hardest press). Devices without a sensor report 128.
  public var pressure: UInt8

  public init(x: Int16, y: Int16, elapsed: UInt16 = 0, pressure: UInt8 = 128) {
    self.x = x
    self.y = y
    self.elapsed = elapsed
    self.pressure = pressure
  }

  /// How many steps of the stored grid make one canvas unit.
  public static let stepsPerUnit: Float = 8

  /// Canvas units.
  public var xInUnits: Float { Float(x) / Point.stepsPerUnit }
  /// Canvas units.
  public var yInUnits: Float { Float(y) / Point.stepsPerUnit }
  /// 0 ... 1.
  public var pressureShare: Float { Float(pressure) / 255 }
}

/// How a stroke looks.
public struct StrokeStyle: Equatable, Sendable {
  /// `0xRRGGBB`.
  public var color: UInt32
  /// Eighths of a canvas unit, at full pressure.
  public var width: UInt16

  public init(color: UInt32, width: UInt16) {
    self.color = color
    self.width = width
  }

  /// Black, three units wide: what a drawing has that says nothing else.
  public static let standard = StrokeStyle(color: 0, width: 24)
}

/// From pen down to pen up: a range of the drawing's points, and how it looks.
public struct Stroke: Equatable, Sendable {
  /// Index of the stroke's first point among the drawing's points. The stroke ends where the
  /// next one starts.
  public var start: Int32
  public var style: StrokeStyle

  public init(start: Int32, style: StrokeStyle) {
    self.start = start
    self.style = style
  }
}

/// The surface drawn on, in eighths of a canvas unit like the points.
public struct Canvas: Equatable, Sendable {
  public var width, height: UInt16

  public init(width: UInt16, height: UInt16) {
    self.width = width
    self.height = height
  }

  /// - Parameter units: the side of a square canvas in canvas units.
  public init(square units: UInt16) {
    self.init(width: units * 8, height: units * 8)
  }

  /// Whether a point lies on the canvas or within a tenth of its size around it.
  @inline(__always)
  public func admits(_ point: Point) -> Bool {
    let marginX = Int32(width) / 10
    let marginY = Int32(height) / 10
    return Int32(point.x) >= -marginX && Int32(point.x) <= Int32(width) + marginX
      && Int32(point.y) >= -marginY && Int32(point.y) <= Int32(height) + marginY
  }
}

/// What the pen was.
public enum Device: UInt8, Sendable, CaseIterable {
  case unknown = 0
  case mouse = 1
  case touch = 2
  case pen = 3
  case keyboard = 4
}

/// The bounds of a drawing. What lies outside is refused with a reason, never cut to fit.
public enum InkLimits {
  public static let points = 20_000
  public static let strokes = 256
  /// Canvas sides, in canvas units.
  public static let canvas: ClosedRange<Float> = 16...3_600
  /// Stroke widths, in canvas units.
  public static let width: ClosedRange<Float> = 0.5...200
  /// Points in one frame on the wire.
  public static let pointsPerFrame = 512
}
