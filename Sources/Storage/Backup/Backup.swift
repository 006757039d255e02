import Foundation
import GRDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Copies of a data folder: consistent while a server works on it, and checked before they are used.
public enum Backup {
  public struct Report: Sendable, Equatable {
    /// Deleted ones too.
    public let drawings: Int
    public let files: Int
    public let bytes: Int
  }

  /// Copies a data folder, in use or not.
  ///
  /// The log of live ink is copied before the main file: what is finished in between is in both,
  /// and what the log has dropped by then is in the main file. Models' files are copied before and
  /// after: one may be deleted meanwhile, and one made.
  ///
  /// - Parameter destination: a folder that is not there yet, or is empty.
  /// - Throws: `.notEmpty`, or what is wrong with either folder; the copy has no manifest then.
  public static func make(
    of folder: String, at destination: String
  ) throws(StoreError) -> Report {
    try makeEmpty(destination)
    do {
      let early = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/models")) ?? []
      if !early.isEmpty { try makeModels(in: destination) }
      for model in early {
        do {
          try copyFile("\(folder)/models/\(model)", to: "\(destination)/models/\(model)")
        } catch let error as CocoaError
          where [.fileReadNoSuchFile, .fileNoSuchFile].contains(error.code)
        {
          // Deleted just now: the rows that are copied below do not name it.
        }
      }
      for name in ["ink.db", "inkling.db"] {
        try copyDatabase("\(folder)/\(name)", to: "\(destination)/\(name)")
      }
      let (drawings, models) = try contents(of: "\(destination)/inkling.db")
      if !models.isEmpty { try makeModels(in: destination) }
      for model in Set(models).subtracting(early) {
        try copyFile("\(folder)/models/\(model)", to: "\(destination)/models/\(model)")
      }
      for model in Set(early).subtracting(models) { unlink("\(destination)/models/\(model)") }
      sync("\(destination)/models")
      let names = ["inkling.db", "ink.db"] + models.map { "models/\($0)" }
      let manifest = BackupManifest(
        created: ISO8601DateFormatter().string(from: Date()), drawings: drawings,
        files: try names.map { try BackupManifest.describe($0, in: destination) })
      try manifest.write(in: destination)
      return Report(manifest)
    } catch {
      // It was empty before: what is not whole shall not look like a backup, nor be in the way.
      for name in ["ink.db", "inkling.db", "models"] {
        try? FileManager.default.removeItem(atPath: "\(destination)/\(name)")
      }
      throw StoreError(error, file: destination)
    }
  }

  private static func makeModels(in folder: String) throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder)/models", withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
  }

  /// Puts a backup in place of a data folder that no server uses.
  ///
  /// Everything is compared with the manifest first, and copied beside what is there before
  /// anything of it is replaced. What is interrupted after that is finished by whoever opens the
  /// folder next.
  ///
  /// - Parameter overwrites: whether data that are there may be replaced.
  /// - Throws: `.noBackup` for one that is not whole, `.notEmpty`, `.inUse`.
  public static func restore(
    _ source: String, to folder: String, overwrites: Bool
  ) throws(StoreError) -> Report {
    try restore(source, to: folder, overwrites: overwrites, reached: { _ in })
  }

  /// - Parameter reached: called at each step of the replacing, for tests of crashes.
  static func restore(
    _ source: String, to folder: String, overwrites: Bool, reached: (Int) throws -> Void
  ) throws(StoreError) -> Report {
    let manifest = try BackupManifest.read(in: source)
    try manifest.verify(in: source)
    let target = try DataFolder(path: folder, exclusive: true)
    guard overwrites || target.isEmpty else { throw .notEmpty(path: folder) }
    do {
      try makeModels(in: folder)
      for file in manifest.files {
        try copyFile("\(source)/\(file.path)", to: "\(folder)/\(file.path)\(Restoring.suffix)")
      }
      try Restoring.begin(in: folder)
    } catch {
      for file in manifest.files { unlink("\(folder)/\(file.path)\(Restoring.suffix)") }
      throw StoreError(error, file: folder)
    }
    do {
      try Restoring.finish(in: folder, reached: reached)
    } catch {
      throw StoreError(error, file: folder)
    }
    return Report(manifest)
  }

  private static func makeEmpty(_ folder: String) throws(StoreError) {
    let there = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard there.isEmpty else { throw .notEmpty(path: folder) }
    _ = try DataFolder(path: folder, exclusive: false)
  }

  /// In one step, on a connection of its own: in several it would begin again with every commit.
  private static func copyDatabase(_ source: String, to destination: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    let from = try DatabaseQueue(path: source, configuration: configuration)
    let to = try DatabaseQueue(path: destination)
    // The disk is waited for once, in the end.
    try to.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = OFF") }
    try from.backup(to: to)
    // No second file: one database is one file of the backup.
    try to.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    try to.close()
    try from.close()
    sync(destination)
  }

  private static func contents(of file: String) throws -> (drawings: Int, models: [String]) {
    let queue = try DatabaseQueue(path: file)
    defer { try? queue.close() }
    return try queue.read { database in
      (
        try Int.fetchOne(database, sql: "SELECT count(*) FROM drawing") ?? 0,
        try String.fetchAll(database, sql: "SELECT file FROM model ORDER BY id")
      )
    }
  }

  private static func copyFile(_ source: String, to destination: String) throws {
    unlink(destination)
    try FileManager.default.copyItem(atPath: source, toPath: destination)
    sync(destination)
  }

  /// Brings a file or a folder's names to the disk.
  static func sync(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

extension Backup.Report {
  init(_ manifest: BackupManifest) {
    drawings = manifest.drawings
    files = manifest.files.count
    bytes = manifest.files.reduce(0) { $0 + $1.bytes }
  }
}
