public import Ink

/// A recorded drawing made ready to be drawn many times at one speed: its points as they travel,
/// and when the pen was where.
public final class WireDrawing: Sendable {
  public let drawing: Drawing
  /// Eight for each point, as the binary frame has them.
  let bytes: [UInt8]
  /// Microseconds since the pen first came down.
  let times: [UInt64]
  /// What the whole drawing is worth, as the server is to say it; nil for shapes that are known
  /// to it alone.
  let score: (quality: Double, completeness: Double)?

  /// - Parameter speed: 1 for real time, 2 for twice as fast.
  public init(_ drawing: Drawing, speed: Double = 1) {
    self.drawing = drawing
    var bytes: [UInt8] = []
    bytes.reserveCapacity(drawing.ink.points.count * 8)
    var times: [UInt64] = []
    var clock = 0.0
    for point in drawing.ink.points {
      for value in [UInt16(bitPattern: point.x), UInt16(bitPattern: point.y), point.elapsed] {
        bytes += [UInt8(truncatingIfNeeded: value), UInt8(value >> 8)]
      }
      bytes += [point.pressure, 0]
      if !times.isEmpty { clock += Double(point.elapsed) * 1_000 / speed }
      times.append(UInt64(clock))
    }
    (self.bytes, self.times) = (bytes, times)
    score = Self.score(drawing)
  }

  public var milliseconds: Int { Int(times.last ?? 0) / 1_000 }

  /// With the decimals of the messages.
  private static func score(_ drawing: Drawing) -> (Double, Double)? {
    let kind = ShapeKind(id: drawing.shape)
    if case .unknown = kind { return nil }
    let score = Scorer.score(drawing: drawing.ink, kind: kind, canvas: drawing.canvas)
    return (rounded(score.quality), rounded(score.completeness))
  }

  private static func rounded(_ value: Float) -> Double {
    var writer = JSONWriter()
    writer.beginArray()
    writer.number(value)
    writer.endArray()
    return (try? JSON(parsing: writer.bytes))?.array?.first?.number ?? -1
  }
}
