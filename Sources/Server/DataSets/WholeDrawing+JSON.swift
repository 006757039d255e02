import Ink
import Storage

extension WholeDrawing {
  /// A line of Inkling's own format, with what was found of the drawing and what was done to it.
  /// - Throws: `StrokeCodecError` when its strokes are damaged.
  func writeLine(to writer: inout JSONWriter) throws {
    writer.beginObject()
    try drawing().writeMembers(to: &writer)
    if hasPerson { writer.member("user", shown.user) }
    writer.member("status", shown.isComplete ? "complete" : "partial")
    writer.member("quality", shown.quality)
    writer.member("completeness", shown.completeness)
    if let confidence = shown.guessConfidence {
      writer.name("guess")
      writer.beginObject()
      writer.member("shape", shown.guess ?? "none")
      writer.member("confidence", confidence, decimals: 3)
      writer.endObject()
    }
    writer.member("stored_at", timestamp(shown.stored))
    if shown.isFlagged { writer.member("flagged", true) }
    if let reason = shown.flagReason { writer.member("flag_reason", reason) }
    if let deleted = shown.deleted { writer.member("deleted_at", timestamp(deleted)) }
    writer.endObject()
  }

  /// A line of Quick, Draw!'s raw format: its own members first, then what makes the line a drawing
  /// again here. Nobody knows a country; a drawing is recognised where the model saw its shape.
  func writeQuickDrawLine(to writer: inout JSONWriter) throws {
    let ink = try StrokeCodec.decode(strokes)
    writer.beginObject()
    writer.member("word", String(shown.shape.map { $0 == "_" ? " " : $0 }))
    writer.member("countrycode", "")
    let stored = timestamp(shown.stored)
    writer.member("timestamp", "\(stored.prefix(10)) \(stored.dropFirst(11).prefix(12)) UTC")
    writer.member("recognized", shown.guess == shown.shape)
    writer.member("key_id", shown.publicID)
    writer.name("drawing")
    ink.writeColumns(to: &writer)
    writer.name("canvas")
    shown.canvas.write(to: &writer)
    if let device = shown.device.name { writer.member("device", device) }
    if hasPerson { writer.member("user", shown.user) }
    if !shown.isComplete { writer.member("status", "partial") }
    writer.endObject()
  }

  private func drawing() throws -> Drawing {
    Drawing(
      id: shown.publicID, shape: shown.shape, canvas: shown.canvas, device: shown.device,
      ink: try StrokeCodec.decode(strokes), userAgent: userAgent)
  }
}

extension Strokes {
  /// `[[[x…],[y…],[t…]],…]`, times in ms since the drawing began.
  fileprivate func writeColumns(to writer: inout JSONWriter) {
    var time = 0
    writer.beginArray()
    for index in strokes.indices {
      let points = points[range(ofStroke: index)]
      writer.beginArray()
      writer.beginArray()
      for point in points { writer.eighths(Int(point.x)) }
      writer.endArray()
      writer.beginArray()
      for point in points { writer.eighths(Int(point.y)) }
      writer.endArray()
      writer.beginArray()
      for point in points {
        time += Int(point.elapsed)
        writer.integer(time)
      }
      writer.endArray()
      writer.endArray()
    }
    writer.endArray()
  }
}
