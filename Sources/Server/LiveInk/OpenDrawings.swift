import Ink
import Storage
import Synchronization
import Transport

/// Every drawing that is not finished, and who holds it: a loop, or this table itself.
///
/// Asked when a drawing begins, moves or ends, never for a frame.
final class OpenDrawings: Sendable {
  /// More than anybody draws at once; beyond it new ones are refused until some are put aside.
  static let limit = 60_000

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

  /// Takes a new drawing in, held by a loop.
  /// - Returns: false when there is one of that id already.
  func add(_ drawing: LiveDrawing, loop: Int, base: Int64? = nil) -> Bool {
    table.withLock { table in
      guard table.entries[drawing.id] == nil else { return false }
      table.entries[drawing.id] = Entry(
        userID: drawing.userID, shape: drawing.shape.key, place: .loop(loop), base: base)
      table.byUser[drawing.userID, default: []].append(drawing.id)
      return true
    }
  }

  /// Asks for a drawing on behalf of a person's connection at a loop.
  func claim(_ id: DrawingID, userID: Int64, loop: Int) -> Claim {
    table.withLock { table in
      guard var entry = table.entries[id] else { return .unknown }
      guard entry.userID == userID else { return .notYours }
      switch entry.place {
      case .loop(let holder): return .held(byLoop: holder)
      case .parked(let drawing, _), .leaving(let drawing):
        entry.place = .loop(loop)
        table.entries[id] = entry
        return .granted(drawing, base: entry.base)
      }
    }
  }

  /// Gives a drawing that nobody is connected to back to the table.
  func park(_ drawing: LiveDrawing, base: Int64?) {
    table.withLock { table in
      if table.entries[drawing.id] == nil {
        table.byUser[drawing.userID, default: []].append(drawing.id)
      }
      table.entries[drawing.id] = Entry(
        userID: drawing.userID, shape: drawing.shape.key,
        place: .parked(drawing, since: monotonicMilliseconds()), base: base)
    }
  }

  func setBase(_ base: Int64, of id: DrawingID) {
    table.withLock { $0.entries[id]?.base = base }
  }

  /// Forgets a drawing that is finished, discarded or stored as partial.
  func remove(_ id: DrawingID) {
    table.withLock { table in
      if let entry = table.entries.removeValue(forKey: id) { table.forget(id, of: entry.userID) }
    }
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

  /// A person's unfinished drawings.
  func count(ofUser user: Int64) -> Int { table.withLock { $0.byUser[user]?.count ?? 0 } }

  /// Gives a loop the drawings that nobody was connected to since then, at most a few at once.
  func takeIdle(since: UInt64, for loop: Int, limit: Int = 250) -> [LiveDrawing] {
    table.withLock { table in
      var idle: [LiveDrawing] = []
      for (id, entry) in table.entries {
        guard idle.count < limit else { break }
        if case .parked(let drawing, let parked) = entry.place, parked <= since {
          table.entries[id]?.place = .loop(loop)
          idle.append(drawing)
        }
      }
      return idle
    }
  }

  /// A drawing is on its way into the store; it may be claimed back.
  func leave(_ drawing: LiveDrawing) {
    table.withLock { $0.entries[drawing.id]?.place = .leaving(drawing) }
  }

  /// A drawing did not get into the store after all.
  func stay(_ id: DrawingID) {
    table.withLock { table in
      guard case .leaving(let drawing) = table.entries[id]?.place else { return }
      table.entries[id]?.place = .parked(drawing, since: monotonicMilliseconds())
    }
  }

  /// A drawing has been stored as partial: forgets it, unless it was claimed in the meantime.
  func left(_ id: DrawingID) {
    table.withLock { table in
      guard let entry = table.entries[id], case .leaving = entry.place else { return }
      table.entries[id] = nil
      table.forget(id, of: entry.userID)
    }
  }

  /// The oldest row of the log that any open drawing needs; nil when none needs any.
  var oldestBase: Int64? { table.withLock { $0.entries.values.lazy.compactMap(\.base).min() } }
}

extension OpenDrawings.Table {
  fileprivate mutating func forget(_ id: DrawingID, of user: Int64) {
    byUser[user]?.removeAll { $0 == id }
    if byUser[user]?.isEmpty == true { byUser[user] = nil }
  }
}
