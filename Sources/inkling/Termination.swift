import Foundation

/// SIGTERM and SIGINT, listened to from its making on.
final class Termination: @unchecked Sendable {
  // Safe to share: the semaphore is, and the sources are only held.
  private let asked = DispatchSemaphore(value: 0)
  private var sources: [any DispatchSourceSignal] = []

  init() {
    for number in [SIGTERM, SIGINT] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [asked] in asked.signal() }
      source.resume()
      sources.append(source)
    }
  }

  func wait() { asked.wait() }
}
