import Foundation
import GRDB
import Ink
import Testing

@testable import Storage

@Suite struct StoreTests {
  @Test func `every table is strict and the five shapes are there`() throws {
    let temporary = try TemporaryStore()
    let loose = try temporary.store.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%STRICT%'
            AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'
          """)
    }
    #expect(loose == [])
    #expect(
      try temporary.store.shapes().map(\.key) == ["line", "circle", "square", "triangle", "heart"])
  }

  @Test func `freed pages can go back to the system`() throws {
    let temporary = try TemporaryStore()
    let mode = try temporary.store.read { try Int.fetchOne($0, sql: "PRAGMA auto_vacuum") }
    #expect(mode == 2)
  }

  @Test func `a second program is kept out of the folder`() throws {
    let temporary = try TemporaryStore()
    #expect(throws: StoreError.inUse(path: temporary.path)) {
      try DataFolder(path: temporary.path, exclusive: true)
    }
  }

  @Test func `a folder of a newer version is refused and left alone`() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("inkling-test-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Store(folder: DataFolder(path: path, exclusive: true)).close()
    try DatabaseQueue(path: path + "/inkling.db").write {
      try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('9999_tomorrow')")
    }
    #expect(throws: StoreError.newerVersion(path: path, step: "9999_tomorrow")) {
      try Store(folder: DataFolder(path: path, exclusive: true))
    }
  }

  @Test func `a file that is no database is called damaged`() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("inkling-test-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: path + "/inkling.db"))
    let error = #expect(throws: StoreError.self) {
      try Store(folder: DataFolder(path: path, exclusive: true))
    }
    guard case .damaged = error else {
      Issue.record("said \(String(describing: error))")
      return
    }
  }

  @Test func `a session is found by its token's hash alone`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user(7)
    #expect(try temporary.store.user(tokenHash: [UInt8](repeating: 7, count: 32)) == user)
    #expect(try temporary.store.user(tokenHash: [UInt8](repeating: 8, count: 32)) == nil)
  }

  @Test func `an administrator's address exists once, in any case`() throws {
    let temporary = try TemporaryStore()
    let writer = temporary.store.writer
    try temporary.store.waitForChange {
      writer.addAdministrator(email: "ada@example.org", password: "x", completion: $0)
    }
    #expect(throws: StoreError.self) {
      try temporary.store.waitForChange {
        writer.addAdministrator(email: "ADA@example.org", password: "x", completion: $0)
      }
    }
  }
}
