import Foundation
import Ink
import Logging
import Storage
import Testing

@testable import Server

/// The log of live ink is written as a loop would, the program "ends", and another reads it.
@Suite struct RecoveryTests {
  private final class Folder {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("inkling-test-\(UUID().uuidString)").path
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func live() throws -> LiveInk {
      let store = try Store(folder: DataFolder(path: path, exclusive: false))
      return LiveInk(
        store: store, shapes: try ShapeCatalogue(store: store), sessions: Sessions(store: store),
        pool: WorkPool(threads: 1), inference: Inference(log: Logger(label: "test")),
        lessons: LessonBoard(store: store, log: Logger(label: "test")),
        log: Logger(label: "test"))
    }
  }

  private func makeUser(_ live: LiveInk) throws -> Int64 {
    try live.store.waitForChange { live.sessions.create(name: nil, completion: $0) }.user.id
  }

  private func write(_ log: [UInt8], to live: LiveInk) {
    let done = DispatchSemaphore(value: 0)
    live.store.writer.append(log) { _ in done.signal() }
    done.wait()
  }

  private func claim(_ id: DrawingID, of user: Int64, in live: LiveInk) -> LiveDrawing? {
    guard case .granted(let drawing, _) = live.open.claim(id, userID: user, loop: 0) else {
      return nil
    }
    return drawing
  }

  private let points = (0..<20).map { Point(x: Int16($0 * 100), y: 400, elapsed: 16) }

  /// Draws in three operations and logs them, row by row.
  private func draw(_ drawing: LiveDrawing, in live: LiveInk) throws {
    var log: [UInt8] = []
    InkRecord.appendBegin(of: drawing, to: &log)
    write(log, to: live)
    for part in [0..<7, 7..<12, 12..<20] {
      log = []
      let flags: PointFlags = part.lowerBound == 0 ? .startsStroke : []
      try drawing.draw(Array(points[part]), flags)
      Array(points[part]).withUnsafeBufferPointer {
        InkRecord.appendPoints($0, flags: flags, of: drawing, to: &log)
      }
      write(log, to: live)
    }
  }

  @Test func `an open drawing comes back to the bit and can be gone on with`() throws {
    let folder = Folder()
    let before = try folder.live()
    let user = try makeUser(before)
    let drawing = LiveDrawing.testing(user: user)
    try draw(drawing, in: before)
    before.store.close()

    let after = try folder.live()
    defer { after.store.close() }
    #expect(try Recovery.run(after).open == 1)
    let back = try #require(claim(drawing.id, of: user, in: after))
    #expect(back.ink == drawing.ink)
    #expect(back.seq == 3)
    #expect(back.score() == drawing.score())
    #expect(back.userAgent == "a browser")
  }

  @Test func `a submitted drawing is stored, once, however often the log is read`() throws {
    let folder = Folder()
    let before = try folder.live()
    let drawing = LiveDrawing.testing(user: try makeUser(before))
    try draw(drawing, in: before)
    try drawing.submit()
    var log: [UInt8] = []
    InkRecord.appendSubmit(of: drawing, to: &log)
    write(log, to: before)
    before.store.close()
    for expected in [1, 0] {
      let after = try folder.live()
      #expect(try Recovery.run(after).finished == expected)
      let row = try #require(try after.store.drawing(drawing.id))
      #expect(row.isComplete)
      #expect(try StrokeCodec.decode(row.data) == drawing.ink)
      #expect(try after.store.count() == 1)
      after.store.close()
    }
  }

  @Test func `a discarded drawing stays away`() throws {
    let folder = Folder()
    let before = try folder.live()
    let drawing = LiveDrawing.testing(user: try makeUser(before))
    try draw(drawing, in: before)
    var log: [UInt8] = []
    InkRecord.appendDiscard(of: drawing, to: &log)
    write(log, to: before)
    before.store.close()
    let after = try folder.live()
    defer { after.store.close() }
    #expect(try Recovery.run(after).open == 0)
  }

  @Test func `operations after a drawing was put aside are added to what the store has`() throws {
    let folder = Folder()
    let before = try folder.live()
    let user = try makeUser(before)
    let drawing = LiveDrawing.testing(user: user)
    try drawing.draw(Array(points[..<10]))
    try before.store.waitForChange {
      before.store.writer.putAside(drawing.stored(), open: drawing.openState, completion: $0)
    }
    // Its beginning has left the log by now; only the newest operation stands there.
    try drawing.draw(Array(points[10...]), [])
    var log: [UInt8] = []
    Array(points[10...]).withUnsafeBufferPointer {
      InkRecord.appendPoints($0, flags: [], of: drawing, to: &log)
    }
    write(log, to: before)
    before.store.close()
    let after = try folder.live()
    defer { after.store.close() }
    #expect(try Recovery.run(after).open == 1)
    let back = try #require(claim(drawing.id, of: user, in: after))
    #expect(back.ink == drawing.ink)
  }

  @Test func `a drawing whose beginning has left the log comes back from its snapshot`() throws {
    let folder = Folder()
    let before = try folder.live()
    let user = try makeUser(before)
    let drawing = LiveDrawing.testing(user: user)
    for part in [0..<7, 7..<12, 12..<20] {
      var log: [UInt8] = []
      let flags: PointFlags = part.lowerBound == 0 ? .startsStroke : []
      if part.lowerBound == 12 { InkRecord.appendSnapshot(of: drawing, to: &log) }
      try drawing.draw(Array(points[part]), flags)
      Array(points[part]).withUnsafeBufferPointer {
        InkRecord.appendPoints($0, flags: flags, of: drawing, to: &log)
      }
      write(log, to: before)
    }
    before.store.close()
    let after = try folder.live()
    defer { after.store.close() }
    #expect(try Recovery.run(after).open == 1)
    let back = try #require(claim(drawing.id, of: user, in: after))
    #expect(back.ink == drawing.ink)
    #expect(back.seq == 3)
  }

  @Test func `a log that is cut or full of noise stops nothing`() throws {
    let folder = Folder()
    let before = try folder.live()
    let drawing = LiveDrawing.testing(user: try makeUser(before))
    try draw(drawing, in: before)
    write([9, 9, 9, 9, 255, 255, 255, 255], to: before)
    write((0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }, to: before)
    before.store.close()
    let after = try folder.live()
    defer { after.store.close() }
    #expect(try Recovery.run(after).open == 1)
  }
}

@Suite struct PasswordTests {
  @Test func `a password matches itself alone`() throws {
    let stored = try Password.hash("a long enough secret")
    #expect(Password.matches("a long enough secret", stored: stored))
    #expect(!Password.matches("a long enough secreT", stored: stored))
    #expect(!Password.matches("", stored: stored))
    #expect(!Password.matches("x", stored: "nonsense"))
    #expect(try Password.hash("a long enough secret") != stored)
  }
}
