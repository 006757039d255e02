import Ink
import Storage

/// One entry in the log of live ink. What a loop appends, recovery reads back after a crash.
///
/// A record, little-endian: `u8` kind · `u32` payload size · 16 bytes drawing id · `u32` seq ·
/// payload. The kinds and their payloads:
///
/// | kind | payload |
/// |---|---|
/// | 1 points | `u8` flags, then the points as on the wire |
/// | 2 style | `u32` colour, `u16` width |
/// | 3 truncate | `u32` points to keep |
/// | 4 submit | |
/// | 5 discard | |
/// | 6 begin | `i64` user, `i64` begun, `u16` canvas width, `u16` height, `u8` device, shape, user agent, play |
/// | 7 snapshot | as begin without play, then `u32` colour, `u16` width, `u32` size and compact strokes, play |
///
/// A text is a `u16` size and UTF-8. Play is nothing outside of the game, and else the `u8` mode, `u8` place
/// and 16 bytes of the round; both are zero outside of rounds.
enum InkRecord {
  enum Kind: UInt8 {
    case points = 1
    case style = 2
    case truncate = 3
    case submit = 4
    case discard = 5
    case begin = 6
    case snapshot = 7
  }

  static func appendPoints(
    _ points: UnsafeBufferPointer<Point>, flags: PointFlags, of drawing: LiveDrawing,
    to log: inout [UInt8]
  ) {
    appendHeader(.points, size: 1 + points.count * PointFrame.pointSize, of: drawing, to: &log)
    log.append(flags.rawValue)
    for point in points {
      log.appendInteger(point.x)
      log.appendInteger(point.y)
      log.appendInteger(point.elapsed)
      log.append(point.pressure)
      log.append(0)
    }
  }

  static func appendStyle(of drawing: LiveDrawing, to log: inout [UInt8]) {
    appendHeader(.style, size: 6, of: drawing, to: &log)
    log.appendInteger(drawing.style.color)
    log.appendInteger(drawing.style.width)
  }

  static func appendTruncate(of drawing: LiveDrawing, to log: inout [UInt8]) {
    appendHeader(.truncate, size: 4, of: drawing, to: &log)
    log.appendInteger(UInt32(drawing.ink.points.count))
  }

  static func appendSubmit(of drawing: LiveDrawing, to log: inout [UInt8]) {
    appendHeader(.submit, size: 0, of: drawing, to: &log)
  }

  static func appendDiscard(of drawing: LiveDrawing, to log: inout [UInt8]) {
    appendHeader(.discard, size: 0, of: drawing, to: &log)
  }

  static func appendBegin(of drawing: LiveDrawing, to log: inout [UInt8]) {
    var payload = beginning(of: drawing)
    payload.append(drawing.play)
    appendHeader(.begin, size: payload.count, of: drawing, to: &log)
    log += payload
  }

  /// The whole drawing as it stands: nothing older is needed any more.
  static func appendSnapshot(of drawing: LiveDrawing, to log: inout [UInt8]) {
    var payload = beginning(of: drawing)
    payload.appendInteger(drawing.style.color)
    payload.appendInteger(drawing.style.width)
    let strokes = StrokeCodec.encode(drawing.ink)
    payload.appendInteger(UInt32(strokes.count))
    payload += strokes
    payload.append(drawing.play)
    appendHeader(.snapshot, size: payload.count, of: drawing, to: &log)
    log += payload
  }

  private static func appendHeader(
    _ kind: Kind, size: Int, of drawing: LiveDrawing, to log: inout [UInt8]
  ) {
    log.append(kind.rawValue)
    log.appendInteger(UInt32(size))
    log.appendInteger(drawing.id.high)
    log.appendInteger(drawing.id.low)
    log.appendInteger(drawing.seq)
  }

  private static func beginning(of drawing: LiveDrawing) -> [UInt8] {
    var payload: [UInt8] = []
    payload.appendInteger(drawing.userID)
    payload.appendInteger(drawing.begun)
    payload.appendInteger(drawing.canvas.width)
    payload.appendInteger(drawing.canvas.height)
    payload.append(drawing.device.rawValue)
    payload.appendText(drawing.shape.key)
    payload.appendText(drawing.userAgent)
    return payload
  }
}

/// Reads records off a row of the log.
struct InkRecordReader {
  struct Entry {
    let kind: InkRecord.Kind
    let id: DrawingID
    let seq: UInt32
    var payload: ByteReader
  }

  private var reader: ByteReader

  init(_ bytes: [UInt8]) { reader = ByteReader(bytes) }

  /// Whether every byte was understood.
  var isAtEnd: Bool { reader.remaining == 0 }

  /// The next record; nil at the end, and where the bytes make no sense any more.
  mutating func next() -> Entry? {
    guard let code: UInt8 = reader.integer(), let kind = InkRecord.Kind(rawValue: code),
      let size: UInt32 = reader.integer(), let high: UInt64 = reader.integer(),
      let low: UInt64 = reader.integer(), let seq: UInt32 = reader.integer(),
      let payload = reader.bytes(Int(size))
    else { return nil }
    return Entry(
      kind: kind, id: DrawingID(high: high, low: low), seq: seq, payload: ByteReader(payload))
  }
}

/// Takes little-endian values off the front of bytes; nil where there are not enough.
struct ByteReader {
  private let all: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { all = bytes }

  var remaining: Int { all.count - position }

  mutating func integer<T: FixedWidthInteger>() -> T? {
    let size = MemoryLayout<T>.size
    guard remaining >= size else { return nil }
    defer { position += size }
    return all.withUnsafeBytes {
      T(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: T.self))
    }
  }

  mutating func bytes(_ count: Int) -> [UInt8]? {
    guard count >= 0, remaining >= count else { return nil }
    defer { position += count }
    return Array(all[position..<position + count])
  }

  mutating func text() -> String? {
    guard let size: UInt16 = integer(), let utf8 = bytes(Int(size)) else { return nil }
    return String(decoding: utf8, as: UTF8.self)
  }
}

extension [UInt8] {
  mutating func appendInteger(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  mutating func appendText(_ text: String) {
    let utf8 = Array(text.utf8.prefix(4_096))
    appendInteger(UInt16(utf8.count))
    append(contentsOf: utf8)
  }
}
