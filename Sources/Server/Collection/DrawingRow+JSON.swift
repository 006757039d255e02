import Ink
public import Storage

extension DrawingRow {
  /// The drawing in the format in which drawings are sent.
  /// - Throws: `StrokeCodecError` when its strokes are damaged.
  public func json() throws -> [UInt8] {
    var writer = JSONWriter(capacityInBytes: points * 64 + 256)
    writer.write(self, try StrokeCodec.decode(data))
    return writer.bytes
  }
}

extension JSONWriter {
  /// A stored drawing whole: the format in which drawings are sent, and what was found of it.
  mutating func write(_ row: DrawingRow, _ ink: Strokes) {
    beginObject()
    row.drawing(ink).writeMembers(to: &self)
    writeFindings(row)
    endObject()
  }

  /// A stored drawing without its strokes.
  mutating func writeSummary(_ row: DrawingRow) {
    beginObject()
    member("id", row.publicID)
    member("shape", row.shape)
    member("points", row.points)
    if let mode = row.mode { member("mode", mode.name) }
    writeFindings(row)
    endObject()
  }

  private mutating func writeFindings(_ row: DrawingRow) {
    member("status", row.isComplete ? "complete" : "partial")
    member("quality", row.quality)
    member("completeness", row.completeness)
    member("stored_at", timestamp(row.stored))
  }
}
