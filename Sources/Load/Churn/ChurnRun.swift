import Transport

/// Programs that come to `/ws/classify`, wait for so many guesses one after the other, and go; others
/// come in their place.
public final class ChurnRun: AlarmHandler {
  public let loop: ClientLoop
  private let wanted: Int
  /// Guesses of one connection.
  let each: Int
  private var clients: [ChurnClient] = []
  private var alarm = 0
  public internal(set) var guessed = 0
  /// Connections that were opened.
  public internal(set) var connections = 0
  /// Connections that ended without being asked to.
  public internal(set) var lost = 0
  /// Called every 10 ms on the loop's thread.
  public var onTick: ((ChurnRun) -> Void)?

  public init(loop: ClientLoop, guesses: Int, each: Int) {
    (self.loop, wanted, self.each) = (loop, guesses, each)
    alarm = loop.addAlarm(self)
  }

  public var isOver: Bool { guessed >= wanted }

  /// Blocks until all guesses have come.
  public func run(connections count: Int) {
    clients = (0..<count).map { ChurnClient(run: self, number: $0) }
    for client in clients { client.come() }
    loop.wake(alarm, at: loop.now)
    loop.run()
    loop.dropAll()
    onTick = nil
  }

  public func due(_ now: UInt64) {
    onTick?(self)
    if isOver { return loop.stop() }
    loop.wake(alarm, at: now + 10_000)
  }
}

/// One of them.
final class ChurnClient: SocketHandler, AlarmHandler {
  unowned private let run: ChurnRun
  private let number: Int
  private var socket: ClientSocket!
  private var alarm = 0
  private var seq: UInt32 = 0
  private var visits = 0

  init(run: ChurnRun, number: Int) {
    (self.run, self.number) = (run, number)
    socket = ClientSocket(loop: run.loop, handler: self)
    alarm = run.loop.addAlarm(self)
  }

  func come() {
    run.connections += 1
    visits += 1
    seq = 0
    socket.connect(path: SteadyRun.Path.classify.rawValue)
  }

  func opened() { socket.send(Array(#"{"type":"begin"}"#.utf8)) }

  func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
    switch MessageScan(message).kind {
    case .begun: ask()
    case .guess:
      run.guessed += 1
      guard Int(seq) < run.each else { return leave() }
      ask()
    default: break
    }
  }

  /// Draws on by two points, on a spiral.
  private func ask() {
    seq += 1
    let seq = seq
    let turn = number + visits
    socket.send(.binary, count: 24) { target in
      target.storeBytes(of: 1 | (seq == 1 ? UInt32(1) << 8 : 0), as: UInt32.self)
      target.storeBytes(of: seq, toByteOffset: 4, as: UInt32.self)
      for index in 0..<2 {
        let step = Int(seq) * 2 + index
        let point = target + 8 + index * 8
        point.storeBytes(of: Int16(200 + step * 37 % 2_800), as: Int16.self)
        point.storeBytes(
          of: Int16(200 + step * step * (turn % 7 + 1) % 2_800), toByteOffset: 2, as: Int16.self)
        point.storeBytes(of: UInt16(8), toByteOffset: 4, as: UInt16.self)
        point.storeBytes(of: UInt16(128), toByteOffset: 6, as: UInt16.self)
      }
    }
  }

  /// Every other time without a word, as a lost network does.
  private func leave() {
    if visits % 2 == 0 {
      socket.send(.close, count: 2) { $0.storeBytes(of: UInt16(1_000).bigEndian, as: UInt16.self) }
    }
    // On the next turn, so that what was said is sent.
    run.loop.wake(alarm, at: run.loop.now + 1)
  }

  func due(_ now: UInt64) {
    socket.drop()
    if !run.isOver { come() }
  }

  func closed() {
    guard Int(seq) < run.each else { return }
    run.lost += 1
    if !run.isOver { come() }
  }
}
