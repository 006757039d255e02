import DequeModule

/// What dashboards watch, by the names that they subscribe to.
enum Topic: String, CaseIterable, Sendable {
  case stats, training, drawings, models, live, health, jobs, shapes, review, audit, lesson
}

/// All that there is to tell dashboards as of one moment. It is made once for all of them; loops
/// take it whole, and each connection keeps how far it has been told.
struct Edition: Sendable {
  /// Something that happened.
  struct Entry: Sendable {
    /// Its place among all entries since the start.
    let serial: UInt64
    /// Of the event that it tells; nil for what is told to those only who are there.
    let number: Int64?
    let topic: Topic
    let message: [UInt8]
  }

  /// How something is now: only the newest counts.
  struct State: Sendable {
    let version: UInt64
    let topic: Topic
    let message: [UInt8]
  }

  /// Counts the looks at the store.
  var look: UInt64 = 0
  /// The newest event, and the one after which none is missing among the entries.
  var newest: Int64 = 0
  var base: Int64 = 0
  /// Oldest first.
  private(set) var entries: Deque<Entry> = []
  private(set) var nextSerial: UInt64 = 1
  private(set) var states: [String: State] = [:]
  private var versions: UInt64 = 0
  /// Each time something new was drawn: that alone, and all that is shown.
  private(set) var wall: (version: UInt64, news: [UInt8], whole: [UInt8]) = (0, [], [])

  /// The same of lessons' seats.
  private(set) var lessonWall: (version: UInt64, news: [UInt8], whole: [UInt8]) = (0, [], [])

  /// Whoever is further behind asks for everything anew.
  static let entriesKept = 1_000

  var firstSerial: UInt64 { entries.first?.serial ?? nextSerial }

  mutating func add(_ topic: Topic, number: Int64? = nil, _ message: [UInt8]) {
    entries.append(Entry(serial: nextSerial, number: number, topic: topic, message: message))
    nextSerial += 1
    while entries.count > Self.entriesKept {
      if let number = entries.removeFirst().number { base = number }
    }
  }

  /// Nobody is told of what happened up to an event one by one.
  mutating func forget(upTo number: Int64) {
    entries.removeAll { $0.number != nil }
    base = number
  }

  mutating func set(_ key: String, _ topic: Topic, _ message: [UInt8]) {
    guard states[key]?.message != message else { return }
    versions += 1
    states[key] = State(version: versions, topic: topic, message: message)
  }

  mutating func keep(_ isKept: (String) -> Bool) {
    states = states.filter { isKept($0.key) }
  }

  mutating func setWall(news: [UInt8], whole: [UInt8]) {
    wall = (wall.version + 1, news, whole)
  }

  mutating func setLessonWall(news: [UInt8], whole: [UInt8]) {
    lessonWall = (lessonWall.version + 1, news, whole)
  }
}
