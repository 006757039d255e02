import Ink

/// Sends small frames of the same size at even times, whatever the server says about its pace.
final class SteadyClient: SocketHandler, AlarmHandler {
  static let pointsPerFrame = 2
  /// Frames after which it begins another drawing: a drawing has at most 20,000 points.
  private static let framesPerDrawing: UInt32 = 9_000

  unowned private let run: SteadyRun
  private(set) var socket: ClientSocket!
  private var alarm = 0
  private(set) var hasBegun = false
  private var unsaved = Unsaved()
  private var seq: UInt32 = 0
  /// When the next frame is due, in fractions of a microsecond; nil while it rests.
  private var next: Double?
  private var interval = 0.0

  init(run: SteadyRun) {
    self.run = run
    socket = ClientSocket(loop: run.loop, handler: self)
    alarm = run.loop.addAlarm(self)
  }

  /// - Parameters:
  ///   - first: when the first frame is due, microseconds.
  ///   - interval: microseconds between two frames.
  func send(from first: Double, every interval: Double) {
    self.interval = interval
    next = first
    run.loop.wake(alarm, at: UInt64(first))
  }

  func rest() {
    next = nil
    run.loop.wake(alarm, at: nil)
  }

  func due(_ now: UInt64) {
    while var due = next, UInt64(due) <= now, hasBegun {
      emit(due: UInt64(due))
      due += interval
      next = due
    }
    if let next { run.loop.wake(alarm, at: UInt64(next)) }
  }

  private func emit(due: UInt64) {
    if seq == Self.framesPerDrawing { begin() }
    seq = unsaved.append(
      Unsaved.Operation(points: 0..<Self.pointsPerFrame, flags: 0, isSubmit: false, due: due))
    run.count(due)
    let (seq, count) = (seq, Self.pointsPerFrame)
    socket.send(.binary, count: 8 + count * 8) { target in
      target.storeBytes(of: 1 | (seq == 1 ? UInt32(1) << 8 : 0), as: UInt32.self)
      target.storeBytes(of: seq, toByteOffset: 4, as: UInt32.self)
      for index in 0..<count {
        let angle = Double(Int(seq) * count + index) * 0.02
        let point = target + 8 + index * 8
        point.storeBytes(of: Int16(1_600 + 800 * cosine(angle)), as: Int16.self)
        point.storeBytes(
          of: Int16(1_600 + 800 * cosine(angle - 1.5707963)), toByteOffset: 2, as: Int16.self)
        point.storeBytes(of: UInt16(8), toByteOffset: 4, as: UInt16.self)
        point.storeBytes(of: UInt16(128), toByteOffset: 6, as: UInt16.self)
      }
    }
  }

  /// Begins a drawing; frames may follow at once.
  private func begin() {
    run.unanswered -= Int(unsaved.newest) - Int(unsaved.answered)
    unsaved = Unsaved()
    seq = 0
    socket.send(
      Array(
        #"{"type":"begin","drawing":"\#(DrawingID.fresh().string)","shape":"circle","canvas":{"width":400,"height":400},"device":"pen"}"#
          .utf8))
  }

  func opened() {}

  func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
    let scan = MessageScan(message)
    let now = run.loop.now
    switch scan.kind {
    case .begun:
      if !hasBegun { run.clientHasBegun() }
      hasBegun = true
    case .feedback:
      run.countAnswer()
      unsaved.answer(upTo: scan.seq ?? 0) { run.answered($0.due, now) }
      unsaved.save(upTo: scan.saved ?? 0) { run.saved($0.due, now) }
    case .guess:
      // Nothing is kept there, so nothing is saved: what is answered is done with.
      run.countAnswer()
      unsaved.answer(upTo: scan.seq ?? 0) { run.answered($0.due, now) }
      unsaved.save(upTo: scan.seq ?? 0) { _ in }
    case .saved: unsaved.save(upTo: scan.seq ?? 0) { run.saved($0.due, now) }
    case .other:
      if !hasBegun, message.starts(with: #"{"type":"welcome""#.utf8) { begin() }
    default: break
    }
  }

  func closed() {
    hasBegun = false
    run.clientIsGone()
  }
}

/// Good to a few thousandths, which is enough to draw a circle, and cheap.
private func cosine(_ angle: Double) -> Double {
  let turns = (angle / 6.283185307).rounded(.toNearestOrAwayFromZero)
  let x = abs(angle - turns * 6.283185307)
  let y = x > 1.5707963 ? 3.14159265 - x : x
  let square = y * y
  let value = 1 - square / 2 + square * square / 24 - square * square * square / 720
  return x > 1.5707963 ? -value : value
}
