import Crypto
import Foundation
import GRDB
public import Ink

/// The drawings that a training is about: who, what and with what at once, 16 bytes each; their
/// strokes in batches, when they are needed.
public struct DrawingSnapshot: Sendable {
  public struct Entry: Sendable, Equatable {
    /// The store's own id, ordered by time.
    public let id: Int64
    /// Who drew it: each of the drawings that were imported without a name is somebody's else.
    public let user: UInt32
    /// Index into `shapes`.
    public let shape: UInt16
    /// As `Device.rawValue`.
    public let device: UInt8
    /// Set aside for measuring: a tenth of the people, for ever the same, whose drawings no
    /// training sees. Of imported drawings, which stand under one name, a tenth of the drawings.
    public let isHeldOut: Bool
  }

  /// Which drawings to take. Deleted and unfinished ones never are.
  public struct Selection: Sendable {
    /// Keys of shapes.
    public var shapes: [String]
    /// 0...1.
    public var minQuality: Float = 0
    /// At most so many of each shape, chosen by a hash of id and seed.
    public var capPerShape: Int = .max
    public var seed: UInt64 = 0
    /// Only those set aside, only the others, or nil for both.
    public var heldOut: Bool?
    public var takesFlagged = false
    /// Also what was meant to be odd: drawn to fool the model, with eyes closed, with the other
    /// hand; and what was drawn by keyboard.
    public var takesUnusual = false
    /// When they were stored, ms since 1970: from the first, up to but not including the second.
    public var from, to: Int64?
    /// The store's id of the newest that is taken.
    public var newest: Int64?

    public init(shapes: [String]) { self.shapes = shapes }
  }

  /// Keys, in the order asked for.
  public let shapes: [String]
  /// Oldest first.
  public let entries: [Entry]
  private let store: Store

  /// Strokes are read so many drawings at a time, so that no reader holds the log back for long.
  public static let batch = 1_000
  private static let page = 20_000

  init(store: Store, selection: Selection) throws(StoreError) {
    self.store = store
    shapes = selection.shapes
    var entries: [Entry] = []
    let (index, importer) = try store.read { database in
      var index: [Int64: UInt16] = [:]
      for (place, key) in selection.shapes.enumerated() {
        if let id = try Int64.fetchOne(
          database, sql: "SELECT id FROM shape WHERE key = ?", arguments: [key])
        {
          index[id] = UInt16(place)
        }
      }
      return (index, try Self.importers(in: database))
    }
    let ids = selection.ids
    var last = ids.lowerBound
    while true {
      let from = last
      let seen = try store.read { database in
        let rows = try database.cachedStatement(
          sql: """
            SELECT id, user_id, shape, device, flagged <= ?1 AND status = 1 AND quality >= ?2
              AND (?6 OR device <> 4 AND NOT EXISTS (
                SELECT 1 FROM play WHERE drawing_id = drawing.id AND mode IN (3, 4, 5)))
            FROM drawing NOT INDEXED WHERE id > ?3 AND id <= ?4 AND deleted IS NULL
            ORDER BY id LIMIT ?5
            """)
        let cursor = try Row.fetchCursor(
          rows,
          arguments: [
            selection.takesFlagged, Double(selection.minQuality), from, ids.upperBound, Self.page,
            selection.takesUnusual,
          ])
        var seen = 0
        while let row = try cursor.next() {
          seen += 1
          let id: Int64 = row[0]
          last = id
          guard row[4], let shape = index[row[2]] else { continue }
          let user: Int64 = row[1]
          let isImported = importer.contains(user)
          let isHeldOut = Self.isHeldOut(user: user, drawing: id, isImported: isImported)
          let person = Self.person(ofUser: user, drawing: id, isImported: isImported)
          if let wanted = selection.heldOut, wanted != isHeldOut { continue }
          entries.append(
            Entry(
              id: id, user: person, shape: shape, device: row[3],
              isHeldOut: isHeldOut))
        }
        return seen
      }
      if seen < Self.page { break }
    }
    self.entries = Self.capped(entries, selection)
  }

  /// Under whom everybody's drawings stand that were imported without a name.
  static func importers(in database: Database) throws -> Set<Int64> {
    Set(try Int64.fetchAll(database, sql: "SELECT id FROM user WHERE name = 'import'"))
  }

  /// Whether no training sees it, as `Entry.isHeldOut` has it.
  static func isHeldOut(user: Int64, drawing: Int64, isImported: Bool) -> Bool {
    mixed(UInt64(bitPattern: isImported ? drawing : user)) % 10 == 0
  }

  /// Who drew it, as `Entry.user` has it.
  /// - Parameter isImported: without a name: everybody's stand under one user.
  static func person(ofUser user: Int64, drawing: Int64, isImported: Bool) -> UInt32 {
    isImported
      ? UInt32(truncatingIfNeeded: mixed(UInt64(bitPattern: drawing))) | 1 << 31
      : UInt32(truncatingIfNeeded: user)
  }

