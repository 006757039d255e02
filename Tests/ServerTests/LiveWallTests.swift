import Ink
import Testing

@testable import Server

/// What administrators watch costs the same however many draw.
@Suite struct LiveWallTests {
  private let wall = LiveWall()

  private func many(_ count: Int) throws -> [HeldDrawing] {
    try (0..<count).map { index in
      let drawing = LiveDrawing.testing(id: UInt64(index + 1))
      try drawing.draw((0..<10).map { Point(x: Int16($0 * 80), y: 400, elapsed: 10) })
      return HeldDrawing(drawing, saved: 0, base: nil)
    }
  }

  /// Each frame of each drawing asks as a session does.
  private func frames(of all: [HeldDrawing], at seats: WallSeats) -> Int {
    var offered = 0
    for held in all where seats.hasRoom {
      seats.offer(held.drawing)
      offered += 1
    }
    return offered
  }

  @Test func `of ten thousand drawings as many are told as of a hundred, and none unwatched`()
    throws
  {
    for count in [100, 10_000] {
      let all = try many(count)
      let byID = Dictionary(uniqueKeysWithValues: all.map { ($0.drawing.id, $0) })
      let seats = WallSeats(wall: wall, loop: 0)
      seats.tick(1_000) { byID[$0] }
      #expect(frames(of: all, at: seats) == 0, "nobody watches")
      wall.isWatched = true
      seats.tick(1_200) { byID[$0] }
      #expect(frames(of: all, at: seats) == LiveWall.seatsPerLoop)
      seats.tick(1_400) { byID[$0] }
      #expect(wall.take().count == LiveWall.seatsPerLoop)
      for held in all { try held.drawing.draw([Point(x: 900, y: 900, elapsed: 10)], []) }
      #expect(frames(of: all, at: seats) == 0)
      seats.tick(1_500) { byID[$0] }
      #expect(wall.take().isEmpty, "five times a second and no more")
      seats.tick(1_600) { byID[$0] }
      #expect(wall.take().count == LiveWall.seatsPerLoop)
      // Who pauses makes room.
      seats.tick(7_000) { byID[$0] }
      #expect(frames(of: all, at: seats) == LiveWall.seatsPerLoop)
      wall.isWatched = false
      seats.tick(7_200) { byID[$0] }
      _ = wall.take()
      seats.tick(7_400) { byID[$0] }
      #expect(wall.take().isEmpty && !seats.hasRoom)
    }
  }

  @Test func `of a long drawing no more is told than a picture shows`() throws {
    let held = try many(1)[0]
    let seats = WallSeats(wall: wall, loop: 0)
    wall.isWatched = true
    seats.tick(1_000) { _ in held }
    seats.offer(held.drawing)
    var told = 0
    for turn in 1...20 {
      let to = Int16(turn % 2 * 3_000)
      for step in 0..<400 {
        try held.drawing.draw([Point(x: to, y: Int16(step * 8), elapsed: 1)], [])
      }
      seats.tick(1_000 + UInt64(turn) * 200) { _ in held }
      told += wall.take().reduce(0) { $0 + $1.points.count }
    }
    #expect(told > 100 && told <= 800)
  }

  @Test func `a wall has so many sheets, and the oldest makes room`() throws {
    var sheets = WallSheets(shown: 24)
    let all = try many(100)
    sheets.take(
      all.map {
        LiveWall.Report(
          id: $0.drawing.id, shape: "circle", canvas: $0.drawing.canvas, device: .pen, quality: 0,
          keep: 0, points: [WallPoint(x: 1, y: 1, startsStroke: true)], ending: nil)
      })
    let told = sheets.messages()
    let message = try #require(told)
    let shown = try JSON(parsing: message.whole)["sheets"]?.array ?? []
    #expect(
      shown.map { $0["drawing"]?.string ?? "" } == all.suffix(24).map { $0.drawing.id.string })
    let again = sheets.messages()
    #expect(again == nil, "nothing is new")
  }

  @Test func `reports that nobody fetches do not pile up`() throws {
    let held = try many(1)[0]
    let report = LiveWall.Report(
      id: held.drawing.id, shape: "circle", canvas: held.drawing.canvas, device: .pen, quality: 0,
      keep: 0, points: [], ending: nil)
    for _ in 0..<1_000 { wall.add(Array(repeating: report, count: 24)) }
    #expect(wall.take().count <= 2_000)
  }
}
