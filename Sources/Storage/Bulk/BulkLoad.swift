import Foundation
import GRDB

/// Puts many drawings into the store: a transaction for each hand-over, counters once for each
/// instead of once a drawing, and, from a size on, indexes dropped first and made in the end.
///
/// Whatever ends the process leaves whole hand-overs and right counters; indexes that are missing
/// then are made by the next opening of the folder.
public final class BulkLoad {
  private let store: Store
  private let writer: BulkWriter
  private var added = 0
  private var hasDropped = false
  private let there: Int

  /// From so many drawings on, if they are also a quarter of all, the indexes are dropped.
  static let large = 100_000

  /// - Parameter expected: how many will come, where that is known.
  /// - Precondition: this process alone works on the folder.
  public init(_ store: Store, expected: Int = 0) throws(StoreError) {
    self.store = store
    there = try store.read { database in
      try Int.fetchOne(database, sql: "SELECT total(count) FROM facet_count") ?? 0
    }
    writer = BulkWriter(countsTogether: true)
    try store.settle("PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 30000")
    try store.settle("PRAGMA cache_size = -400000")
    try dropIfLarge(expected)
  }

  /// Stores some drawings; best ten thousand or more at once.
  /// - Returns: what became of each, in their order.
  public func add(_ drawings: [BulkDrawing]) throws(StoreError) -> [BulkOutcome] {
    let writer = writer
    let outcomes = try store.change { database, clock in
      try writer.write(drawings, to: database, clock: &clock)
    }
    added += drawings.count
    try dropIfLarge(added)
    return outcomes
  }

  /// Makes the indexes that were dropped, and what the planner knows of them.
  public func finish() throws(StoreError) {
    try store.makeDroppedIndexes()
    try store.settle("PRAGMA wal_checkpoint(PASSIVE)")
    try store.settle(store.writerSettings)
  }

  private func dropIfLarge(_ count: Int) throws(StoreError) {
    guard !hasDropped, count >= Self.large, count >= there / 4 else { return }
    hasDropped = true
    try store.change { database, _ in try DroppedIndexes.drop(in: database) }
  }
}

extension Store {
  /// Makes what a bulk load that was ended early has left out, an index a transaction.
  func makeDroppedIndexes() throws(StoreError) {
    let isComplete = try read { try Int.fetchOne($0, sql: "SELECT 1 FROM dropped_index") == nil }
    if isComplete { return }
    while try change({ database, _ in try DroppedIndexes.makeOne(in: database) }) {}
  }

  /// Settings of the writing connection, which no transaction may surround.
  func settle(_ sql: String) throws(StoreError) {
    do {
      try main.writeWithoutTransaction { try $0.execute(sql: sql) }
    } catch {
      throw StoreError(error, file: folder.path)
    }
  }
}
