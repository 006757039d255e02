import Ink

// How a connection's messages become operations on its drawing.
extension InkSession {
  func receivedPoints(_ frame: UnsafeRawBufferPointer) throws {
    let header = try PointFrame.header(of: frame)
    guard let held else { throw Refusal.noDrawing }
    guard try held.drawing.order(of: header.seq) == .next else { return repeated() }
    try PointFrame.readPoints(frame, count: header.count, into: ink.points)
    try append(held, count: header.count, flags: header.flags)
  }

  func receivedText(_ message: JSON) throws {
    guard case .object = message, let type = message["type"]?.string else {
      throw Refusal.malformed("A text frame is a JSON object with a \"type\".")
    }
    switch type {
    case "begin": try begin(message, userAgent: userAgent)
    case "resume": try resume(try id(in: message))
    case "discard": try discard(try id(in: message))
    case "points", "style", "truncate", "submit": try operation(type, message)
    default:
      throw Refusal(
        code: "unknown_type",
        message:
          "There is no message \"\(type.prefix(40))\"; known are begin, points, style, truncate, submit, resume and discard."
      )
    }
  }

  private func operation(_ type: String, _ message: JSON) throws {
    guard let number = message["seq"]?.integer, let seq = UInt32(exactly: number), seq > 0 else {
      throw Refusal.invalid("\"seq\" is a whole number from 1.")
    }
    guard let held else { throw Refusal.noDrawing }
    let drawing = held.drawing
    guard try drawing.order(of: seq) == .next else { return repeated() }
    switch type {
    case "points":
      var flags: PointFlags = []
      if message["starts_stroke"]?.bool == true { flags.insert(.startsStroke) }
      if message["ends_stroke"]?.bool == true { flags.insert(.endsStroke) }
      let count = try message.readPoints(
        after: drawing.clock, into: ink.points)
      try append(held, count: count, flags: flags)
    case "style":
      guard let color = message["color"]?.string.flatMap(StrokeStyle.color(text:)),
        let width = message["width"]?.number, InkLimits.width ~= Float(width)
      else {
        throw Refusal.invalid("A style has \"color\":\"#rrggbb\" and a \"width\" of 0.5 to 200.")
      }
      drawing.setStyle(StrokeStyle(color: color, width: UInt16((width * 8).rounded())))
      ink.append(held) { InkRecord.appendStyle(of: drawing, to: &$0) }
      list()
    case "truncate":
      guard let count = message["points"]?.integer else {
        throw Refusal.invalid("\"points\" is how many points to keep.")
      }
      try drawing.truncate(to: count)
      ink.append(held) { InkRecord.appendTruncate(of: drawing, to: &$0) }
      changed()
    default:
      try drawing.submit()
      ink.append(held) { InkRecord.appendSubmit(of: drawing, to: &$0) }
      ink.finish(held)
    }
  }

  private func append(_ held: HeldDrawing, count: Int, flags: PointFlags) throws {
    let points = UnsafeBufferPointer(rebasing: ink.points[..<count])
    try held.drawing.append(points, flags: flags)
    ink.append(held) {
      InkRecord.appendPoints(points, flags: flags, of: held.drawing, to: &$0)
    }
    changed()
  }
}
