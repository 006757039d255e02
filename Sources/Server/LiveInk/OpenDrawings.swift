import DequeModule
import Ink
import Storage
import Synchronization
import Transport

/// Every drawing that is not finished, and who holds it: a loop, or this table itself.
///
/// Asked when a drawing begins, moves or ends, never for a frame.
final class OpenDrawings: Sendable {
  /// More than anybody leaves behind at once, in drawings and in points; beyond it new ones are
  /// refused until some are put aside.
  private static let limit = (drawings: 60_000, points: 10_000_000)

  fileprivate enum Place {
    /// At a loop, with a client or waiting for its ink to be durable.
    case loop(Int)
    /// Nobody is connected to it.
    case parked(LiveDrawing, since: UInt64)
    /// Parked, and on its way into the store as a partial drawing.
    case leaving(LiveDrawing)
  }

  fileprivate struct Entry {
    let userID: Int64
    let shape: String
    var place: Place
    /// The log's row from which on this drawing is needed; nil until its first record is durable.
    var base: Int64?
  }

  fileprivate struct Table {
    var entries: [DrawingID: Entry] = [:]
    /// Of drawings that nobody is connected to.
    var parkedPoints = 0
    /// Since when drawings were parked, oldest first; some have been claimed since.
    var parkings: Deque<(id: DrawingID, since: UInt64)> = []
    /// When drawings left this table, for as long as somebody may still have asked for them before.
    var left: [DrawingID: UInt64] = [:]
    var leavings: Deque<(id: DrawingID, at: UInt64)> = []
    var byUser: [Int64: [DrawingID]] = [:]
  }

  private let table = Mutex(Table())

  enum Claim {
    case granted(LiveDrawing, base: Int64?)
    case held(byLoop: Int)
    case notYours
    case unknown
  }

  var count: Int { table.withLock { $0.entries.count } }

  /// How full the table is: 1 and above takes no more in.
  var fill: Double {
    table.withLock { table in
      max(
        Double(table.entries.count) / Double(Self.limit.drawings),
        Double(table.parkedPoints) / Double(Self.limit.points))
    }
  }

  /// Takes a drawing in, held by a loop.
  ///
  /// - Parameter since: when the store was asked for it (ms); what it said is stale if the drawing
  ///   was in this table and left it after that.
  /// - Returns: false when there is one of that id already, or the store's word is stale.
  func add(
    _ drawing: LiveDrawing, loop: Int, base: Int64? = nil, askedAt since: UInt64 = .max
  ) -> Bool {
    table.withLock { table in
      guard table.entries[drawing.id] == nil else { return false }
      if let left = table.left[drawing.id], left >= since { return false }
      table.entries[drawing.id] = Entry(
        userID: drawing.userID, shape: drawing.shape.key, place: .loop(loop), base: base)
      table.byUser[drawing.userID, default: []].append(drawing.id)
      return true
    }
  }

  /// Asks for a drawing on behalf of a person's connection at a loop.
  func claim(_ id: DrawingID, userID: Int64, loop: Int) -> Claim {
    table.withLock { table in
      guard let entry = table.entries[id] else { return .unknown }
      guard entry.userID == userID else { return .notYours }
      switch entry.place {
      case .loop(let holder): return .held(byLoop: holder)
      case .parked(let drawing, _), .leaving(let drawing):
        table.move(id, to: .loop(loop))
        return .granted(drawing, base: entry.base)
      }
    }
  }

  /// Gives a drawing that nobody is connected to back to the table.
  func park(_ drawing: LiveDrawing, base: Int64?) {
    table.withLock { table in
      if table.entries[drawing.id] == nil {
        table.byUser[drawing.userID, default: []].append(drawing.id)
        table.entries[drawing.id] = Entry(
          userID: drawing.userID, shape: drawing.shape.key, place: .loop(0), base: nil)
      }
      table.entries[drawing.id]?.base = base
      table.move(drawing.id, to: .parked(drawing, since: monotonicMilliseconds()))
    }
  }

