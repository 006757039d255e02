import ArgumentParser
import Foundation
import Ink

/// What scoring must say, to the bit: for the tests of every machine and of the page.
struct GoldenScoresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "golden-scores",
    abstract: "Writes what made-up drawings are worth: the golden vectors of scoring.")

  @Option(help: "How many drawings.")
  var count = 1_000

  func run() throws {
    var writer = JSONWriter(capacityInBytes: 1 << 20)
    writer.beginObject()
    writer.name("templates")
    writer.beginObject()
    for (name, template) in GoldenScores.templates {
      writer.name(name)
      writer.string(Data(template.bytes).base64EncodedString())
    }
    writer.endObject()
    writer.name("drawings")
    writer.beginArray()
    for trial in GoldenScores.trials(count) { write(trial, to: &writer) }
    writer.endArray()
    writer.endObject()
    // A line a drawing, so that a change shows which it is about.
    let text = String(decoding: writer.bytes, as: UTF8.self)
      .replacingOccurrences(of: "},{\"kind\"", with: "},\n{\"kind\"")
    try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
  }

  /// `Float`s are given by their bits, in hexadecimal.
  private func write(_ trial: GoldenScores.Trial, to writer: inout JSONWriter) {
    let template = GoldenScores.templates.first { $0.name == trial.kind }?.template
    var scorer = LiveScorer(
      kind: template.map(ShapeKind.template) ?? ShapeKind(id: trial.kind), canvas: trial.canvas)
    scorer.rebuild(from: trial.ink)
    let score = scorer.score(finished: trial.isFinished)
    writer.beginObject()
    writer.member("kind", trial.kind)
    writer.name("canvas")
    writer.beginArray()
    writer.integer(Int(trial.canvas.width))
    writer.integer(Int(trial.canvas.height))
    writer.endArray()
    writer.member("finished", trial.isFinished)
    writer.member("ink", trial.ink.packed.base64EncodedString())
    writer.member("score", bits(score.quality) + " " + bits(score.completeness))
    writer.name("hints")
    writer.beginArray()
    for hint in score.hints {
      writer.string(
        ([hint.code.text, hint.place.text]
          + [hint.amount, hint.x, hint.y].map(bits)).joined(separator: " "))
    }
    writer.endArray()
    writer.name("ideal")
    if let ideal = scorer.ideal() {
      let figures = ideal.places.flatMap { [$0.x.bitPattern, $0.y.bitPattern] }
      let sum = figures.withUnsafeBytes { CRC32C.checksum($0) }
      writer.string(
        "\(ideal.isClosed ? "closed" : "open") \(ideal.places.count) \(String(sum, radix: 16))")
    } else {
      writer.null()
    }
    writer.endObject()
  }

  private func bits(_ value: Float) -> String { String(value.bitPattern, radix: 16) }
}

extension Strokes {
  /// For each stroke the number of its points, then their steps in x and y from the point before,
  /// the first from 0: all as whole numbers of 7 bits a byte, the lowest first; steps zigzag.
  fileprivate var packed: Data {
    var bytes = Data()
    func put(_ value: Int) {
      var rest = value
      while rest >= 0x80 {
        bytes.append(UInt8(rest & 0x7f | 0x80))
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    var (x, y) = (0, 0)
    for index in strokes.indices {
      let range = range(ofStroke: index)
      put(range.count)
      for point in points[range] {
        for step in [Int(point.x) - x, Int(point.y) - y] {
          put(step < 0 ? -2 * step - 1 : 2 * step)
        }
        (x, y) = (Int(point.x), Int(point.y))
      }
    }
    return bytes
  }
}
