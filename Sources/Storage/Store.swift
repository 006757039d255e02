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

  /// Opens the data folder, makes or upgrades its files, and starts the writer's thread.
  ///
  /// - Parameter upgrades: false for commands that only read: the schema is left to the server.
  public init(folder: DataFolder, upgrades: Bool = true) throws(StoreError) {
    self.folder = folder
    let main: DatabasePool
    let ink: DatabaseQueue
    do {
      try Self.prepare(folder.mainFile)
      try Self.prepare(folder.inkFile)
      main = try DatabasePool(path: folder.mainFile, configuration: Self.configuration())
      ink = try DatabaseQueue(path: folder.inkFile, configuration: Self.configuration())
      try ink.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    } catch {
      throw Self.explain(error, folder: folder)
    }
    try Self.migrate(main, Migrations.main, folder: folder, upgrades: upgrades)
    try Self.migrate(ink, Migrations.ink, folder: folder, upgrades: upgrades)
    self.main = main
    do {
      writer = try StoreWriter(main: main, ink: ink)
    } catch {
      throw Self.explain(error, folder: folder)
    }
  }

  /// Makes all that was accepted durable and ends the writer's thread.
  public func close() {
    writer.stop()
    folder.unlock()
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    // Another program may write for a moment; live ink must not wait longer for it.
    configuration.busyMode = .timeout(1)
    configuration.maximumReaderCount = 6
    configuration.prepareDatabase { database in
      try database.execute(
        sql: """
          PRAGMA synchronous = FULL;
          PRAGMA secure_delete = OFF;
          PRAGMA cache_size = -65536;
          PRAGMA temp_store = MEMORY;
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

  /// Reads with one of the readers; waits for none of the writer's work.
  func read<T>(_ body: (Database) throws -> T) throws(StoreError) -> T {
    do { return try main.read(body) } catch { throw StoreError(error, file: folder.path) }
  }
}
