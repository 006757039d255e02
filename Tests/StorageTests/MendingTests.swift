import GRDB
import Ink
import Testing

@testable import Storage

@Suite struct MendingTests {
  @Test func `each change is in the audit once, and the counters follow`() throws {
    let store = try TemporaryStore()
    try store.finish(.testing(1, user: try store.user().id))
    let id = DrawingID.testing(1)
    let before = try #require(try store.store.galleryDrawing(id))
    let actor = "ada@example.org"
    func mend(_ mending: Mending) throws -> GalleryDrawing {
      guard case .mended(let drawing, _) = try store.store.mend(id, mending, actor: actor)
      else { throw StoreError.notYours }
      return drawing
    }
    #expect(try mend(.flag(reason: "a scribble")).flagReason == "a scribble")
    #expect(try mend(.flag(reason: "a scribble")).isFlagged)
    #expect(try mend(.delete).deleted != nil)
    let deleted = try mend(.delete).deleted
    #expect(try mend(.delete).deleted == deleted)
    var trash = DrawingFilter()
    trash.isDeleted = true
    #expect(try store.store.galleryTotal(trash).count == 1)
    #expect(try mend(.restore).deleted == nil)
    let unflagged = try mend(.unflag)
    #expect(!unflagged.isFlagged && unflagged.flagReason == nil)
    #expect(unflagged.etag != before.etag)
    #expect(try store.store.galleryTotal(trash).count == 0)
    #expect(try mend(.relabel(shape: 5)).shape == "heart")

    let actions = try store.store.read { database in
      try String.fetchAll(database, sql: "SELECT action FROM audit ORDER BY id")
    }
    #expect(
      actions == [
        "drawing.flagged", "drawing.deleted", "drawing.restored", "drawing.unflagged",
        "drawing.relabelled",
      ])
    let events = try store.store.read { database in
      try Int.fetchOne(database, sql: "SELECT count(*) FROM event WHERE topic = 'drawings'")
    }
    #expect(events == 5)
    guard case .unknown = try store.store.mend(.testing(2), .delete, actor: actor) else {
      Issue.record("a drawing that nobody drew was mended")
      return
    }
  }
}
