import Ink
import Testing

@testable import Server
@testable import Storage

@Suite struct InkRecordTests {
  private func log(of drawing: LiveDrawing) throws -> [UInt8] {
    var log: [UInt8] = []
    InkRecord.appendBegin(of: drawing, to: &log)
    let points = (0..<5).map { Point(x: Int16($0 * 100), y: 40, elapsed: 16, pressure: 7) }
    try points.withUnsafeBufferPointer {
      try drawing.append($0, flags: [.startsStroke, .endsStroke])
      InkRecord.appendPoints($0, flags: [.startsStroke, .endsStroke], of: drawing, to: &log)
    }
    drawing.setStyle(StrokeStyle(color: 0x12ab34, width: 40))
    InkRecord.appendStyle(of: drawing, to: &log)
    try drawing.truncate(to: 3)
    InkRecord.appendTruncate(of: drawing, to: &log)
    InkRecord.appendSnapshot(of: drawing, to: &log)
    try drawing.submit()
    InkRecord.appendSubmit(of: drawing, to: &log)
    return log
  }

  @Test func `records come back as they went in`() throws {
    let log = try log(of: .testing())
    var reader = InkRecordReader(log)
    var kinds: [InkRecord.Kind] = []
    var numbers: [UInt32] = []
    while let entry = reader.next() {
      kinds.append(entry.kind)
      numbers.append(entry.seq)
    }
    #expect(kinds == [.begin, .points, .style, .truncate, .snapshot, .submit])
    #expect(numbers == [0, 1, 2, 3, 3, 4])
    #expect(reader.isAtEnd)
  }

  @Test func `a log that was cut anywhere gives what is whole and no more`() throws {
    let log = try log(of: .testing())
    for size in log.indices {
      var reader = InkRecordReader(Array(log[..<size]))
      var count = 0
      while reader.next() != nil { count += 1 }
      #expect(count < 6)
    }
  }
}

@Suite struct PointFrameTests {
  private let frame: [UInt8] =
    [1, 3, 0, 0, 9, 0, 0, 0] + [8, 0, 0xf8, 0xff, 16, 0, 200, 0] + [0, 1, 0, 2, 0xff, 0xff, 0, 0]

  @Test func `a frame is read to the bit`() throws {
    try frame.withUnsafeBytes { bytes in
      let header = try PointFrame.header(of: bytes)
      #expect(header.seq == 9)
      #expect(header.count == 2)
      #expect(header.flags == [.startsStroke, .endsStroke])
      #expect(Point(bytes, at: 8) == Point(x: 8, y: -8, elapsed: 16, pressure: 200))
      #expect(Point(bytes, at: 16) == Point(x: 256, y: 512, elapsed: 65_535, pressure: 0))
    }
  }

  @Test func `a frame cut at any byte is refused, but between points`() {
    for size in frame.indices {
      frame[..<size].withUnsafeBytes { bytes in
        if size >= 8 && size % 8 == 0 {
          #expect((try? PointFrame.header(of: bytes))?.count == size / 8 - 1)
        } else {
          #expect(throws: Refusal.self) { try PointFrame.header(of: bytes) }
        }
      }
    }
  }

  @Test(arguments: [(0, 2), (1, 4), (2, 1), (3, 1)])
  func `unknown kinds, flags and fillers are refused`(index: Int, value: Int) {
    var broken = frame
    broken[index] = UInt8(value)
    _ = broken.withUnsafeBytes { bytes in
      #expect(throws: Refusal.self) { try PointFrame.header(of: bytes) }
    }
  }

  @Test func `more than 512 points are refused`() {
    let long = Array(frame[..<8]) + [UInt8](repeating: 0, count: 513 * 8)
    _ = long.withUnsafeBytes { bytes in
      #expect(throws: Refusal.self) { try PointFrame.header(of: bytes) }
    }
  }
}

extension LiveDrawing {
  static func testing(user: Int64 = 1, id: UInt64 = 1) -> LiveDrawing {
    LiveDrawing(
      id: DrawingID(milliseconds: id, random: (id, id)), userID: user,
      shape: Shape(
        ShapeRow(
          id: 2, key: "circle", name: "circle", description: "", difficulty: 1, enabled: true,
          place: nil, examples: []), strokes: []),
      ink: NumberedInk(canvas: Canvas(square: 400)), device: .pen, userAgent: "a browser", begun: 5)
  }

  func draw(_ points: [Point], _ flags: PointFlags = .startsStroke) throws(Refusal) {
    let buffer = UnsafeMutableBufferPointer<Point>.allocate(capacity: max(points.count, 1))
    defer { buffer.deallocate() }
    _ = buffer.update(fromContentsOf: points)
    try append(UnsafeBufferPointer(rebasing: buffer[..<points.count]), flags: flags)
  }
}
