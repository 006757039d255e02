import Ink
import Testing

@testable import Load

struct PenClockTests {
  /// Points at the given times, in strokes.
  private func drawing(_ strokes: [[UInt16]]) -> WireDrawing {
    var ink = Strokes()
    var before: UInt16 = 0
    for stroke in strokes {
      ink.startStroke(style: .standard)
      for time in stroke {
        ink.append(Point(x: 100, y: 100, elapsed: time - before))
        before = time
      }
    }
    return WireDrawing(
      Drawing(
        id: DrawingID(high: 1, low: 1), shape: "line", canvas: Canvas(square: 400), device: .pen,
        ink: ink))
  }

  private func frames(_ pen: PenClock) -> [PenClock.Frame] {
    var pen = pen
    var frames: [PenClock.Frame] = []
    while let frame = pen.take() { frames.append(frame) }
    return frames
  }

  @Test func `frames are due at the pace, with all points that the pen drew until then`() {
    let pen = PenClock(
      drawing: drawing([[0, 10, 20, 30, 40, 45]]), start: 1_000_000, interval: 20_000)
    let frames = frames(pen)
    #expect(frames.map(\.points) == [0..<1, 1..<3, 3..<5, 5..<6])
    #expect(frames.map(\.due) == [1_000_000, 1_020_000, 1_040_000, 1_060_000])
    #expect(frames.map(\.startsStroke) == [true, false, false, false])
    #expect(frames.map(\.endsStroke) == [false, false, false, true])
  }

  @Test func `a pen that rests sends nothing until its next point`() {
    let pen = PenClock(drawing: drawing([[0, 300], [305]]), start: 0, interval: 20_000)
    #expect(frames(pen).map(\.due) == [0, 300_000, 320_000])
  }

  @Test func `strokes of one interval go out together, each in its frame`() {
    let pen = PenClock(drawing: drawing([[0, 5], [10, 12]]), start: 0, interval: 16_000)
    let frames = frames(pen)
    #expect(frames.map(\.points) == [0..<1, 1..<2, 2..<4])
    #expect(frames.map(\.due) == [0, 16_000, 16_000])
  }

  @Test func `what was due does not depend on when it is taken`() {
    var pen = PenClock(drawing: drawing([[0, 10, 20, 30]]), start: 0, interval: 10_000)
    _ = pen.take()
    #expect(pen.nextDue == 10_000)
    // Long after that: the frame still holds the one point that was due.
    #expect(
      pen.take()
        == PenClock.Frame(
          points: 1..<2, startsStroke: false, endsStroke: false, due: 10_000))
  }

  @Test func `after a break the clock goes on at the next point`() {
    var pen = PenClock(drawing: drawing([[0, 10, 20, 30]]), start: 0, interval: 10_000)
    _ = pen.take()
    pen.resume(at: 5_000_000)
    #expect(pen.nextDue == 5_000_000)
    _ = pen.take()
    #expect(pen.nextDue == 5_010_000)
  }
}
