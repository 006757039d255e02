import Ink

/// A client that means no good, or behaves as if.
public final class HostileClient: SocketHandler, AlarmHandler {
  public enum Behaviour: String, CaseIterable, Sendable {
    /// Means well: draws as the others do below, and reads. What its mere number costs.
    case draws = "draw and read, for comparison"
    /// Draws and never reads an answer.
    case neverReads = "never read"
    /// Is there and says nothing, as those do who look at what they drew.
    case stays = "only stay"
    /// Sends its handshake one byte a second.
    case trickles = "send one byte a second"
    /// Sends as fast as the socket takes it.
    case floods = "flood"
  }

  unowned private let loop: ClientLoop
  private let behaviour: Behaviour
  private var socket: ClientSocket!
  private var alarm = 0
  private var seq: UInt32 = 0
  private var trickled = 0
  private var isStopped = false
  public private(set) var cutOffs = 0

  public init(_ behaviour: Behaviour, loop: ClientLoop) {
    (self.behaviour, self.loop) = (behaviour, loop)
    socket = ClientSocket(loop: loop, handler: self)
    alarm = loop.addAlarm(self)
  }

  public func start() { loop.wake(alarm, at: loop.now + .random(in: 0...1_000_000)) }

  public func stop() {
    isStopped = true
    loop.wake(alarm, at: nil)
    socket.drop()
  }

  public func due(_ now: UInt64) {
    guard !isStopped else { return }
    switch behaviour {
    case .trickles: trickle(now)
    case .stays: if !socket.isOpen { socket.connect(path: "/ws/drawing", reads: true) }
    case .draws, .neverReads, .floods:
      guard socket.isOpen else {
        return socket.connect(path: "/ws/drawing", reads: behaviour != .neverReads)
      }
      send(behaviour == .floods ? 100 : 1)
      // 50,000 frames a second of each that floods, where the server lets it; the others keep the
      // pace of a thousand.
      loop.wake(alarm, at: now + (behaviour == .floods ? 2_000 : 66_000))
    }
  }

  private func trickle(_ now: UInt64) {
    if !socket.isConnected {
      socket.connectRaw()
      trickled = 0
    } else {
      let request = Array("GET /ws/drawing HTTP/1.1\r\nHost: x\r\nUser-Agent: ".utf8)
      socket.sendRaw([trickled < request.count ? request[trickled] : UInt8(ascii: "a")])
      trickled += 1
    }
    loop.wake(alarm, at: now + 1_000_000)
  }

  private func send(_ frames: Int) {
    for _ in 0..<frames where socket.waitingBytes < 1 << 18 {
      seq += 1
      let seq = seq
      socket.send(.binary, count: 16) { target in
        target.storeBytes(of: 1 | (seq == 1 ? UInt32(1) << 8 : 0), as: UInt32.self)
        target.storeBytes(of: seq, toByteOffset: 4, as: UInt32.self)
        target.storeBytes(of: 0x0010_0320_0320, toByteOffset: 8, as: UInt64.self)
      }
    }
  }

  public func opened() {
    guard behaviour != .stays else { return }
    seq = 0
    socket.send(
      Array(
        #"{"type":"begin","drawing":"\#(DrawingID.fresh().string)","shape":"circle","canvas":{"width":400,"height":400}}"#
          .utf8))
    loop.wake(alarm, at: loop.now)
  }

  public func received(_ message: UnsafeRawBufferPointer, isText: Bool) {}

  public func closed() {
    guard !isStopped else { return }
    cutOffs += 1
    loop.wake(alarm, at: loop.now + 1_000_000)
  }
}