  /// Reads strokes by their entries' indices, in the order given.
  ///
  /// Drawings that were deleted in the meantime, or whose strokes are damaged, are left out.
  public func read(
    _ indices: some Sequence<Int>, _ body: (_ index: Int, _ ink: Strokes) throws -> Void
  ) throws {
    var batch: [Int] = []
    batch.reserveCapacity(Self.batch)
    for index in indices {
      batch.append(index)
      if batch.count == Self.batch {
        for (index, ink) in try strokes(batch) { try body(index, ink) }
        batch.removeAll(keepingCapacity: true)
      }
    }
    for (index, ink) in try strokes(batch) { try body(index, ink) }
  }

  /// The id by which others know a drawing; nil when it was deleted meanwhile.
  public func publicID(of entry: Entry) throws(StoreError) -> DrawingID? {
    try store.read { database in
      let data = try Data.fetchOne(
        database, sql: "SELECT public_id FROM drawing WHERE id = ?", arguments: [entry.id])
      return data.map { DrawingID(data: $0) }
    }
  }

  private func strokes(_ indices: [Int]) throws(StoreError) -> [(Int, Strokes)] {
    try store.read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT data FROM stroke_data WHERE drawing_id = ?")
      return try indices.compactMap { index in
        let data: Data? = try statement.fetchRow([entries[index].id])?[0]
        guard let data, let ink = try? StrokeCodec.decode([UInt8](data)) else { return nil }
        return (index, ink)
      }
    }
  }

  /// SHA-256 of ids, shapes and people: equal for equal drawings, whatever the machine.
  public var sha256: [UInt8] {
    var hash = SHA256()
    for shape in shapes { hash.update(data: Data(shape.utf8 + [0])) }
    for entry in entries {
      var bytes: (Int64, UInt32, UInt16, UInt16) = (
        entry.id.littleEndian, entry.user.littleEndian, entry.shape.littleEndian,
        (UInt16(entry.device) << 8 | (entry.isHeldOut ? 1 : 0)).littleEndian
      )
      withUnsafeBytes(of: &bytes) { hash.update(bufferPointer: $0) }
    }
    return Array(hash.finalize())
  }

  /// JSON: how many of each shape, from when, and their hash.
  public var summary: String {
    var counts = [Int](repeating: 0, count: shapes.count)
    for entry in entries { counts[Int(entry.shape)] += 1 }
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("drawings", entries.count)
    writer.member("held_out", entries.lazy.filter(\.isHeldOut).count)
    writer.name("by_shape")
    writer.beginObject()
    for (shape, count) in zip(shapes, counts) {
      writer.name(shape)
      writer.integer(count)
    }
    writer.endObject()
    writer.name("first")
    if let first = entries.first { writer.string(String(first.id)) } else { writer.null() }
    writer.name("last")
    if let last = entries.last { writer.string(String(last.id)) } else { writer.null() }
    writer.member("sha256", String(hexOf: sha256))
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func capped(_ entries: [Entry], _ selection: Selection) -> [Entry] {
    var counts = [Int](repeating: 0, count: selection.shapes.count)
    for entry in entries { counts[Int(entry.shape)] += 1 }
    guard counts.contains(where: { $0 > selection.capPerShape }) else { return entries }
    // In the order of a hash, the first of each shape; the same for the same drawings and seed.
    let salt = mixed(selection.seed)
    var entries = entries
    entries.sort {
      let (a, b) = (
        mixed(UInt64(bitPattern: $0.id) ^ salt), mixed(UInt64(bitPattern: $1.id) ^ salt)
      )
      return a == b ? $0.id < $1.id : a < b
    }
    counts = counts.map { _ in 0 }
    entries.removeAll { entry in
      counts[Int(entry.shape)] += 1
      return counts[Int(entry.shape)] > selection.capPerShape
    }
    entries.sort { $0.id < $1.id }
    return entries
  }
}

/// Spreads a number over all bits, for ever in the same way: who is held out depends on it.
private func mixed(_ value: UInt64) -> UInt64 {
  var random = SplitMix64(seed: value)
  return random.next()
}

extension DrawingSnapshot.Selection {
  /// Ids that can match: above the first, up to the last.
  var ids: ClosedRange<Int64> {
    let limits: ClosedRange<Int64> = 0...(1 << 42)
    func id(_ time: Int64) -> Int64 {
      (min(max(time, limits.lowerBound), limits.upperBound) << 20) - 1
    }
    let above = from.map(id) ?? -1
    let below = min(to.map(id) ?? .max, newest ?? .max)
    return above...max(above, below)
  }
}

extension Store {
  /// The drawings for a training or a measurement. Reads the ids of all of them: about a
  /// microsecond each.
  public func snapshot(
    _ selection: DrawingSnapshot.Selection
  ) throws(StoreError) -> DrawingSnapshot {
    try DrawingSnapshot(store: self, selection: selection)
  }
}
