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
    let type = try message.readType()
    switch type {
    case "begin": try begin(message, userAgent: userAgent)
    case "resume": try resume(try message.readDrawingID())
    case "discard": try discard(try message.readDrawingID())
    case "points", "style", "truncate", "submit": try operation(type, message)
    default:
      throw Refusal.unknownType(
        type, known: "begin, points, style, truncate, submit, resume and discard")
    }
  }

  private func operation(_ type: String, _ message: JSON) throws {
    let seq = try message.readSeq()
    guard let held else { throw Refusal.noDrawing }
    let drawing = held.drawing
    guard try drawing.order(of: seq) == .next else { return repeated() }
    switch type {
    case "points":
      let count = try message.readPoints(after: drawing.clock, into: ink.points)
      try append(held, count: count, flags: message.readPointFlags())
    case "style":
      drawing.setStyle(try message.readStyle())
      ink.append(held) { InkRecord.appendStyle(of: drawing, to: &$0) }
      list()
    case "truncate":
      try drawing.truncate(to: try message.readPointsToKeep())
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
