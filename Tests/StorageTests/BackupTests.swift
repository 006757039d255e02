import Foundation
import GRDB
import Ink
import Synchronization
import Testing

@testable import Storage

@Suite struct BackupTests {
  private let copies = FileManager.default.temporaryDirectory
    .appendingPathComponent("inkling-test-\(UUID().uuidString)").path

  @Test func `a backup made while drawings come in holds all that was durable before it`() throws {
    let temporary = try TemporaryStore()
    defer { try? FileManager.default.removeItem(atPath: copies) }
    let store = temporary.store
    let user = try temporary.user().id
    let durable = Atomic<Int>(0)
    let stop = Atomic<Bool>(false)
    let ended = DispatchSemaphore(value: 0)
    Thread {
      for number in 1... {
        if stop.load(ordering: .relaxed) { break }
        store.writer.append([1, 2, 3]) { _ in }
        store.writer.finish(.testing(UInt64(number), user: user), isAccepted: true) { _ in
          durable.add(1, ordering: .relaxed)
        }
        Thread.sleep(forTimeInterval: 0.0005)
      }
      ended.signal()
    }.start()
    while durable.load(ordering: .relaxed) < 300 { Thread.sleep(forTimeInterval: 0.01) }
    try FileManager.default.createDirectory(
      atPath: temporary.path + "/models", withIntermediateDirectories: true)
    let before = durable.load(ordering: .relaxed)
    let report = try Backup.make(of: temporary.path, at: copies + "/backup")
    stop.store(true, ordering: .relaxed)
    ended.wait()
    #expect(report.drawings >= before)
    let restored = try Backup.restore(copies + "/backup", to: copies + "/data", overwrites: false)
    #expect(restored == report)
    let again = try Store(folder: DataFolder(path: copies + "/data", exclusive: true))
    defer { again.close() }
    #expect(try again.integrityFaults() == [])
    #expect(try again.counterFaults() == [])
    #expect(try again.count() == report.drawings)
    // Row by row the same as there, as far as it goes.
    let sql = """
      SELECT hex(public_id), facet, quality, hex(data) FROM drawing
      JOIN stroke_data ON drawing_id = id ORDER BY id LIMIT \(report.drawings)
      """
    let rows = try [again, store].map { store in
      try store.read { try Row.fetchAll($0, sql: sql).map(\.description) }
    }
    #expect(rows[0] == rows[1])
  }

  private struct Killed: Error {}

  @Test(arguments: 0..<3)
  func `a restore that is killed while it replaces is finished by whoever comes next`(
    step: Int
  ) throws {
    let temporary = try TemporaryStore()
    defer { try? FileManager.default.removeItem(atPath: copies) }
    let store = temporary.store
    let user = try temporary.user().id
    func draw(_ number: UInt64) throws {
      _ = try store.waitForChange {
        store.writer.finish(.testing(number, user: user), isAccepted: false, completion: $0)
      }
    }
    for number in UInt64(1)...3 { try draw(number) }
    let report = try Backup.make(of: temporary.path, at: copies + "/backup")
    for number in UInt64(4)...9 { try draw(number) }
    store.close()
    #expect(throws: StoreError.self) {
      _ = try Backup.restore(
        copies + "/backup", to: temporary.path, overwrites: true,
        reached: { if $0 == step { throw Killed() } })
    }
    #expect(throws: StoreError.self, "nobody reads files of two times") {
      _ = try DataFolder(path: temporary.path, exclusive: false)
    }
    let again = try Store(folder: DataFolder(path: temporary.path, exclusive: true))
    defer { again.close() }
    #expect(try again.count() == report.drawings)
    #expect(try again.integrityFaults() == [])
    #expect(!Restoring.isUnderWay(in: temporary.path))
  }

  @Test func `nothing is restored from a backup with one other byte, or over other data`() throws {
    let temporary = try TemporaryStore()
    defer { try? FileManager.default.removeItem(atPath: copies) }
    try temporary.finish(.testing(1, user: temporary.user().id))
    _ = try Backup.make(of: temporary.path, at: copies + "/backup")
    #expect(throws: StoreError.notEmpty(path: copies + "/backup")) {
      try Backup.make(of: temporary.path, at: copies + "/backup")
    }
    _ = try Backup.restore(copies + "/backup", to: copies + "/data", overwrites: false)
    #expect(throws: StoreError.notEmpty(path: copies + "/data")) {
      try Backup.restore(copies + "/backup", to: copies + "/data", overwrites: false)
    }
    // A server works on this one.
    #expect(throws: StoreError.inUse(path: temporary.path)) {
      try Backup.restore(copies + "/backup", to: temporary.path, overwrites: true)
    }
    // What was drawn after the backup goes with restoring over it.
    var store = try Store(folder: DataFolder(path: copies + "/data", exclusive: true))
    _ = try BulkLoad(store).add([BulkDrawing(.testing(2, user: 1))])
    store.close()
    _ = try Backup.restore(copies + "/backup", to: copies + "/data", overwrites: true)
    store = try Store(folder: DataFolder(path: copies + "/data", exclusive: true))
    #expect(try store.count() == 1)
    store.close()
    let file = copies + "/backup/inkling.db"
    var bytes = try Data(contentsOf: URL(filePath: file))
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: URL(filePath: file))
    #expect(throws: StoreError.self) {
      try Backup.restore(copies + "/backup", to: copies + "/other", overwrites: false)
    }
    #expect(!FileManager.default.fileExists(atPath: copies + "/other/inkling.db"))
    try FileManager.default.removeItem(atPath: copies + "/backup/manifest.json")
    #expect(throws: StoreError.self) {
      try Backup.restore(copies + "/backup", to: copies + "/other", overwrites: false)
    }
  }
}
