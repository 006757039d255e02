import ArgumentParser
import Foundation
import Ink
import Storage

/// How long an administrator waits for a page, for statistics, for a sample, for one drawing.
struct GalleryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gallery", abstract: "Times the questions of a gallery, by kind of filter.")

  @Option(help: "A folder that `fill` has filled; with --grow, where to make several.")
  var dataFolder: String
  @Flag(help: "Fill and ask 10,000, 100,000, 1,000,000 and 10,000,000 drawings.")
  var grow = false
  @Option(help: "The largest of them.") var largest = 10_000_000
  @Option(help: "How often each kind of question is asked.") var questions = 300
  @Option(help: "A folder of .ndjson files: strokes as long as people's.") var data: String?
  @Option(help: "Write the figures as JSON into this file.") var json: String?
  @Option(help: "Draw the growth as SVG into this file.") var svg: String?

  func run() throws {
    let report = BenchReport("gallery")
    guard grow else {
      _ = try measure(dataFolder, report)
      return try report.write(to: json)
    }
    let pool = try FillCommand.pool(data)
    var growth: [GrowthPlot.Point] = []
    for count in [10_000, 100_000, 1_000_000, 10_000_000] where count <= largest {
      let folder = "\(dataFolder)/\(count)"
      if !FileManager.default.fileExists(atPath: folder) {
        report.section("filling \(count)")
        try FillCommand.fill(folder, count: count, seed: 1, pool: pool, report)
      }
      report.section("\(count) drawings")
      growth.append(GrowthPlot.Point(count: count, values: try measure(folder, report)))
    }
    try report.write(to: json)
    if let svg { try Data(GrowthPlot(points: growth).svg.utf8).write(to: URL(filePath: svg)) }
  }

  /// - Returns: the 99th percentiles of what the plot shows, in milliseconds.
  private func measure(
    _ folder: String, _ report: BenchReport
  ) throws -> [(name: String, milliseconds: Double)] {
    let started = ContinuousClock.now
    let store = try Store(folder: DataFolder(path: folder, exclusive: true))
    defer { store.close() }
    report.number("opening the store", seconds(.now - started) * 1_000, "ms")
    let (oldest, newest) = (
      try store.gallery(DrawingFilter(), sort: .oldest, limit: 200).drawings,
      try store.gallery(DrawingFilter(), limit: 1).drawings
    )
    guard let first = oldest.first, let last = newest.first else {
      throw BenchError("There are no drawings in \(folder); fill it first.")
    }
    var queries = GalleryQueries(
      shapes: try store.shapes(), people: try store.somePeople(200), first: first.stored,
      last: last.stored)
    var pages = Timings()
    var worst = 0.0
    for kind in GalleryQueries.kinds {
      let timings = try ask(kind, &queries, store)
      report.timings(kind, timings)
      pages.add(timings)
      worst = max(worst, timings.percentile(0.99))
    }
    report.timings("pages of all kinds", pages)
    var (statistics, sample, single) = (Timings(), Timings(), Timings())
    let shapes = try store.shapes().map(\.id)
    for _ in 0..<questions { _ = try statistics.measure { try store.statistics() } }
    report.timings("statistics", statistics)
    let first1000 = try sample.measure {
      try store.sample(ofShape: shapes[0], count: 1_000, seed: 0).count
    }
    report.number("the first sample, which makes its marks", sample.percentile(1), "ms")
    sample = Timings()
    for shape in shapes { _ = try store.sample(ofShape: shape, count: 1_000, seed: 0) }
    for seed in 1...UInt64(questions) {
      let shape = shapes[Int(seed) % shapes.count]
      _ = try sample.measure { try store.sample(ofShape: shape, count: 1_000, seed: seed).count }
    }
    report.timings("a sample of \(first1000) with strokes", sample)
    for index in 0..<questions {
      let id = oldest[index % oldest.count].publicID
      _ = try single.measure { try store.drawing(id) }
    }
    report.timings("one drawing with strokes", single)
    return [
      ("pages, the slowest kind", worst), ("pages, all kinds", pages.percentile(0.99)),
      ("statistics", statistics.percentile(0.99)), ("sample of 1,000", sample.percentile(0.99)),
      ("one drawing", single.percentile(0.99)),
    ]
  }

  /// First pages, and those that follow.
  private func ask(
    _ kind: String, _ queries: inout GalleryQueries, _ store: Store
  ) throws -> Timings {
    var timings = Timings()
    // Warm: each connection has its statements, the system the pages.
    for round in 0..<2 {
      timings = Timings()
      for _ in 0..<(round == 0 ? questions / 4 : questions) / 2 {
        let (filter, sort) = (queries.filter(kind), queries.sort())
        let page = try timings.measure { try store.gallery(filter, sort: sort, limit: 60) }
        guard let next = page.next else { continue }
        _ = try timings.measure {
          try store.gallery(
            filter, sort: sort, limit: 60,
            after: DrawingCursor(next, filter: filter, sort: sort))
        }
      }
    }
    return timings
  }
}
