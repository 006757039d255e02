import Foundation
import Ink
import Transport

/// One client: draws one recorded drawing after the other, point by point, in its own time.
///
/// It keeps every operation until the server says that it is saved, and after a lost connection
/// resumes and sends the rest again, as the page does.
final class ReplayClient: WebSocketHandler {
  private enum State {
    case connecting, welcomed, drawing, submitted, done
  }

  private struct Sent {
    let seq: UInt32
    let bytes: [UInt8]
    let isText: Bool
    let at: UInt64
    var isAnswered = false
  }

  private unowned let run: ReplayRun
  private var connection: WebSocketConnection?
  private var state = State.connecting
  private var token: String?
  private var pace: UInt64 = 16
  private var reconnectAt: UInt64?

  private var drawing: Drawing?
  private var times: [UInt64] = []
  private var hasBegun = false
  private var position = 0
  private var stroke = 0
  private var seq: UInt32 = 0
  private var saved: UInt32 = 0
  /// Operations that are not known to be saved, oldest first.
  private var unsaved: [Sent] = []
  private var firstUnanswered = 0
  private var startedAt: UInt64 = 0
  private var nextFrame: UInt64 = 0
  private var isDrawing = false

  init(run: ReplayRun) { self.run = run }

  func start() {
    state = .connecting
    let path = "/ws/drawing" + (token.map { "?token=\($0)" } ?? "")
    connection = run.connect(self, path: path)
  }

  // MARK: - Drawing

  func tick(_ now: UInt64) {
    if let at = reconnectAt {
      guard now >= at else { return }
      reconnectAt = nil
      start()
    }
    guard state == .drawing, isDrawing, now >= nextFrame else { return }
    sendDuePoints(now)
  }

  private func nextDrawing() {
    guard let drawing = run.takeDrawing() else {
      state = .done
      isDrawing = false
      connection?.close(.goingAway)
      return run.clientIsDone()
    }
    self.drawing = drawing
    var clock: UInt64 = 0
    times = drawing.ink.points.enumerated().map { index, point in
      if index > 0 { clock += UInt64(Double(point.elapsed) / run.speed) }
      return clock
    }
    (position, stroke, seq, saved) = (0, 0, 0, 0)
    unsaved = []
    firstUnanswered = 0
    hasBegun = false
    begin()
  }

