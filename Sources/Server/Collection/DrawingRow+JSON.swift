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
