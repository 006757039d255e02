import ArgumentParser
import Foundation
import Ink
import Recognition

/// How early people's drawings are recognised while they are drawn.
struct EarlyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "early",
    abstract: "Says after which share of the ink the right shape comes first, and stays first.")

  @Option(help: "A folder of drawings by real people, .ndjson.") var data: String
  @Option(help: "The model.") var model = "samples/starter.inkmodel"
  @Option(help: "Looks at each drawing, at even steps of its length.") var looks = 50
  @Option(help: "Write the figures as JSON into this file.") var json: String?

  /// One drawing: from which share on the right shape stays first, above 1 for never; and at
  /// which looks it was first.
  private struct Course {
    let settled: Double
    let isRight: [Bool]
  }

  func run() throws {
    let report = BenchReport("early")
    var recognizer = Recognizer(
      model: try Model(bytes: [UInt8](Data(contentsOf: URL(fileURLWithPath: model)))))
    let labels = recognizer.model.labels
    var courses: [String: [Course]] = [:]
    for drawing in try RealDrawing.load(from: data) where labels.contains(drawing.label) {
      courses[drawing.label, default: []].append(course(of: drawing, &recognizer))
    }
    let all = labels.flatMap { courses[$0] ?? [] }
    for (name, courses) in labels.map({ ($0, courses[$0] ?? []) }) + [("all", all)]
    where !courses.isEmpty {
      report.section("\(name): \(courses.count) drawings")
      let settled = courses.map(\.settled).sorted()
      func at(_ share: Double) -> Double {
        settled[min(Int(share * Double(settled.count)), settled.count - 1)]
      }
      report.number("first for good at the median", at(0.5) * 100, "% of the ink")
      report.text(
        "a quarter, three quarters",
        "\(plain(at(0.25) * 100)), \(plain(at(0.75) * 100)) % of the ink")
      report.number("never", Double(settled.count { $0 > 1 }) / Double(settled.count) * 100, "%")
      let curve = stride(from: 1, through: 10, by: 1).map { tenth in
        let look = max(tenth * looks / 10 - 1, 0)
        let right = courses.count { $0.isRight[look] }
        return plain(Double(right) / Double(courses.count) * 100)
      }
      report.text("first after 10, 20 … 100 %", curve.joined(separator: ", ") + " %")
    }
    try report.write(to: json)
  }

  private func course(of drawing: RealDrawing, _ recognizer: inout Recognizer) -> Course {
    let ink = drawing.ink
    let label = recognizer.model.labels.firstIndex(of: drawing.label)!
    var lengths = [0.0]
    var starts = Set(ink.strokes.map { Int($0.start) })
    starts.remove(0)
    for index in 1..<max(ink.points.count, 1) {
      let (a, b) = (ink.points[index - 1], ink.points[index])
      // Between two strokes the pen draws nothing.
      let step =
        starts.contains(index) ? 0 : hypot(Double(b.x) - Double(a.x), Double(b.y) - Double(a.y))
      lengths.append(lengths[index - 1] + step)
    }
    let whole = max(lengths.last!, 1)
    recognizer.reset()
    var isRight: [Bool] = []
    var (count, grown) = (0, Strokes())
    for look in 1...looks {
      let end = whole * Double(look) / Double(looks)
      while count < ink.points.count, count == 0 || lengths[count] <= end + 1e-6 {
        if count == 0 || starts.contains(count) { grown.startStroke(style: .standard) }
        grown.append(ink.points[count])
        count += 1
      }
      let guesses = recognizer.classify(grown, isFinished: look == looks)
      isRight.append(guesses.bestShape == label)
    }
    let wrong = isRight.lastIndex(of: false) ?? -1
    return Course(settled: Double(wrong + 2) / Double(looks), isRight: isRight)
  }
}
