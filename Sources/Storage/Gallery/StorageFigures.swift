import Foundation
import GRDB

/// What the store takes on the disk, in bytes.
public struct StorageFigures: Sendable, Equatable {
  /// The main file, without its log of changes.
  public var mainBytes: Int
  /// Pages of it that are free for what comes next.
  public var freeBytes: Int
  /// Its log of changes.
  public var logBytes: Int
  /// The log of live ink, and its log of changes.
  public var inkBytes: Int
  /// Of the disk: all, and what is free for this program. Nil where the system does not say.
  public var diskBytes, diskFreeBytes: Int?
}

extension Store {
  /// Asks the file system, not the rows.
  public func storage() throws(StoreError) -> StorageFigures {
    let (pages, free, size) = try read { database in
      (
        try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0,
        try Int.fetchOne(database, sql: "PRAGMA freelist_count") ?? 0,
        try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
      )
    }
    let disk = disk
    return StorageFigures(
      mainBytes: pages * size, freeBytes: free * size,
      logBytes: Self.size(folder.mainFile + "-wal"),
      inkBytes: Self.size(folder.inkFile) + Self.size(folder.inkFile + "-wal"),
      diskBytes: disk?.all, diskFreeBytes: disk?.free)
  }

  /// The data folder's disk, in bytes: all, and what is free for this program. Nil where the
  /// system does not say.
  public var disk: (all: Int, free: Int)? {
    var figures = statvfs()
    guard statvfs(folder.path, &figures) == 0 else { return nil }
    let block = Int(figures.f_frsize)
    return (Int(figures.f_blocks) * block, Int(figures.f_bavail) * block)
  }

  /// 0 for a file that is not there.
  private static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
