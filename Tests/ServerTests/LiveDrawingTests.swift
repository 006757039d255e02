import Ink
import Testing

@testable import Server

@Suite struct LiveDrawingTests {
  private let points = (0..<10).map { Point(x: Int16($0 * 80), y: 400, elapsed: 10) }

  @Test func `operations are the next one, known, or a gap that names what is expected`() throws {
    let drawing = LiveDrawing.testing()
    try drawing.draw(points)
    #expect(try drawing.order(of: 1) == .known)
    #expect(try drawing.order(of: 2) == .next)
    let gap = #expect(throws: Refusal.self) { try drawing.order(of: 4) }
    #expect(gap?.expected == 2)
  }

  @Test func `nothing follows a submission`() throws {
    let drawing = LiveDrawing.testing()
    try drawing.draw(points)
    try drawing.submit()
    #expect(try drawing.order(of: 2) == .known)
    #expect(throws: Refusal.self) { try drawing.order(of: 3) }
  }

  @Test func `a refused operation leaves the drawing as it was`() throws {
    let drawing = LiveDrawing.testing()
    try drawing.draw(points)
    let before = (drawing.ink, drawing.seq, drawing.score())
    #expect(throws: Refusal.self) { try drawing.draw([Point(x: 32_000, y: 0)], []) }
    #expect(throws: Refusal.self) { try drawing.draw([], .startsStroke) }
    #expect(throws: Refusal.self) { try drawing.truncate(to: 11) }
    #expect(throws: Refusal.self) { try drawing.truncate(to: -1) }
    #expect((drawing.ink, drawing.seq) == (before.0, before.1))
    #expect(drawing.score() == before.2)
  }

  @Test func `a drawing holds 20,000 points and 256 strokes and not one more`() throws {
    let many = LiveDrawing.testing()
    let full = [Point](repeating: Point(x: 8, y: 8), count: 500)
    for index in 0..<40 { try many.draw(full, index == 0 ? .startsStroke : []) }
    let tooMany = #expect(throws: Refusal.self) { try many.draw([Point(x: 8, y: 8)], []) }
    #expect(tooMany.map { String(describing: $0.code) } == "too_many_points")
    let strokes = LiveDrawing.testing()
    for _ in 0..<256 { try strokes.draw([Point(x: 8, y: 8)]) }
    #expect(throws: Refusal.self) { try strokes.draw([Point(x: 8, y: 8)]) }
    // The pen may go on within the last stroke.
    try strokes.draw([Point(x: 8, y: 8)], [])
  }

  @Test func `the first point of a drawing starts a stroke`() {
    #expect(throws: Refusal.self) { try LiveDrawing.testing().draw(points, []) }
  }

  @Test func `one point cannot be submitted`() throws {
    let drawing = LiveDrawing.testing()
    try drawing.draw([Point(x: 8, y: 8)])
    #expect(throws: Refusal.self) { try drawing.submit() }
  }

  @Test func `undo leaves what a drawing without the undone would be`() throws {
    let undone = LiveDrawing.testing()
    try undone.draw(points)
    try undone.draw(points.reversed())
    try undone.truncate(to: 10)
    let plain = LiveDrawing.testing()
    try plain.draw(points)
    #expect(undone.ink == plain.ink)
    #expect(undone.clock == plain.clock)
    #expect(undone.score() == plain.score())
    try undone.truncate(to: 0)
    #expect(undone.ink == Strokes())
    #expect(undone.clock == 0)
  }
}

@Suite struct OpenDrawingsTests {
  @Test func `a drawing is claimed by its own person only, and by one at a time`() {
    let table = OpenDrawings()
    let drawing = LiveDrawing.testing(user: 5)
    #expect(table.add(drawing, loop: 0))
    #expect(!table.add(.testing(user: 5), loop: 1))
    guard case .held(byLoop: 0) = table.claim(drawing.id, userID: 5, loop: 1) else {
      Issue.record("not held")
      return
    }
    guard case .notYours = table.claim(drawing.id, userID: 6, loop: 1) else {
      Issue.record("given away")
      return
    }
    table.park(drawing, base: 3)
    #expect(table.newestParked(ofUser: 5)?.id == drawing.id)
    #expect(table.oldestBase == 3)
    guard case .granted(let granted, base: 3) = table.claim(drawing.id, userID: 5, loop: 1) else {
      Issue.record("not granted")
      return
    }
    #expect(granted === drawing)
    #expect(table.newestParked(ofUser: 5) == nil)
    table.remove(drawing.id)
    guard case .unknown = table.claim(drawing.id, userID: 5, loop: 0) else {
      Issue.record("still known")
      return
    }
    #expect(table.count == 0)
  }

  @Test func `one that is claimed while it leaves stays`() {
    let table = OpenDrawings()
    let drawing = LiveDrawing.testing()
    table.park(drawing, base: 1)
    #expect(table.takeIdle(since: .max, for: 0).count == 1)
    #expect(table.takeIdle(since: .max, for: 0).isEmpty)
    table.leave(drawing)
    guard case .granted = table.claim(drawing.id, userID: 1, loop: 0) else {
      Issue.record("not granted")
      return
    }
    table.left(drawing.id)
    #expect(table.count == 1)
  }
}
