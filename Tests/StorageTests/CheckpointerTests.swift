import Foundation
import Testing

@testable import Storage

@Suite struct CheckpointerTests {
  @Test func `the logs of changes stay bounded under load`() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let row = [UInt8](repeating: 7, count: 400_000)
    let group = DispatchGroup()
    // 80 MB in two seconds: each log would be as large without an end.
    for _ in 0..<200 {
      group.enter()
      store.writer.append(row) { _ in group.leave() }
      Thread.sleep(forTimeInterval: 0.01)
    }
    group.wait()
    let size = try FileManager.default.attributesOfItem(atPath: temporary.path + "/ink.db-wal")[
      .size]
    #expect(try #require(size as? Int) < 50_000_000)
    var rows = 0
    try store.writer.readInk { _, data in rows += data == row ? 1 : 0 }
    #expect(rows >= 1)
  }
}
