import Foundation
import GRDB
import Synchronization
import Testing

@testable import Storage

@Suite struct StoreWriterTests {
  @Test func `ink is in the log when it is called written, in the order it was handed over`() throws
  {
    let temporary = try TemporaryStore()
    let group = DispatchGroup()
    for number in 0..<400 {
      group.enter()
      temporary.store.writer.append([UInt8(number & 255), UInt8(number >> 8)]) { _ in group.leave()
      }
    }
    group.wait()
    var bytes: [UInt8] = []
    try temporary.store.writer.readInk { _, data in bytes += data }
    let expected = (0..<400).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    #expect(bytes == expected)
    #expect(temporary.store.writer.backlogInBytes == 0)
  }

  @Test func `a commit of drawings waits for the disk, as one of ink does`() throws {
    let temporary = try TemporaryStore()
    let full = try temporary.store.main.writeWithoutTransaction {
      try Int.fetchOne($0, sql: "PRAGMA synchronous")
    }
    #expect(full == 2)
  }

  @Test func `many hands share a commit`() throws {
    let temporary = try TemporaryStore()
    let group = DispatchGroup()
    let writer = temporary.store.writer
    DispatchQueue.concurrentPerform(iterations: 1_000) { _ in
      group.enter()
      writer.append([1]) { _ in group.leave() }
    }
    group.wait()
    var rows = 0
    try temporary.store.writer.readInk { _, _ in rows += 1 }
    #expect(rows < 1_000)
  }

  @Test func `of the events the newest ten thousand are kept`() throws {
    let temporary = try TemporaryStore()
    let worker = try temporary.beside()
    defer { worker.close() }
    try worker.change { database in
      try database.execute(
        sql: """
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10050)
          INSERT INTO event (at, topic, payload) SELECT i, 'models', '{}' FROM n
          """)
    }
    var kept: [Int64] = []
    for _ in 0..<100 where kept.first != 51 {
      // Events go with the first commit, which this is.
      _ = try temporary.user()
      Thread.sleep(forTimeInterval: 0.02)
      kept = try temporary.store.read { try Int64.fetchAll($0, sql: "SELECT id FROM event") }
    }
    #expect(kept == Array(51...10_050))
  }

  @Test func `rows that nobody needs leave the log, later ones stay`() throws {
    let temporary = try TemporaryStore()
    let rows = Mutex<[Int64]>([])
    for _ in 0..<10 {
      let done = DispatchSemaphore(value: 0)
      temporary.store.writer.append([1, 2, 3]) { row in
        rows.withLock { $0.append(row) }
        done.signal()
      }
      done.wait()
    }
    let kept = rows.withLock { $0[6] }
    temporary.store.writer.releaseInk(before: kept)
    var left: [Int64] = []
    // The front is dropped at most once a second, with the next commit.
    for _ in 0..<100 where left.first != kept {
      Thread.sleep(forTimeInterval: 0.05)
      let done = DispatchSemaphore(value: 0)
      temporary.store.writer.append([9]) { _ in done.signal() }
      done.wait()
      left = []
      try temporary.store.writer.readInk { row, _ in left.append(row) }
    }
    #expect(left.first == kept)
  }

  @Test func `what was handed over before the end is durable after it`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    for number in 1...50 {
      temporary.store.writer.finish(.testing(UInt64(number), user: user), isAccepted: true) { _ in }
    }
    temporary.store.close()
    #expect(try temporary.store.count() == 50)
  }

  @Test func `a change that fails takes no other with it`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    let results = Mutex<[Bool]>([])
    let group = DispatchGroup()
    for number in 1...20 {
      group.enter()
      // Every fourth names a shape that does not exist.
      let new = NewDrawing.testing(UInt64(number), user: user, shape: number % 4 == 0 ? 999 : 1)
      temporary.store.writer.finish(new, isAccepted: false) { result in
        results.withLock { $0.append((try? result.get()) != nil) }
        group.leave()
      }
    }
    group.wait()
    #expect(results.withLock { $0.filter { $0 }.count } == 15)
    #expect(try temporary.store.count() == 15)
  }
}
