import Ink

/// One client: draws one recorded drawing after the other, point by point, in the pen's own time.
///
/// It keeps every operation until the server says that it is saved, and after a lost connection
/// resumes and sends the rest again, as the page does.
final class ReplayClient: SocketHandler, AlarmHandler {
  unowned let run: ReplayRun
  private(set) var socket: ClientSocket!
  private var alarm = 0
  var token: String?
  /// Microseconds, as the server asks for.
  var interval: UInt64 = 16_000
  private(set) var isDone = false
  /// The server has spoken on this connection, and takes its drawing there.
  var isWelcome = false
  var isUp = false

  /// What is being drawn, under which id.
  var drawing: WireDrawing?
  var id = DrawingID(high: 0, low: 0)
  var idText: [UInt8] = []
  var pen: PenClock?
  var unsaved = Unsaved()
  /// When the pen came down for this drawing.
  var begunAt: UInt64 = 0
  /// The server knows of the drawing, and this connection may send its operations.
  var hasBegun = false
  var mayDraw = false
  private var connectsAt: UInt64?
  /// Attempts to connect since the last welcome.
  var attempts = 0
  /// Microseconds between two attempts: the longest of the first and of all, as the page has it.
  private static let waits = (first: 250_000.0, longest: 5_000_000.0)

  init(run: ReplayRun) {
    self.run = run
    socket = ClientSocket(loop: run.loop, handler: self)
    alarm = run.loop.addAlarm(self)
  }

  func start() {
    mayDraw = false
    connectsAt = nil
    socket.connect(path: "/ws/drawing" + (token.map { "?token=\($0)" } ?? ""), reads: true)
  }

  /// Connects again in a while, or begins (again) on the connection that there is.
  func wait(microseconds: UInt64) {
    connectsAt = run.loop.now + microseconds
    run.loop.wake(alarm, at: connectsAt)
  }

  /// Goes off at once, without a word to the server.
  func dropConnection() {
    socket.drop()
    closed()
  }

  func due(_ now: UInt64) {
    if connectsAt != nil {
      connectsAt = nil
      guard socket.isOpen else { return start() }
      return drawing == nil ? nextDrawing() : begin()
    }
    sendDueFrames(now)
  }

  // MARK: - Drawing

  func nextDrawing() {
    guard let next = run.takeDrawing() else {
      isDone = true
      run.clientIsCutOff(self)
      socket.drop()
      return run.clientIsDone()
    }
    drawing = next
    id = .fresh()
    idText = id.text
    hasBegun = false
    startOver()
  }

  /// Draws from the first point on, with nothing known to the server.
  func startOver() {
    unsaved = Unsaved()
    guard let drawing else { return }
    begunAt = run.loop.now
    // The pen comes down when it likes, not when the server has agreed.
    pen = PenClock(drawing: drawing, start: begunAt, interval: interval)
    begin()
  }

  func begin() {
    guard let drawing = drawing?.drawing else { return }
    mayDraw = false
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("type", "begin")
    writer.member("drawing", id)
    writer.member("shape", drawing.shape)
    writer.name("canvas")
    drawing.canvas.write(to: &writer)
    writer.member("device", drawing.device.name ?? "pen")
    writer.endObject()
    socket.send(writer.bytes)
  }

  /// Sends the frames whose time has come, those of a stall in their order.
  func sendDueFrames(_ now: UInt64) {
    guard mayDraw, pen != nil else { return }
    while let due = pen!.nextDue, due <= now, let frame = pen!.take() {
      let flags: UInt8 = (frame.startsStroke ? 1 : 0) | (frame.endsStroke ? 2 : 0)
      emit(Unsaved.Operation(points: frame.points, flags: flags, isSubmit: false, due: frame.due))
      run.report.points += frame.points.count
      if pen!.isDone {
        emit(Unsaved.Operation(points: 0..<0, flags: 0, isSubmit: true, due: frame.due))
      }
    }
    run.loop.wake(alarm, at: pen!.nextDue)
  }

  private func emit(_ operation: Unsaved.Operation) {
    send(operation, seq: unsaved.append(operation))
    run.report.count(operation)
  }

  func send(_ operation: Unsaved.Operation, seq: UInt32) {
    if operation.isSubmit { return socket.send(Array(#"{"type":"submit","seq":\#(seq)}"#.utf8)) }
    guard let bytes = drawing?.bytes else { return }
    socket.send(.binary, count: 8 + operation.points.count * 8) { target in
      target.storeBytes(of: 1 | UInt32(operation.flags) << 8, as: UInt32.self)
      target.storeBytes(of: seq.littleEndian, toByteOffset: 4, as: UInt32.self)
      bytes.withUnsafeBytes { source in
        (target + 8).copyMemory(
          from: source.baseAddress! + operation.points.lowerBound * 8,
          byteCount: operation.points.count * 8)
      }
    }
  }

  // MARK: - The connection

  func opened() {}

  func closed() {
    guard !isDone else { return }
    mayDraw = false
    run.clientIsCutOff(self)
    let longest = min(Self.waits.longest, Self.waits.first * Double(1 << min(attempts, 10)))
    attempts += 1
    wait(microseconds: UInt64(longest * .random(in: 0.5...1)))
  }
}
