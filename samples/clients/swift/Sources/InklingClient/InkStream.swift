import Foundation

/// Ink that is recognised while it is drawn.
///
/// It outlives its connections: every operation is kept, and what a new connection does not know is
/// sent again.
public actor InkStream {
  public struct Options: Sendable {
    /// `mouse`, `touch`, `pen` or `keyboard`.
    public var device: String?
    /// Without a connection for so long the stream fails.
    public var patienceSeconds: Double = 60
    /// A server that owes an answer for so long counts as gone.
    public var silenceSeconds: Double = 5
    public init() {}
  }

  /// What the ink looks like; whoever reads slowly gets the newest.
  public nonisolated let guesses: AsyncStream<StreamGuess>
  /// Whether there is a connection, as it comes and goes.
  public nonisolated let connections: AsyncStream<Bool>
  /// The newest guess of this drawing.
  public private(set) var guess: StreamGuess?

  let url: URL
  let key: String?
  let model: String?
  let options: Options
  let tellGuess: AsyncStream<StreamGuess>.Continuation
  let tellConnection: AsyncStream<Bool>.Continuation
  var sheet: Sheet
  var socket: (any InkSocket)?
  /// The newest operation that was sent on this connection, and that was answered.
  var (sent, answered) = (0, 0)
  var isWelcome = false
  /// The server has answered for this drawing.
  var isBegun = false
  var wasOnline = false
  var interval = Duration.milliseconds(16)
  var flushedAt = ContinuousClock.now - .seconds(1)
  var owesSince: ContinuousClock.Instant?
  var offlineSince = ContinuousClock.now
  var attempts = 0
  var end: InklingError?
  private var flushing: Task<Void, Never>?
  private var running: Task<Void, Never>?
  private var waiting: [(seq: Int, id: Int, take: CheckedContinuation<StreamGuess, any Error>)] = []
  private var waitersSoFar = 0
  private let begun = ContinuousClock.now

  /// Operations under way that nothing has been said of.
  private static let window = 64

  init(url: URL, key: String?, canvas: Canvas, model: String?, options: Options) {
    (guesses, tellGuess) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    (connections, tellConnection) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(8))
    self.url = url
    self.key = key
    self.model = model
    self.options = options
    sheet = Sheet(canvas: canvas)
  }

  func start() { running = Task { await run() } }

  public var isOnline: Bool { isBegun }
  public var pointCount: Int { sheet.pointCount }

  // MARK: - Drawing

  /// The pen is at a point, in canvas units; the first one after `lift` starts a stroke.
  ///
  /// - Parameters:
  ///   - pressure: 0 … 1.
  ///   - time: ms; now unless told.
  public func point(x: Double, y: Double, pressure: Double? = nil, time: Double? = nil) throws {
    try demandOpen()
    let now = (ContinuousClock.now - begun) / .milliseconds(1)
    try sheet.add(x: x, y: y, time: time ?? now, pressure: pressure)
    schedule()
  }

  /// The pen goes up.
  public func lift() throws {
    try demandOpen()
    sheet.lift()
    schedule()
  }

  /// Keeps the first points, counted through all strokes.
  public func truncate(to count: Int) throws {
    try demandOpen()
    try sheet.truncate(to: count)
    schedule()
  }

  /// Takes the last stroke away.
  public func undo() throws {
    try demandOpen()
    try sheet.undo()
    schedule()
  }

  /// Begins another drawing on an empty canvas.
  public func reset() throws {
    try demandOpen()
    failWaiting(InklingError("closed", "the drawing was given up"))
    sheet = Sheet(canvas: sheet.canvas)
    guess = nil
    begin()
  }

  /// The guess of all that was drawn so far, once the server has seen it.
  public func settled(timeoutSeconds: Double? = nil) async throws -> StreamGuess {
    try demandOpen()
    while sheet.number() {}
    let seq = sheet.operations.count
    guard seq > 0 else { throw InklingError("invalid", "nothing was drawn") }
    if let guess, guess.seq >= seq { return guess }
    flush()
    waitersSoFar += 1
    let id = waitersSoFar
    let seconds = timeoutSeconds ?? options.patienceSeconds
    let late = Task {
      try await Task.sleep(for: .seconds(seconds))
      give(up: id, InklingError("timeout", "no guess of operation \(seq) within \(seconds) s"))
    }
    defer { late.cancel() }
    return try await withCheckedThrowingContinuation { waiting.append((seq, id, $0)) }
  }

  /// Ends the stream.
  public func close() {
    finish(InklingError("closed", "the stream was closed"))
    socket?.close()
    running?.cancel()
  }

  // MARK: - Sending

  private func schedule() {
    guard isBegun, flushing == nil else { return }
    let at = flushedAt + interval
    flushing = Task {
      try? await Task.sleep(until: at, clock: .continuous)
      flushing = nil
      flush()
    }
  }

  func flush() {
    guard isBegun, let socket else { return }
    while sent - answered < Self.window {
      if sent == sheet.operations.count && !sheet.number() { break }
      socket.send(sheet.operations[sent])
      sent += 1
      flushedAt = .now
      owesSince = owesSince ?? .now
    }
  }

  func begin() {
    isBegun = false
    guard isWelcome else { return }
    struct Begin: Encodable {
      var type = "begin"
      let drawing: String
      let canvas: Canvas
      let model, device: String?
    }
    let begin = Begin(drawing: sheet.id, canvas: sheet.canvas, model: model, device: options.device)
    guard let json = try? JSONEncoder().encode(begin) else { return }
    socket?.send(.text(String(decoding: json, as: UTF8.self)))
    owesSince = owesSince ?? .now
  }

  // MARK: - Ending and settling

  private func demandOpen() throws(InklingError) { if let end { throw end } }

  func finish(_ error: InklingError) {
    guard end == nil else { return }
    end = error
    isBegun = false
    failWaiting(error)
    tellGuess.finish()
    tellConnection.finish()
  }

  private func failWaiting(_ error: InklingError) {
    for one in waiting { one.take.resume(throwing: error) }
    waiting = []
  }

  private func give(up id: Int, _ error: InklingError) {
    guard let index = waiting.firstIndex(where: { $0.id == id }) else { return }
    waiting.remove(at: index).take.resume(throwing: error)
  }

  func take(_ guess: StreamGuess) {
    answered = max(answered, guess.seq)
    self.guess = guess
    for one in waiting where one.seq <= guess.seq { one.take.resume(returning: guess) }
    waiting.removeAll { $0.seq <= guess.seq }
    tellGuess.yield(guess)
    if !sheet.isNumbered || sent < sheet.operations.count { schedule() }
  }
}
