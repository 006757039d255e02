import Ink

// The members of text frames, in the words of the person who programs a client.
extension JSON {
  func readType() throws(Refusal) -> String {
    guard case .object = self, let type = self["type"]?.string else {
      throw .malformed("A text frame is a JSON object with a \"type\".")
    }
    return type
  }

  func readSeq() throws(Refusal) -> UInt32 {
    guard let number = self["seq"]?.integer, let seq = UInt32(exactly: number), seq > 0 else {
      throw .invalid("\"seq\" is a whole number from 1.")
    }
    return seq
  }

  func readDrawingID() throws(Refusal) -> DrawingID {
    guard let text = self["drawing"]?.string, let id = DrawingID(text: text.utf8) else {
      throw .invalid("\"drawing\" is a UUID that the client makes, best of version 7.")
    }
    return id
  }

  func readCanvas() throws(Refusal) -> Canvas {
    guard let width = self["canvas"]?["width"]?.number,
      let height = self["canvas"]?["height"]?.number,
      InkLimits.canvas ~= Float(width), InkLimits.canvas ~= Float(height)
    else {
      throw .invalid("A canvas has a \"width\" and a \"height\" of 16 to 3600.")
    }
    return Canvas(width: UInt16((width * 8).rounded()), height: UInt16((height * 8).rounded()))
  }

  func readDevice() throws(Refusal) -> Device {
    let name = self["device"]?.string ?? ""
    if name.isEmpty { return .unknown }
    guard let device = Device(name: name) else {
      throw .invalid("A \"device\" is mouse, touch, pen or keyboard.")
    }
    return device
  }

  /// The version of a model that is asked for by name; nil where none is.
  func readModel() throws(Refusal) -> String? {
    guard let model = self["model"], !model.isNull else { return nil }
    guard let version = model.string else {
      throw .invalid("A \"model\" is the version of one, as a text.")
    }
    return version
  }

  func readStyle() throws(Refusal) -> StrokeStyle {
    guard let color = self["color"]?.string.flatMap(StrokeStyle.color(text:)),
      let width = self["width"]?.number, InkLimits.width ~= Float(width)
    else {
      throw .invalid("A style has \"color\":\"#rrggbb\" and a \"width\" of 0.5 to 200.")
    }
    return StrokeStyle(color: color, width: UInt16((width * 8).rounded()))
  }

  func readPointsToKeep() throws(Refusal) -> Int {
    guard let count = self["points"]?.integer else {
      throw .invalid("\"points\" is how many points to keep.")
    }
    return count
  }

  func readPointFlags() -> PointFlags {
    var flags: PointFlags = []
    if self["starts_stroke"]?.bool == true { flags.insert(.startsStroke) }
    if self["ends_stroke"]?.bool == true { flags.insert(.endsStroke) }
    return flags
  }

  /// Reads `"points":[[x,y,pressure,t],…]` of a text frame, rounded to the wire's resolution.
  ///
  /// - Parameter clock: ms from the drawing's beginning to its last point so far.
  func readPoints(
    after clock: UInt32, into points: UnsafeMutableBufferPointer<Point>
  ) throws(Refusal) -> Int {
    guard let samples = self["points"]?.array else {
      throw .invalid("\"points\" is an array of [x,y,pressure,t].")
    }
    guard samples.count <= InkLimits.pointsPerFrame else {
      throw .invalid(
        "A frame holds at most \(InkLimits.pointsPerFrame) points; this one has \(samples.count).")
    }
    var clock = Double(clock)
    for (index, sample) in samples.enumerated() {
      guard let numbers = sample.array, numbers.count == 4,
        let x = numbers[0].number, let y = numbers[1].number,
        let pressure = numbers[2].number, let time = numbers[3].number
      else { throw .invalid("points[\(index)] is not [x,y,pressure,t].") }
      guard abs(x) < 4_000, abs(y) < 4_000 else {
        throw Refusal(code: "off_canvas", message: "points[\(index)] lies outside the canvas.")
      }
      guard 0...1 ~= pressure, time >= 0, time < 4e9 else {
        throw .invalid("points[\(index)]: a pressure is 0 to 1, a time is ms since the beginning.")
      }
      guard time.rounded() >= clock else {
        throw .invalid("points[\(index)].t falls: \(time) after \(clock).")
      }
      points[index] = Point(
        x: Int16((x * 8).rounded()), y: Int16((y * 8).rounded()),
        elapsed: UInt16(min(time.rounded() - clock, 65_535)),
        pressure: UInt8((pressure * 255).rounded()))
      clock = time.rounded()
    }
    return samples.count
  }
}