  private func begin() {
    guard let drawing else { return }
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "begin")
    writer.member("drawing", drawing.id)
    writer.member("shape", drawing.shape)
    writer.name("canvas")
    drawing.canvas.write(to: &writer)
    writer.member("device", drawing.device.name ?? "pen")
    writer.endObject()
    connection?.send(writer.bytes)
  }

  /// Sends all points that a pen would have drawn by now, one frame for each stroke's part.
  private func sendDuePoints(_ now: UInt64) {
    guard let drawing else { return }
    nextFrame = now + pace
    let clock = now - startedAt
    while position < drawing.ink.points.count && times[position] <= clock {
      let range = drawing.ink.range(ofStroke: stroke)
      var end = position
      while end < range.upperBound && times[end] <= clock
        && end - position < InkLimits.pointsPerFrame
      { end += 1 }
      var flags: UInt8 = 0
      if position == range.lowerBound { flags |= 1 }
      if end == range.upperBound { flags |= 2 }
      seq += 1
      emit(Self.frame(drawing.ink.points[position..<end], flags: flags, seq: seq), isText: false)
      run.record { $0.points += end - position }
      position = end
      if end == range.upperBound { stroke += 1 }
    }
    if position == drawing.ink.points.count {
      seq += 1
      emit(Array(#"{"type":"submit","seq":\#(seq)}"#.utf8), isText: true)
      isDrawing = false
      state = .submitted
    }
  }

  private static func frame(_ points: ArraySlice<Point>, flags: UInt8, seq: UInt32) -> [UInt8] {
    var bytes: [UInt8] = [1, flags, 0, 0]
    bytes.reserveCapacity(8 + points.count * 8)
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    append(seq)
    for point in points {
      append(point.x)
      append(point.y)
      append(point.elapsed)
      bytes.append(point.pressure)
      bytes.append(0)
    }
    return bytes
  }

  private func emit(_ bytes: [UInt8], isText: Bool) {
    unsaved.append(Sent(seq: seq, bytes: bytes, isText: isText, at: monotonicMicroseconds()))
    connection?.send(bytes, isText: isText)
    run.record { $0.frames += 1 }
  }

  // MARK: - The server's messages

  func opened(_ connection: WebSocketConnection) {}

  func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
    guard let json = try? JSON(parsing: message.bindMemory(to: UInt8.self)),
      let type = json["type"]?.string
    else { return run.record { $0.errors["unreadable message", default: 0] += 1 } }
    switch type {
    case "welcome": welcomed(json)
    case "pace": pace = UInt64(json["interval_ms"]?.integer ?? 16)
    case "begun": begun(at: 0)
    case "resumed": resumed(json)
    case "feedback":
      answered(json["seq"]?.integer ?? 0)
      becameSaved(json["saved"]?.integer ?? 0)
      run.record { $0.feedbacks += 1 }
    case "saved": becameSaved(json["seq"]?.integer ?? 0)
    case "submitted": submitted(json)
    case "error": failed(json)
    default: break
    }
  }

  private func welcomed(_ json: JSON) {
    token = json["token"]?.string
    pace = UInt64(json["pace"]?["interval_ms"]?.integer ?? 16)
    state = .welcomed
    guard let drawing else { return nextDrawing() }
    if hasBegun {
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("type", "resume")
      writer.member("drawing", drawing.id)
      writer.endObject()
      connection?.send(writer.bytes)
    } else {
      begin()
    }
  }

  /// Goes on drawing; the pen's clock starts over at the point that is next.
  private func begun(at position: Int) {
    hasBegun = true
    let now = monotonicMilliseconds()
    startedAt = now - (position > 0 ? times[min(position, times.count - 1)] : 0)
    nextFrame = now
    isDrawing = self.position < times.count
    state = isDrawing ? .drawing : .submitted
  }

  private func resumed(_ json: JSON) {
    let known = UInt32(clamping: json["seq"]?.integer ?? 0)
    run.record {
      $0.resumes += 1
      if known < saved { $0.acknowledgedLost += Int(saved - known) }
    }
    becameSaved(Int(known))
    for operation in unsaved where operation.seq > known {
      connection?.send(operation.bytes, isText: operation.isText)
    }
    begun(at: position)
  }

  private func answered(_ seq: Int) {
    let now = monotonicMicroseconds()
    while firstUnanswered < unsaved.count && unsaved[firstUnanswered].seq <= seq {
      let sent = unsaved[firstUnanswered]
      if !sent.isText { run.record { $0.feedbackLatency.record(now - sent.at) } }
      firstUnanswered += 1
    }
  }

  private func becameSaved(_ seq: Int) {
    let now = monotonicMicroseconds()
    var count = 0
    while count < unsaved.count && unsaved[count].seq <= seq {
      if unsaved[count].seq > saved {
        run.record { $0.savedLatency.record(now - unsaved[count].at) }
      }
      count += 1
    }
    unsaved.removeFirst(count)
    firstUnanswered = max(0, firstUnanswered - count)
    saved = max(saved, UInt32(clamping: seq))
  }

  private func submitted(_ json: JSON) {
    guard let drawing, json["drawing"]?.string == drawing.id.string else { return }
    run.record { $0.submitted += 1 }
    run.finish(FinishedDrawing(id: drawing.id, token: token ?? "", sent: drawing.ink))
    self.drawing = nil
    nextDrawing()
  }

  private func failed(_ json: JSON) {
    let code = json["code"]?.string ?? "?"
    run.record { $0.errors[code, default: 0] += 1 }
    switch code {
    case "unknown_drawing":
      // Nothing of it was durable: it begins anew, with the same operations.
      run.record { $0.acknowledgedLost += Int(saved) }
      saved = 0
      hasBegun = false
      (position, stroke, seq) = (0, 0, 0)
      unsaved = []
      firstUnanswered = 0
      begin()
    case "gap":
      guard let expected = json["seq"]?.integer else { return }
      for operation in unsaved where operation.seq >= expected {
        connection?.send(operation.bytes, isText: operation.isText)
      }
    case "unknown_shape", "off_canvas", "too_many_points", "too_many_strokes", "not_yours":
      run.record { $0.refused += 1 }
      drawing = nil
      nextDrawing()
    case "rate_limited", "unavailable":
      if !hasBegun { begin() }
    default: break
    }
  }

  func hasRoom() {}

  func closed() {
    connection = nil
    guard state != .done else { return }
    isDrawing = false
    state = .connecting
    run.record { $0.disconnects += 1 }
    reconnectAt = monotonicMilliseconds() + .random(in: 20...150)
  }
}
