import Ink
import Transport

/// One loop's connections to `/ws/classify`; all of it stays on the loop's thread.
final class ClassifyLoop {
  let ink: InkLoop
  let access: InferenceAccess
  let models: ModelShelf
  let left: LeftInk
  private var sessions: [ObjectIdentifier: ClassifySession] = [:]
  private var news: [ClassifySession] = []
  private var toldInterval = Pace.idle
  private var toldGeneration = 0
  private var nextKeyCheck: UInt64 = 0

  /// ms between two looks whether keys are still good.
  private static let keyPeriod: UInt64 = 2_000

  init(ink: InkLoop, access: InferenceAccess, models: ModelShelf, left: LeftInk) {
    self.ink = ink
    self.access = access
    self.models = models
    self.left = left
  }

  var isEmpty: Bool { sessions.isEmpty }

  func add(_ session: ClassifySession) { sessions[ObjectIdentifier(session)] = session }

  func remove(_ session: ClassifySession) { sessions[ObjectIdentifier(session)] = nil }

  /// The session has something to tell its client.
  func hasNews(_ session: ClassifySession) { news.append(session) }

  func tick() {
    ink.inference.refresh()
    if ink.inference.generation != toldGeneration {
      toldGeneration = ink.inference.generation
      for session in sessions.values { session.announceModel() }
    }
    if ink.pace.interval != toldInterval {
      toldInterval = ink.pace.interval
      for session in sessions.values { session.tellPace() }
    }
    if ink.now >= nextKeyCheck {
      nextKeyCheck = ink.now + Self.keyPeriod
      access.noteUsage()
      checkKeys()
    }
    guard !news.isEmpty else { return }
    let waiting = news
    news.removeAll(keepingCapacity: true)
    for session in waiting where !session.tell() { news.append(session) }
  }

  /// Ends the streams whose keys were revoked meanwhile.
  private func checkKeys() {
    let keys = Set(sessions.values.compactMap { $0.asker?.key?.id })
    guard !keys.isEmpty else { return }
    let (access, eventLoop) = (access, ink.loop)
    let box = Weak(self)
    // Where there is no room for it now, the next look is soon enough.
    _ = ink.shared.pool.run {
      guard let revoked = try? access.revoked(of: keys), !revoked.isEmpty else { return }
      eventLoop.post {
        for session in box.object?.sessions.values.map({ $0 }) ?? [] {
          if let key = session.asker?.key, revoked.contains(key.id) { session.keyWasRevoked() }
        }
      }
    }
  }

  /// The server stops.
  func drain() {
    for session in sessions.values { session.goAway() }
  }
}
