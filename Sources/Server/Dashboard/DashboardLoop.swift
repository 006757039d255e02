import Transport

/// One loop's connections to `/ws/admin`; all of it stays on the loop's thread.
final class DashboardLoop {
  let loop: EventLoop
  let hub: DashboardHub
  let administrators: AdministratorSessions
  let pool: WorkPool
  private(set) var edition = Edition()
  private var version: UInt64 = 0
  private var sessions: [ObjectIdentifier: DashboardSession] = [:]
  private var nextCheck: UInt64 = 0
  private(set) var isDraining = false

  /// ms after which it is looked up again who is signed in.
  private static let checkPeriod: UInt64 = 2_000

  init(loop: EventLoop, hub: DashboardHub, administrators: AdministratorSessions, pool: WorkPool) {
    self.loop = loop
    self.hub = hub
    self.administrators = administrators
    self.pool = pool
  }

  var isEmpty: Bool { sessions.isEmpty }

  func add(_ session: DashboardSession) { sessions[ObjectIdentifier(session)] = session }

  func remove(_ session: DashboardSession) { sessions[ObjectIdentifier(session)] = nil }

  func tick() {
    guard !sessions.isEmpty else { return }
    let newest = hub.version
    if newest != version {
      version = newest
      edition = hub.edition
      for session in sessions.values { session.tell() }
    }
    let now = monotonicMilliseconds()
    if now >= nextCheck {
      nextCheck = now + Self.checkPeriod
      for session in sessions.values { session.check() }
    }
  }

  /// The server stops.
  func drain() {
    isDraining = true
    for session in sessions.values { session.goAway() }
  }
}
