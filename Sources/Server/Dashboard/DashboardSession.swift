import Ink
import Storage
import Transport

/// One connection to `/ws/admin`: keeps what it has been told, and tells what is new.
///
/// Nothing waits here for a client that is slow. What happened is kept once for all of them, and of
/// what changes all the time only the newest counts.
final class DashboardSession: WebSocketHandler {
  unowned let loop: DashboardLoop
  private let token: String
  fileprivate var connection: WebSocketConnection?
  private var isAdmitted = false
  private var topics: Set<Topic> = []
  /// The next entry to tell.
  private var serial: UInt64 = 0
  private var toldStates: [String: UInt64] = [:]
  private var toldWall: UInt64 = 0
  private var toldLessonWall: UInt64 = 0
  /// A subscription that waits for a look at the store which began after it.
  private var wanted: (topics: Set<Topic>, since: Int64?, after: UInt64)?
  private var messages = TokenBucket(capacity: 60, perSecond: 5)

  init(loop: DashboardLoop, token: String) {
    self.loop = loop
    self.token = token
  }

  // MARK: - Opening and ending

  func opened(_ connection: WebSocketConnection) {
    self.connection = connection
    loop.add(self)
    loop.hub.watch(all: 1)
    guard !loop.isDraining else { return goAway() }
    find { session, administrator in
      guard let administrator else { return session.end() }
      session.isAdmitted = true
      session.send(DashboardMessages.welcome(administrator, newest: session.loop.edition.newest))
    }
  }

  func closed() {
    connection = nil
    loop.remove(self)
    loop.hub.watch(
      all: -1, live: topics.contains(.live) ? -1 : 0, lesson: topics.contains(.lesson) ? -1 : 0)
    topics = []
  }

  func goAway() { connection?.close(.goingAway) }

  /// Ends it if its administrator has signed out meanwhile.
  func check() {
    guard isAdmitted else { return }
    find { session, administrator in
      if administrator == nil { session.end() }
    }
  }

  private func end() {
    send(
      DashboardMessages.error(
        "signed_out", "Sign in as an administrator with POST /api/admin/login.", isFatal: true))
    connection?.close(.policy)
  }

  /// Asks the store who this is. A store that cannot answer changes nothing.
  private func find(_ then: @escaping (DashboardSession, Administrator?) -> Void) {
    let (administrators, token, eventLoop) = (loop.administrators, token, loop.loop)
    let box = Weak(self)
    let continuation = Continuation(then)
    _ = loop.pool.run {
      do {
        let found = try administrators.find(token: token)?.administrator
        eventLoop.post { continuation.run(box.object, found) }
      } catch {
        // The store will be asked again.
      }
    }
  }

  private func send(_ bytes: [UInt8]) { connection?.send(bytes) }

  // MARK: - Messages

  func received(_ message: UnsafeRawBufferPointer, isText: Bool) {
    guard messages.take() else {
      send(DashboardMessages.error("flood", "Too many messages.", isFatal: true))
      connection?.close(.policy)
      return
    }
    do {
      guard isText else {
        return send(
          DashboardMessages.error(
            "unknown_type", "Messages are text here: {\"type\":\"subscribe\"}."))
      }
      try take(JSON(parsing: message.bindMemory(to: UInt8.self)))
    } catch {
      send(DashboardMessages.error("malformed", "\(error)", isFatal: true))
      connection?.close(.malformed)
    }
  }

  private func take(_ message: JSON) {
    guard message["type"]?.string == "subscribe" else {
      return send(
        DashboardMessages.error("unknown_type", "The one message known here is subscribe."))
    }
    guard isAdmitted else {
      return send(DashboardMessages.error("too_early", "Wait for the welcome."))
    }
    let names = message["topics"]?.array?.map { $0.string.flatMap(Topic.init(rawValue:)) }
    guard let names, !names.contains(nil) else {
      let known = Topic.allCases.map(\.rawValue).joined(separator: ", ")
      return send(DashboardMessages.error("invalid", "Topics are a list of \(known)."))
    }
    let since = message["since"].flatMap { $0.isNull ? nil : $0 }
    if let since, since.integer.map({ $0 >= 0 }) != true {
      return send(
        DashboardMessages.error("invalid", "A since is the number of the newest event that came."))
    }
    wanted = (Set(names.compactMap(\.self)), since?.integer.map(Int64.init), loop.hub.version)
  }

