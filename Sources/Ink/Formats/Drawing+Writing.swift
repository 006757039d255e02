extension Drawing {
  /// The drawing in Inkling's own format (docs/api.md); reading it again gives the same drawing.
  public func json() -> [UInt8] {
    // A point takes about 60 bytes.
    var writer = JSONWriter(capacityInBytes: 256 + ink.points.count * 64)
    write(to: &writer)
    return writer.bytes
  }

  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writeMembers(to: &writer)
    writer.endObject()
  }

  /// The drawing's members into an object that the caller opened and may add to.
  public func writeMembers(to writer: inout JSONWriter) {
    writer.member("id", id)
    writer.member("shape", shape)
    writer.name("canvas")
    canvas.write(to: &writer)
    writer.name("strokes")
    ink.write(to: &writer)
    writer.member("duration_ms", Int(ink.durationInMilliseconds))
    if let device = device.name { writer.member("device", device) }
    if !userAgent.isEmpty { writer.member("user_agent", userAgent) }
  }
}

extension Canvas {
  /// `{"width":400,"height":400}`
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.name("width")
    writer.eighths(Int(width))
    writer.name("height")
    writer.eighths(Int(height))
    writer.endObject()
  }
}

extension Strokes {
  /// `[{"points":[{"x","y","pressure","timestamp"},…],"color","width"},…]`, times in ms since
  /// the drawing began.
  /// - Parameter milliseconds: how long other ink was drawn before.
  public func write(to writer: inout JSONWriter, after milliseconds: Int = 0) {
    writer.beginArray()
    var time = milliseconds
    for (index, stroke) in strokes.enumerated() {
      writer.beginObject()
      writer.name("points")
      writer.beginArray()
      for point in points[range(ofStroke: index)] {
        time += Int(point.elapsed)
        writer.beginObject()
        writer.name("x")
        writer.eighths(Int(point.x))
        writer.name("y")
        writer.eighths(Int(point.y))
        writer.name("pressure")
        writer.pressure(point.pressure)
        writer.member("timestamp", time)
        writer.endObject()
      }
      writer.endArray()
      stroke.style.writeMembers(to: &writer)
      writer.endObject()
    }
    writer.endArray()
  }

  /// `[[[x,y,pressure,t],…],…]`, the short form that a resumed drawing is sent in.
  public func writeCompact(to writer: inout JSONWriter) {
    writer.beginArray()
    var time = 0
    for index in strokes.indices {
      writer.beginArray()
      for point in points[range(ofStroke: index)] {
        time += Int(point.elapsed)
        writer.beginArray()
        writer.eighths(Int(point.x))
        writer.eighths(Int(point.y))
        writer.pressure(point.pressure)
        writer.integer(time)
        writer.endArray()
      }
      writer.endArray()
    }
    writer.endArray()
  }
}

extension StrokeStyle {
  /// `"color":"#rrggbb","width":3` into an open object.
  public func writeMembers(to writer: inout JSONWriter) {
    writer.name("color")
    writer.string(utf8: colorText)
    writer.name("width")
    writer.eighths(Int(width))
  }

  /// `#rrggbb` as UTF-8.
  public var colorText: [UInt8] {
    var text = [UInt8(ascii: "#")]
    for shift in stride(from: UInt32(20), through: 0, by: -4) {
      text.append(hexDigit(UInt8(color >> shift & 15)))
    }
    return text
  }
}

extension JSONWriter {
  /// A pressure with as few decimals as bring it back: three are always enough.
  mutating func pressure(_ pressure: UInt8) {
    var unit = 10
    for decimals in 1...3 {
      let scaled = (Int(pressure) * unit * 2 + 255) / 510
      // Half away from zero, as it is read.
      if (scaled * 255 * 2 + unit) / (unit * 2) == Int(pressure) {
        return number(Double(scaled) / Double(unit), decimals: decimals)
      }
      unit *= 10
    }
  }
}
