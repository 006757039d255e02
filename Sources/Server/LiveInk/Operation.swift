import Ink

/// What a frame of points says besides its points.
struct PointFlags: OptionSet {
  let rawValue: UInt8
  /// The first point starts a stroke.
  static let startsStroke = PointFlags(rawValue: 1)
  /// The pen was lifted after the last point; a frame may carry no point then.
  static let endsStroke = PointFlags(rawValue: 2)
}

/// Why an operation or a message was not taken; the text is for the person who programs a client.
struct Refusal: Error {
  let code: StaticString
  let message: String
  /// The frame itself is broken: the connection ends, for nothing after it can be trusted.
  var isMalformed = false
  /// The operation that is expected instead.
  var expected: UInt32?

  static func malformed(_ message: String) -> Refusal {
    Refusal(code: "malformed", message: message, isMalformed: true)
  }
  static func invalid(_ message: String) -> Refusal { Refusal(code: "invalid", message: message) }
  static func unknownType(_ type: String, known: String) -> Refusal {
    Refusal(
      code: "unknown_type",
      message: "There is no message \"\(type.prefix(40))\"; known are \(known).")
  }
}

/// Reads binary frames of points (little-endian):
///
/// | offset | size | field |
/// |---|---|---|
/// | 0 | 1 | kind, 1 |
/// | 1 | 1 | flags |
/// | 2 | 2 | zero |
/// | 4 | 4 | sequence number |
/// | 8 | 8 each | `i16 x`, `i16 y` (1/8 unit), `u16` ms since the point before, `u8` pressure, zero |
enum PointFrame {
  static let headerSize = 8
  static let pointSize = 8

  struct Header {
    let flags: PointFlags
    let seq: UInt32
    let count: Int
  }

  static func header(of frame: UnsafeRawBufferPointer) throws(Refusal) -> Header {
    guard frame.count >= headerSize else {
      throw .malformed("A binary frame has at least 8 bytes; this one has \(frame.count).")
    }
    guard frame[0] == 1 else {
      throw .malformed("A binary frame of kind \(frame[0]) is unknown; points are kind 1.")
    }
    guard frame[1] & ~3 == 0, frame[2] == 0, frame[3] == 0 else {
      throw .malformed("Unknown flags, or bytes 2 and 3 are not zero.")
    }
    let (count, rest) = (frame.count - headerSize).quotientAndRemainder(dividingBy: pointSize)
    guard rest == 0 else {
      throw .malformed("The frame ends inside a point: \(rest) bytes too many.")
    }
    guard count <= InkLimits.pointsPerFrame else {
      throw .malformed(
        "A frame holds at most \(InkLimits.pointsPerFrame) points; this one has \(count).")
    }
    let seq = UInt32(littleEndian: frame.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    return Header(flags: PointFlags(rawValue: frame[1]), seq: seq, count: count)
  }

  /// - Precondition: `header` was read from the same frame; `points` has room for its count.
  static func readPoints(
    _ frame: UnsafeRawBufferPointer, count: Int, into points: UnsafeMutableBufferPointer<Point>
  ) throws(Refusal) {
    for index in 0..<count {
      let offset = headerSize + index * pointSize
      points[index] = Point(frame, at: offset)
      guard frame[offset + 7] == 0 else {
        throw .malformed("The last byte of a point is zero; that of point \(index) is not.")
      }
    }
  }
}

extension Point {
  init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    self.init(
      x: Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int16.self)),
      y: Int16(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 2, as: Int16.self)),
      elapsed: UInt16(
        littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt16.self)),
      pressure: bytes[offset + 6])
  }
}
