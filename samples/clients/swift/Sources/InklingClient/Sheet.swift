import Foundation

/// One drawing as numbered operations.
///
/// What is drawn waits until it is asked for, so that all the points of an interval share a frame;
/// an operation that was made stays as it is, to be sent again.
struct Sheet {
  /// x and y in eighths of a unit, ms since the point before, pressure 0 … 255.
  struct WirePoint {
    var x, y: Int16
    var elapsed: UInt16
    var pressure: UInt8
  }

  enum Operation: Sendable {
    case text(String)
    case binary(Data)
  }

  private enum Waiting {
    case part(starts: Bool, ends: Bool, points: [WirePoint])
    case truncate(Int)
  }

  let id = newID()
  let canvas: Canvas
  /// Operation n stands at n - 1.
  private(set) var operations: [Operation] = []
  private var waiting: [Waiting] = []
  private var times: [Double] = []
  private var starts: [Int] = []
  private var isDown = false

  private static let limits = (points: 20_000, strokes: 256, frame: 512)

  init(canvas: Canvas) { self.canvas = canvas }

  var pointCount: Int { times.count }
  var isNumbered: Bool { waiting.isEmpty }

  /// Adds a point; the first one after the pen was lifted starts a stroke.
  mutating func add(x: Double, y: Double, time: Double, pressure: Double?) throws(InklingError) {
    guard admits(x, canvas.width), admits(y, canvas.height) else {
      throw InklingError("off_canvas", "(\(x), \(y)) is too far off the canvas")
    }
    guard time.isFinite, 0...1 ~= pressure ?? 0 else {
      throw InklingError("invalid", "a pressure is 0 to 1, a time finite")
    }
    let at = time.rounded()
    let before = times.last ?? at
    guard at >= before else {
      throw InklingError("invalid", "the time falls from \(before) to \(at) ms")
    }
    let startsStroke = !isDown
    guard times.count < Self.limits.points, !startsStroke || starts.count < Self.limits.strokes
    else { throw InklingError("too_many_points", "the drawing is full") }
    if startsStroke { starts.append(times.count) }
    times.append(at)
    isDown = true
    let point = WirePoint(
      x: Int16((x * 8).rounded()), y: Int16((y * 8).rounded()),
      elapsed: UInt16(min(at - before, 65_535)),
      pressure: pressure.map { UInt8(($0 * 255).rounded()) } ?? 128)
    if !startsStroke, case .part(let starts, false, let points) = waiting.last {
      waiting[waiting.count - 1] = .part(starts: starts, ends: false, points: points + [point])
    } else {
      waiting.append(.part(starts: startsStroke, ends: false, points: [point]))
    }
  }

  /// The pen goes up.
  mutating func lift() {
    guard isDown else { return }
    isDown = false
    if case .part(let starts, false, let points) = waiting.last {
      waiting[waiting.count - 1] = .part(starts: starts, ends: true, points: points)
    } else {
      waiting.append(.part(starts: false, ends: true, points: []))
    }
  }

  /// Keeps the first points, counted through all strokes.
  mutating func truncate(to count: Int) throws(InklingError) {
    guard 0...times.count ~= count else {
      throw InklingError("invalid", "\(count) of \(times.count) points cannot be kept")
    }
    times.removeLast(times.count - count)
    starts.removeAll { $0 >= count }
    isDown = false
    waiting.append(.truncate(count))
  }

  /// Takes the last stroke away.
  mutating func undo() throws(InklingError) {
    if let start = starts.last { try truncate(to: start) }
  }

  /// Makes the next operation of what waits.
  /// - Returns: whether there was anything.
  mutating func number() -> Bool {
    guard let first = waiting.first else { return false }
    let seq = operations.count + 1
    switch first {
    case .truncate(let count):
      waiting.removeFirst()
      operations.append(.text(#"{"type":"truncate","seq":\#(seq),"points":\#(count)}"#))
    case .part(let starts, let ends, let points):
      let now = points.prefix(Self.limits.frame)
      let rest = points.dropFirst(Self.limits.frame)
      operations.append(.binary(frame(seq, starts, ends && rest.isEmpty, now)))
      if rest.isEmpty {
        waiting.removeFirst()
      } else {
        waiting[0] = .part(starts: false, ends: ends, points: Array(rest))
      }
    }
    return true
  }

  /// On the canvas or within a tenth of its size around it, in the server's own whole numbers.
  private func admits(_ place: Double, _ side: Double) -> Bool {
    let (steps, margin) = ((place * 8).rounded(), (side * 8 / 10).rounded(.down))
    return steps >= -margin && steps <= side * 8 + margin
  }
}

/// Kind 1, flags, zero, `seq`, then 8 bytes a point, little-endian.
private func frame(
  _ seq: Int, _ starts: Bool, _ ends: Bool, _ points: ArraySlice<Sheet.WirePoint>
) -> Data {
  var bytes = Data(capacity: 8 + points.count * 8)
  func put<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
  put(UInt8(1))
  put(UInt8((starts ? 1 : 0) | (ends ? 2 : 0)))
  put(UInt16(0))
  put(UInt32(seq))
  for point in points {
    put(point.x)
    put(point.y)
    put(point.elapsed)
    put(point.pressure)
    put(UInt8(0))
  }
  return bytes
}

/// A version 7 UUID of now (RFC 9562, section 5.7).
private func newID() -> String {
  var bytes = (0..<16).map { _ in UInt8.random(in: 0...255) }
  let milliseconds = UInt64(Date().timeIntervalSince1970 * 1_000)
  for index in 0..<6 { bytes[index] = UInt8(truncatingIfNeeded: milliseconds >> (40 - 8 * index)) }
  bytes[6] = 0x70 | (bytes[6] & 0x0f)
  bytes[8] = 0x80 | (bytes[8] & 0x3f)
  let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
  return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }.joined(separator: "-")
}
