import ArgumentParser
import Foundation
import Ink
import Load
import Storage

/// Fills a data folder with made-up drawings, and says how fast and how large.
struct FillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fill", abstract: "Makes a store of many made-up drawings through the bulk path.")

  @Option(help: "How many drawings.") var count = 1_000_000
  @Option(help: "The data folder, which must not be in use.") var dataFolder: String
  @Option(help: "The seed that fixes who drew what.") var seed: UInt64 = 1
  @Option(help: "A folder of .ndjson files: strokes as long as people's instead of made-up ones.")
  var data: String?
  @Option(help: "Write the figures as JSON into this file.") var json: String?

  func run() throws {
    let report = BenchReport("fill")
    try Self.fill(dataFolder, count: count, seed: seed, pool: Self.pool(data), report)
    try report.write(to: json)
  }

  static func fill(
    _ folder: String, count: Int, seed: UInt64, pool: [Drawing], _ report: BenchReport
  ) throws {
    let store = try Store(folder: DataFolder(path: folder, exclusive: true))
    defer { store.close() }
    let clock = ContinuousClock()
    let start = clock.now
    let load = try BulkLoad(store, expected: count)
    let people = try store.people(
      (0..<max(20, count / 200)).map { .made(hash: Self.hash($0, seed), name: nil) })
    var made = MadeUpStore(
      pool: pool, shapes: try store.shapes(), people: people, count: count, seed: seed)
    var left = count
    while left > 0 {
      let size = min(left, 20_000)
      let outcomes = try load.add(made.next(size))
      guard outcomes.allSatisfy({ $0 == .stored }) else {
        throw BenchError("Some were refused: was this folder filled with this seed before?")
      }
      left -= size
    }
    let loaded = clock.now
    try load.finish()
    let end = clock.now
    report.number("drawings", count)
    report.number("people", people.count)
    report.number("bytes of strokes a drawing", made.meanStrokeBytes, "bytes")
    report.number("loading", seconds(loaded - start), "s")
    report.number("making the indexes", seconds(end - loaded), "s")
    report.number("rate", Double(count) / seconds(end - start), "drawings a second")
    let bytes = Double(try store.storage().mainBytes)
    report.number("bytes a drawing on disk", bytes / Double(max(count, 1)), "bytes")
  }

  static func pool(_ data: String?) throws -> [Drawing] {
    if let data {
      var drawings: [Drawing] = []
      for name in try FileManager.default.contentsOfDirectory(atPath: data).sorted()
      where name.hasSuffix(".ndjson") {
        try RecordedDrawings.read(
          "\(data)/\(name)", refused: { _ in }, take: { drawings.append($0.drawing) })
      }
      return drawings
    }
    let shapes = SyntheticShape.allCases.filter { $0 != .scribble }
    return onAllCores((0..<2_000).flatMap { number in shapes.map { ($0, UInt64(number)) } }) {
      var synthesizer = Synthesizer(shape: $0.0, seed: 1, first: $0.1)
      return synthesizer.next()
    }
  }

  /// 32 bytes that no real token has.
  static func hash(_ number: Int, _ seed: UInt64) -> [UInt8] {
    var random = SplitMix64(seed: seed &+ UInt64(number))
    return (0..<4).flatMap { _ in
      let word = random.next()
      return (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
  }
}

func seconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}
