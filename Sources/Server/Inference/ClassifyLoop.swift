import Ink
import Transport

/// One loop's connections to `/ws/classify`; all of it stays on the loop's thread.
final class ClassifyLoop {
  let ink: InkLoop
  let access: InferenceAccess
  let left: LeftInk
  private var sessions: [ObjectIdentifier: ClassifySession] = [:]
  private var news: [ClassifySession] = []
  private var toldInterval = Pace.idle
  private var toldGeneration = 0

  init(ink: InkLoop, access: InferenceAccess, left: LeftInk) {
    self.ink = ink
    self.access = access
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
    guard !news.isEmpty else { return }
    let waiting = news
    news.removeAll(keepingCapacity: true)
    for session in waiting where !session.tell() { news.append(session) }
  }

  /// The server stops.
  func drain() {
    for session in sessions.values { session.goAway() }
  }
}
