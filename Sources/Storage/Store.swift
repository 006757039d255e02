import Foundation
import GRDB
import Migrations

/// Where drawings, people and work are kept: SQLite with one writer and many readers.
///
/// Two files: `inkling.db` holds what is finished, `ink.db` the log of ink that is being drawn.
public final class Store: Sendable {
  public let folder: DataFolder
  public let writer: StoreWriter
  let main: DatabasePool
  let sampleMarks = SampleMarks()
  private let role: Role
  private let checkpointer: Checkpointer?

  /// Who works with the store, and so how its changes are made.
  public enum Role: Sendable {
    /// The server and commands: all changes go through the one writer, in group commits.
    case server
    /// A second process beside a server. Each change is a transaction of its own that waits for no
    /// disk while it holds the lock; the server's next commit makes it durable.
    case worker
  }

  /// Opens the data folder, makes or upgrades its files, and starts the writer's thread.
  ///
  /// - Parameters:
  ///   - upgrades: false for commands that only read: the schema is left to the server.
  ///   - checkpointsApart: false to make commits wait for checkpoints, as SQLite does by itself.
  ///   - now: the clock by which drawings are stored, ms since 1970.
  public init(
    folder: DataFolder, upgrades: Bool = true, role: Role = .server,
    checkpointsApart: Bool = true, now: @escaping @Sendable () -> Int64 = storeTime
  ) throws(StoreError) {
    self.folder = folder
    self.role = role
    let main: DatabasePool
    let ink: DatabaseQueue
    do {
      try Self.prepare(folder.mainFile)
      try Self.prepare(folder.inkFile)
      main = try DatabasePool(path: folder.mainFile, configuration: Self.configuration(role))
      ink = try DatabaseQueue(path: folder.inkFile, configuration: Self.configuration(role))
      try ink.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    } catch {
      throw Self.explain(error, folder: folder)
    }
    try Self.migrate(main, Migrations.main, folder: folder, upgrades: upgrades)
    try Self.migrate(ink, Migrations.ink, folder: folder, upgrades: upgrades)
    self.main = main
    do {
      // One for each folder: who only reads, or works beside a server, leaves it to that one.
      checkpointer =
        upgrades && role == .server && checkpointsApart
        ? try Checkpointer(main: folder.mainFile, ink: folder.inkFile) : nil
      writer = try StoreWriter(
        main: main, ink: ink, checkpointer: checkpointer, prunes: role == .server, now: now)
    } catch {
      throw Self.explain(error, folder: folder)
    }
    if upgrades && role == .server { try makeDroppedIndexes() }
  }

  /// Makes all that was accepted durable and ends the writer's thread.
  public func close() {
    writer.stop()
    checkpointer?.stop()
    folder.unlock()
  }

  /// Of the connection that writes, as a server has it.
  var writerSettings: String {
    """
    PRAGMA synchronous = FULL; PRAGMA cache_size = -65536;
    PRAGMA wal_autocheckpoint = \(checkpointer == nil ? 1_000 : 0)
    """
  }
  /// Counts of drawings a minute are kept for so long.
  static let minutesKept: Int64 = 2 * 24 * 60

  /// Bytes that the caches of all connections may take together, as far as SQLite can help it.
  private static let cachesAtMost = 160 << 20

  private static func configuration(_ role: Role) -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    // Another program may write for a moment. The server's writer is less patient: see there.
    configuration.busyMode = .timeout(role == .server ? 1 : 5)
    configuration.maximumReaderCount = role == .server ? 6 : 3
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA synchronous = \(role == .server ? "FULL" : "NORMAL");
          PRAGMA secure_delete = OFF;
          PRAGMA cache_size = \(role == .server ? -65536 : -8192);
          PRAGMA temp_store = MEMORY;
          PRAGMA soft_heap_limit = \(cachesAtMost);
          """)
    }
    return configuration
  }

  /// The way freed pages go back to the system can only be chosen before the first table.
  private static func prepare(_ file: String) throws {
    guard !FileManager.default.fileExists(atPath: file) else { return }
    let queue = try DatabaseQueue(path: file)
    try queue.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL; VACUUM;")
    }
    try queue.close()
  }

  private static func migrate(
    _ database: some DatabaseWriter, _ steps: [Migrations.Step], folder: DataFolder, upgrades: Bool
  ) throws(StoreError) {
    var migrator = DatabaseMigrator()
    for step in steps {
      migrator.registerMigration(step.name) { try $0.execute(sql: step.sql) }
    }
    do {
      let newer = try database.read { database -> String? in
        guard try migrator.hasBeenSuperseded(database) else { return nil }
        return try migrator.appliedIdentifiers(database).subtracting(steps.map(\.name)).max()
      }
      if let newer { throw StoreError.newerVersion(path: folder.path, step: newer) }
      guard upgrades else {
        if try database.read(migrator.hasCompletedMigrations) { return }
        throw StoreError.olderVersion(path: folder.path)
      }
      try migrator.migrate(database)
    } catch {
      throw explain(error, folder: folder)
    }
  }

  private static func explain(_ error: any Error, folder: DataFolder) -> StoreError {
    StoreError(error, file: folder.path)
  }

  /// Makes one change and waits until it is made. Never called on a loop or the writer's thread.
  func change<T: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> T
  ) throws(StoreError) -> T {
    switch role {
    case .server:
      return try change { database, _ in try body(database) }
    case .worker:
      do { return try main.write(body) } catch { throw StoreError(error, file: folder.path) }
    }
  }

  /// The same for a change that gives out ids of drawings: the server's role alone does.
  func change<T: Sendable>(
    _ body: @escaping @Sendable (Database, inout DrawingClock) throws -> T
  ) throws(StoreError) -> T {
    try waitForChange { done in
      writer.enqueue(
        StoreWriter.Change(
          apply: { database, clock in
            let value = try body(database, &clock)
            return { done(.success(value)) }
          }, failed: { done(.failure($0)) }, isAccepted: false))
    }
  }

  /// Waits until what was committed has gone from the log of changes into the file: for whoever
  /// changes so much that the writer would have to see to it, and all others wait for that.
  public func awaitCheckpoint() { checkpointer?.makeOne() }

  /// Makes what a worker has changed durable, without holding the lock while the disk is waited
  /// for: a checkpoint brings the log of changes to the disk before it copies from there.
  public func sync() {
    guard role == .worker else { return }
    _ = try? main.writeWithoutTransaction { try $0.checkpoint(.passive) }
  }

  /// Reads with one of the readers; waits for none of the writer's work.
  func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    do { return try main.read(body) } catch { throw StoreError(error, file: folder.path) }
  }
}
