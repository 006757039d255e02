import ArgumentParser
import Ink

/// How long JSON takes: the largest drawing in, live feedback out.
struct JSONCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "json", abstract: "Times reading a large drawing and writing live feedback.")

  func run() throws {
    var ink = Strokes()
    ink.startStroke(style: .standard)
    for index in 0..<16_000 {
      ink.append(Point(x: Int16(index % 3_200), y: Int16(index * 7 % 3_200), elapsed: 16))
    }
    let drawing = Drawing(
      id: DrawingID(high: 1, low: 2), shape: "circle", canvas: Canvas(square: 400),
      device: .pen, ink: ink)
    let text = drawing.json()
    let parsed = try JSON(parsing: text)
    let parsing = median(of: 25) { _ = try? JSON(parsing: text) }
    let reading = median(of: 25) { _ = try? Drawing(json: parsed, newID: { drawing.id }) }
    let writing = median(of: 25) { _ = drawing.json() }
    print("a drawing of \(ink.points.count) points, \(text.count) bytes:")
    print("  parse JSON \(fixed(parsing / 1e6)) ms, read the drawing \(fixed(reading / 1e6)) ms,")
    print("  write it \(fixed(writing / 1e6)) ms")

    var writer = JSONWriter(capacityInBytes: 512)
    let rounds = 10_000
    let feedback = median(of: 25) {
      for round in 0..<rounds {
        writer.reset()
        writer.beginObject()
        writer.member("type", "feedback")
        writer.member("drawing", drawing.id)
        writer.member("seq", round)
        writer.member("saved", round)
        writer.member("points", round)
        writer.member("quality", 0.1234 + Double(round) * 1e-5)
        writer.name("guesses")
        writer.beginArray()
        for _ in 0..<6 {
          writer.beginObject()
          writer.member("shape", "circle")
          writer.member("confidence", Float(0.4321))
          writer.endObject()
        }
        writer.endArray()
        writer.endObject()
      }
    }
    print(
      "feedback of 10 numbers, \(writer.bytes.count) bytes: \(fixed(feedback / Double(rounds))) ns")
  }
}