  func setBase(_ base: Int64, of id: DrawingID) {
    table.withLock { $0.entries[id]?.base = base }
  }

  /// Forgets a drawing that is finished, discarded or stored as partial.
  func remove(_ id: DrawingID) {
    table.withLock { $0.forget(id) }
  }

  /// A person's newest drawing that nobody is connected to.
  func newestParked(ofUser user: Int64) -> (id: DrawingID, shape: String, seq: UInt32)? {
    table.withLock { table in
      for id in (table.byUser[user] ?? []).reversed() {
        guard let entry = table.entries[id] else { continue }
        switch entry.place {
        case .parked(let drawing, _), .leaving(let drawing):
          return (id, entry.shape, drawing.seq)
        case .loop: continue
        }
      }
      return nil
    }
  }

  /// A person's newest drawing, whoever is connected to it.
  func newest(ofUser user: Int64) -> (id: DrawingID, shape: String)? {
    table.withLock { table in
      (table.byUser[user] ?? []).last.flatMap { id in table.entries[id].map { (id, $0.shape) } }
    }
  }

  /// A person's unfinished drawings.
  func ids(ofUser user: Int64) -> [DrawingID] { table.withLock { $0.byUser[user] ?? [] } }

  /// How many a person has.
  func count(ofUser user: Int64) -> Int { table.withLock { $0.byUser[user]?.count ?? 0 } }

  /// Gives a loop the drawings that nobody was connected to since then, at most a few at once.
  func takeIdle(since: UInt64, for loop: Int, limit: Int = 250) -> [LiveDrawing] {
    table.withLock { table in
      var idle: [LiveDrawing] = []
      while idle.count < limit, let oldest = table.parkings.first, oldest.since <= since {
        table.parkings.removeFirst()
        if case .parked(let drawing, oldest.since) = table.entries[oldest.id]?.place {
          table.move(oldest.id, to: .loop(loop))
          idle.append(drawing)
        }
      }
      return idle
    }
  }

  /// A drawing is on its way into the store; it may be claimed back.
  func leave(_ drawing: LiveDrawing) {
    table.withLock { $0.move(drawing.id, to: .leaving(drawing)) }
  }

  /// A drawing has been stored as partial: forgets it, unless it was claimed in the meantime.
  func left(_ id: DrawingID) {
    table.withLock { table in
      if case .leaving = table.entries[id]?.place { table.forget(id) }
    }
  }

  /// The oldest row of the log that any open drawing needs; nil when none needs any.
  var oldestBase: Int64? { table.withLock { $0.entries.values.lazy.compactMap(\.base).min() } }
}

extension OpenDrawings.Table {
  fileprivate mutating func move(_ id: DrawingID, to place: OpenDrawings.Place) {
    guard let entry = entries[id] else { return }
    parkedPoints += place.points - entry.place.points
    entries[id]?.place = place
    if case .parked(_, let since) = place { parkings.append((id, since)) }
  }

  fileprivate mutating func forget(_ id: DrawingID) {
    guard let entry = entries.removeValue(forKey: id) else { return }
    let now = monotonicMilliseconds()
    left[id] = now
    leavings.append((id, now))
    while let oldest = leavings.first, now - oldest.at > 30_000 {
      leavings.removeFirst()
      if left[oldest.id] == oldest.at { left[oldest.id] = nil }
    }
    parkedPoints -= entry.place.points
    byUser[entry.userID]?.removeAll { $0 == id }
    if byUser[entry.userID]?.isEmpty == true { byUser[entry.userID] = nil }
  }
}

extension OpenDrawings.Place {
  /// Points of a drawing that the table itself holds: they do not change meanwhile.
  fileprivate var points: Int {
    switch self {
    case .loop: 0
    case .parked(let drawing, _), .leaving(let drawing): drawing.ink.points.count
    }
  }
}