  // MARK: - Telling

  func hasRoom() { tell() }

  /// Tells what is new, as far as there is room.
  func tell() {
    let edition = loop.edition
    if let wanted, edition.look > wanted.after {
      // What it watched until now it is told up to here.
      if !topics.isEmpty { _ = tellEntries(of: edition) }
      subscribe(wanted.topics, wanted.since, edition)
    }
    guard !topics.isEmpty else { return }
    guard tellEntries(of: edition), tellStates(of: edition) else { return }
    if topics.contains(.live) { toldWall = tellWall(edition.wall, toldWall) }
    if topics.contains(.lesson) {
      toldLessonWall = tellWall(edition.lessonWall, toldLessonWall)
    }
  }

  private func subscribe(_ new: Set<Topic>, _ since: Int64?, _ edition: Edition) {
    wanted = nil
    func change(_ topic: Topic) -> Int {
      (new.contains(topic) ? 1 : 0) - (topics.contains(topic) ? 1 : 0)
    }
    loop.hub.watch(live: change(.live), lesson: change(.lesson))
    // What it did not watch before it is told anew.
    toldStates = toldStates.filter { key, _ in
      edition.states[key].map { topics.contains($0.topic) && new.contains($0.topic) } ?? false
    }
    if !topics.contains(.live) { toldWall = 0 }
    if !topics.contains(.lesson) { toldLessonWall = 0 }
    topics = new
    var missed = DashboardMessages.Missed.none
    serial = edition.nextSerial
    if let since {
      if since > edition.newest {
        send(
          DashboardMessages.error(
            "event_unknown",
            "No event has the number \(since) yet; the newest is \(edition.newest)."))
        missed = .stale
      } else if since < edition.base {
        missed = .stale
      } else if since < edition.newest {
        missed = .replayed
        serial =
          edition.entries.first { $0.number.map { $0 > since } ?? false }?.serial
          ?? edition.nextSerial
      }
    }
    send(DashboardMessages.subscribed(topics, newest: edition.newest, missed))
  }

  /// - Returns: false when the socket is full; `hasRoom` goes on then.
  private func tellEntries(of edition: Edition) -> Bool {
    if serial < edition.firstSerial {
      guard push(DashboardMessages.stale) else { return false }
      serial = edition.nextSerial
    }
    let entries = edition.entries
    var index = entries.count - Int(edition.nextSerial - serial)
    while index < entries.count {
      let entry = entries[index]
      if topics.contains(entry.topic), !push(entry.message) { return false }
      serial = entry.serial + 1
      index += 1
    }
    return true
  }

  private func tellStates(of edition: Edition) -> Bool {
    for (key, state) in edition.states
    where topics.contains(state.topic) && toldStates[key] != state.version {
      guard push(state.message) else { return false }
      toldStates[key] = state.version
    }
    if toldStates.count > edition.states.count {
      toldStates = toldStates.filter { edition.states[$0.key] != nil }
    }
    return true
  }

  /// - Returns: the version that its client has then.
  private func tellWall(
    _ wall: (version: UInt64, news: [UInt8], whole: [UInt8]), _ told: UInt64
  ) -> UInt64 {
    guard wall.version != told else { return told }
    let message = wall.version == told + 1 && told > 0 ? wall.news : wall.whole
    return push(message) ? wall.version : told
  }

  private func push(_ message: [UInt8]) -> Bool { connection?.sendIfRoom(message) ?? false }
}

/// Carries a closure of a loop's objects through another thread back to the loop.
private final class Continuation: @unchecked Sendable {
  // Safe to share: it is only run on the loop.
  private let body: (DashboardSession, Administrator?) -> Void
  init(_ body: @escaping (DashboardSession, Administrator?) -> Void) { self.body = body }
  func run(_ session: DashboardSession?, _ administrator: Administrator?) {
    if let session, session.connection != nil { body(session, administrator) }
  }
}
