public import Ink
import Transport

/// A drawing that a client handed in, and what the server said of it in the end.
public struct FinishedDrawing {
  public let id: DrawingID
  public let token: String
  public let source: WireDrawing
  let quality, completeness: Double?
}

/// All clients of one replay, on one loop.
public final class ReplayRun: AlarmHandler {
  public struct Options {
    /// How many drawings; nil for as many as there is time for.
    public var drawings: Int?
    /// Clients that draw at the same time.
    public var clients = 1
    /// After so many seconds no client takes a further drawing; each finishes the one it has.
    public var seconds: Double?
    /// Seconds over which the clients come in; 0 for all at once.
    public var ramp = 1.0
    /// Seconds between a client's drawings, in which people look at what they got.
    public var pause = 0.0
    /// Give up after so many seconds.
    public var timeout = 3_600.0
    /// Clients are welcomed and then silent, until `release`.
    public var holds = false
    /// Latencies are those of frames due while all draw: after the ramp, within the seconds.
    public var measuresAllDrawing = false

    public init() {}
  }

  public let loop: ClientLoop
  let options: Options
  private let recorded: [WireDrawing]
  private var taken = 0
  private var alarm = 0
  private let started: UInt64
  private var clients: [ReplayClient] = []
  private var doneCount = 0
  public private(set) var finished: [FinishedDrawing] = []
  public internal(set) var report = ReplayReport()

  /// Called every 10 ms on the loop's thread.
  public var onTick: ((ReplayRun) -> Void)?
  /// Clients that the server has welcomed, and those whose drawing it takes, on connections that
  /// live.
  public private(set) var welcomeCount = 0
  public private(set) var upCount = 0
  private var isHolding: Bool
  private var isEnding = false
  private var tickAt: UInt64 = 0

  public init(_ recorded: [WireDrawing], options: Options, loop: ClientLoop) {
    self.recorded = recorded
    self.options = options
    self.loop = loop
    isHolding = options.holds
    started = monotonicMicroseconds()
    alarm = loop.addAlarm(self)
    if options.measuresAllDrawing, let seconds = options.seconds, seconds > options.ramp {
      report.measured = started + UInt64(options.ramp * 1e6)..<started + UInt64(seconds * 1e6)
    }
  }

  /// Draws everything; blocks until it is done or the time is over.
  public func draw() {
    loop.wake(alarm, at: started)
    loop.run()
    report.requested = options.drawings ?? taken
    report.seconds = Double(monotonicMicroseconds() - started) / 1e6
    onTick = nil
    loop.dropAll()
  }

  public var seconds: Double { Double(loop.now - started) / 1e6 }

  /// Breaks all connections at once, as a lost network does; the clients come back by themselves.
  public func dropAllConnections() { for client in clients { client.dropConnection() } }

  /// Begins to measure anew: latencies from now on.
  /// - Returns: those until now.
  public func takeLatencies() -> (feedback: Latency, saved: Latency) { report.takeLatencies() }

  /// The clients finish what they have and take no further drawing.
  public func takeNoMore() { isEnding = true }

  /// Lets clients draw that were held.
  public func release() {
    isHolding = false
    for client in clients where client.isWelcome { client.takeUp() }
  }

  // MARK: - For the clients, on the loop's thread

  func takeDrawing() -> WireDrawing? {
    if isEnding { return nil }
    if let limit = options.drawings, taken >= limit { return nil }
    if let limit = options.seconds, seconds >= limit { return nil }
    defer { taken += 1 }
    return recorded[taken % recorded.count]
  }

  func clientIsWelcome(_ client: ReplayClient) {
    client.isWelcome = true
    welcomeCount += 1
    if !isHolding { client.takeUp() }
  }

  func clientIsUp(_ client: ReplayClient) {
    if !client.isUp { upCount += 1 }
    client.isUp = true
  }

  func clientIsCutOff(_ client: ReplayClient) {
    if client.isWelcome {
      welcomeCount -= 1
      if !client.isDone { report.disconnects += 1 }
    } else {
      report.refusedConnections += 1
    }
    if client.isUp { upCount -= 1 }
    client.isWelcome = false
    client.isUp = false
  }

  func finish(_ drawing: FinishedDrawing) {
    report.submitted += 1
    finished.append(drawing)
  }

  func clientIsDone() {
    doneCount += 1
    if doneCount == clients.count && clients.count == clientCount { loop.stop() }
  }

  // MARK: - The run's own times

  private var clientCount: Int { min(options.clients, options.drawings ?? options.clients) }

  public func due(_ now: UInt64) {
    // Clients come in one after the other, as a class does, or all at once.
    let share = options.ramp > 0 ? min(seconds / options.ramp, 1) : 1
    let wanted = min(clientCount, 1 + Int(share * Double(clientCount)))
    while clients.count < wanted {
      clients.append(ReplayClient(run: self))
      clients[clients.count - 1].start()
    }
    if seconds > options.timeout || clientCount == 0 { return loop.stop() }
    if now >= tickAt {
      tickAt = now + 10_000
      onTick?(self)
    }
    loop.wake(alarm, at: now + (clients.count < clientCount ? 2_000 : 10_000))
  }
}
