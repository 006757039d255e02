import Transport

/// Many clients that together send frames at a fixed rate: how much a server bears.
public final class SteadyRun: AlarmHandler {
  /// What one rate gave.
  public struct Step {
    /// Frames a second.
    public let asked: Double
    public private(set) var frames = 0
    /// Messages that answered at least one frame.
    public private(set) var answers = 0
    /// From when a frame was due to the answer that covers it, and to its being durable.
    public private(set) var feedback = Latency()
    public private(set) var saved = Latency()
    /// From when a frame was due to its being sent. A generator that is late sends many frames in
    /// one go, which is easier to bear than as many people are.
    public private(set) var lateness = Latency()
    /// Frames that had no answer a second after the end.
    public internal(set) var unanswered = 0
    public internal(set) var cutOff = 0

    init(asked: Double) { self.asked = asked }

    mutating func count(_ due: UInt64, _ now: UInt64) {
      frames += 1
      lateness.record(from: due, to: now)
    }
    mutating func countAnswer() { answers += 1 }
    mutating func answered(_ due: UInt64, _ now: UInt64) { feedback.record(from: due, to: now) }
    mutating func durable(_ due: UInt64, _ now: UInt64) { saved.record(from: due, to: now) }

    /// Whether the frames were sent nearly in time, one by one.
    public var isOffered: Bool { lateness.milliseconds(99) < 5 }

    /// Whether nearly every answer came within the time.
    public func isBorne(milliseconds: Double) -> Bool {
      isOffered && unanswered == 0 && cutOff == 0 && feedback.count > 0
        && feedback.milliseconds(99) < milliseconds
    }
  }

  /// Where the clients draw, and so what answers them.
  public enum Path: String, Sendable {
    case drawing = "/ws/drawing"
    case classify = "/ws/classify"
  }

  public static let pointsPerFrame = SteadyClient.pointsPerFrame

  public let loop: ClientLoop
  let path: Path
  private var clients: [SteadyClient] = []
  private var begunCount = 0
  private var alarm = 0
  private var stopAt: UInt64 = 0
  private var step = Step(asked: 0)
  private var measuredFrom: UInt64 = 0
  private var isConnecting = false
  private var isDraining = false
  /// Frames sent and not answered.
  var unanswered = 0

  public init(loop: ClientLoop, path: Path = .drawing) {
    self.loop = loop
    self.path = path
    alarm = loop.addAlarm(self)
  }

  /// Opens that many connections and begins a drawing on each.
  /// - Returns: whether all did within the time.
  public func connect(_ count: Int, within seconds: Double) -> Bool {
    isConnecting = true
    wanted = count
    runLoop(seconds: seconds)
    isConnecting = false
    return begunCount == count
  }

  private var wanted = 0

  /// Sends for so many seconds at a rate; the first tenth does not count.
  public func run(framesPerSecond: Double, seconds: Double) -> Step {
    step = Step(asked: framesPerSecond)
    unanswered = 0
    let start = Double(monotonicMicroseconds()) + 10_000
    measuredFrom = UInt64(start + seconds * 1e5)
    let interval = Double(clients.count) / framesPerSecond * 1e6
    for (index, client) in clients.enumerated() {
      client.send(
        from: start + interval * Double(index) / Double(clients.count), every: interval)
    }
    runLoop(seconds: seconds)
    for client in clients { client.rest() }
    isDraining = true
    runLoop(seconds: 1)
    step.unanswered = unanswered
    // What this rate left behind is not to spoil the next.
    runLoop(seconds: 5)
    isDraining = false
    return step
  }

  private func runLoop(seconds: Double) {
    stopAt = monotonicMicroseconds() + UInt64(seconds * 1e6)
    loop.wake(alarm, at: loop.now)
    loop.run()
  }

  public func due(_ now: UInt64) {
    if isConnecting, clients.count < wanted {
      // A few at a time: how a server bears a storm is another question.
      for _ in 0..<min(20, wanted - clients.count) {
        clients.append(SteadyClient(run: self))
        clients[clients.count - 1].socket.connect(path: path.rawValue)
      }
      return loop.wake(alarm, at: now + 5_000)
    }
    if isDraining && unanswered <= 0 { return loop.stop() }
    if now >= stopAt || (isConnecting && begunCount == wanted) { return loop.stop() }
    loop.wake(alarm, at: min(now + 10_000, stopAt))
  }

  // MARK: - For the clients

  func clientHasBegun() { begunCount += 1 }

  func clientIsGone() { step.cutOff += 1 }

  func count(_ due: UInt64) {
    unanswered += 1
    if due >= measuredFrom { step.count(due, loop.now) }
  }

  func countAnswer() { if loop.now >= measuredFrom { step.countAnswer() } }

  func answered(_ due: UInt64, _ now: UInt64) {
    unanswered -= 1
    if due >= measuredFrom { step.answered(due, now) }
  }

  func saved(_ due: UInt64, _ now: UInt64) {
    if due >= measuredFrom { step.durable(due, now) }
  }
}
