import Foundation
import GRDB
import Ink
import Testing

@testable import Storage

@Suite struct DrawingSnapshotTests {
  private let both = DrawingSnapshot.Selection(shapes: ["heart", "circle"])

  @Test func `what is deleted, flagged, unfinished or poor is not learnt from`() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let user = try temporary.user().id
    for number in 1...8 {
      try temporary.finish(
        .testing(UInt64(number), user: user, shape: number % 2 == 0 ? 2 : 5, quality: 0.8))
    }
    try temporary.finish(.testing(9, user: user, quality: 0.1))
    try temporary.finish(.testing(10, user: user, shape: 1))
    try temporary.putAside(.testing(11, user: user), seq: 1)
    try store.main.write { database in
      try database.execute(
        sql: "UPDATE drawing SET deleted = 1 WHERE public_id = ?",
        arguments: [DrawingID.testing(1).data])
      try database.execute(
        sql: "UPDATE drawing SET flagged = 1 WHERE public_id = ?",
        arguments: [DrawingID.testing(2).data])
    }
    var selection = both
    selection.minQuality = 0.5
    let snapshot = try store.snapshot(selection)
    #expect(
      snapshot.entries.map { snapshot.shapes[Int($0.shape)] } == [
        "heart", "circle", "heart", "circle", "heart", "circle",
      ])
    #expect(snapshot.entries.allSatisfy { $0.device == Device.pen.rawValue })
    #expect(MemoryLayout<DrawingSnapshot.Entry>.stride == 16)
    #expect(try store.snapshot(both).entries.count == 7)
    #expect(snapshot.summary.contains("\"by_shape\":{\"heart\":3,\"circle\":3}"))
  }

  @Test func `the same drawings have the same hash, others another`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    for number in 1...30 { try temporary.finish(.testing(UInt64(number), user: user)) }
    let store = temporary.store
    var capped = both
    capped.capPerShape = 10
    let first = try store.snapshot(capped)
    #expect(first.entries.count == 10)
    #expect(first.entries == first.entries.sorted { $0.id < $1.id })
    #expect(try store.snapshot(capped).sha256 == first.sha256)
    capped.seed = 2
    #expect(try store.snapshot(capped).sha256 != first.sha256)
    let all = try store.snapshot(both)
    try store.main.write {
      try $0.execute(
        sql: "UPDATE drawing SET shape = 5 WHERE id = ?", arguments: [all.entries[3].id])
    }
    #expect(try store.snapshot(both).sha256 != all.sha256)
  }

  @Test func `strokes come in the order asked for, without those that are gone or damaged`() throws
  {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    for number in 1...1_500 {
      temporary.store.writer.finish(
        .testing(UInt64(number), user: user, points: 2 + number % 7), isAccepted: false
      ) { _ in }
    }
    try temporary.finish(.testing(2_000, user: user))
    let store = temporary.store
    let snapshot = try store.snapshot(both)
    #expect(snapshot.entries.count == 1_501)
    try store.main.write { database in
      try database.execute(
        sql: "DELETE FROM drawing WHERE id = ?", arguments: [snapshot.entries[5].id])
      try database.execute(
        sql: "UPDATE stroke_data SET data = x'010203' WHERE drawing_id = ?",
        arguments: [snapshot.entries[7].id])
    }
    let order = Array(snapshot.entries.indices.reversed())
    var seen: [Int] = []
    try snapshot.read(order) { index, ink in
      seen.append(index)
      if index < 1_500 { #expect(ink.points.count == 2 + (index + 1) % 7) }
    }
    #expect(seen == order.filter { $0 != 5 && $0 != 7 })
  }

  @Test func `a tenth of the people is set aside, and of imported drawings a tenth of them`() throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let importer = try store.waitForChange {
      store.writer.createSession(
        publicID: .testing(1), name: "import", tokenHash: [UInt8](repeating: 9, count: 32),
        completion: $0)
    }.id
    for number in 1...400 {
      temporary.store.writer.finish(.testing(UInt64(number), user: importer), isAccepted: false) {
        _ in
      }
    }
    try temporary.finish(.testing(999, user: importer))
    let all = try store.snapshot(both)
    let heldOut = all.entries.filter(\.isHeldOut).count
    #expect(15...75 ~= heldOut)
    // So that some can be set aside, whoever they are.
    #expect(Set(all.entries.map(\.user)).count > 390)
    var selection = both
    selection.heldOut = true
    #expect(try store.snapshot(selection).entries == all.entries.filter(\.isHeldOut))
    // A person is on one side with all they drew.
    let user = try temporary.user(3).id
    for number in 2_001...2_020 { try temporary.finish(.testing(UInt64(number), user: user)) }
    let own = try store.snapshot(both).entries.filter { $0.user == UInt32(user) }
    #expect(own.count == 20 && Set(own.map(\.isHeldOut)).count == 1)
  }
}
