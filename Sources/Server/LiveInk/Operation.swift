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

extension JSON {
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
