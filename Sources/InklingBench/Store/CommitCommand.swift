import ArgumentParser
import Foundation
import Ink
import Storage
import Synchronization

/// How long live ink and finished drawings wait until they are durable.
struct CommitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "commit",
    abstract: "Times group commits, with checkpoints on their own thread and within commits.")

  @Option(help: "Seconds for each.") var seconds = 20.0
  @Option(help: "Finished drawings a second.") var drawings = 500
  @Option(help: "Live ink, bytes a second: 100,000 frames of 40 bytes.") var ink = 4_000_000
  @Option(help: "A folder that `fill` has filled; by default an empty one.") var dataFolder: String?
  @Option(help: "Write the figures as JSON into this file.") var json: String?

  func run() throws {
    let report = BenchReport("commit")
    for isApart in [true, false] {
      report.section(isApart ? "checkpoints on a thread of their own" : "checkpoints in commits")
      try measure(isApart, report)
    }
    try report.write(to: json)
  }

  private func measure(_ isApart: Bool, _ report: BenchReport) throws {
    let folder = try TemporaryFolder()
    let store = try Store(
      folder: DataFolder(path: dataFolder ?? folder.path + "/data", exclusive: true),
      checkpointsApart: isApart)
    defer { store.close() }
    let seed = UInt64.random(in: 0...UInt64.max)
    let load = try BulkLoad(store)
    let people = try store.people(
      (0..<100).map { .made(hash: FillCommand.hash($0, seed), name: nil) })
    try load.finish()
    var made = MadeUpStore(
      pool: try FillCommand.pool(nil), shapes: try store.shapes(), people: people,
      count: 1_000_000, seed: seed)
    let results = Mutex<(finished: Timings, written: Timings)>((Timings(), Timings()))
    let group = DispatchGroup()
    let clock = ContinuousClock()
    let start = clock.now
    var largestLog = 0
    // Every 5 ms what has come in: a loop's tick.
    for tick in 0..<Int(seconds * 200) {
      for drawing in made.next((tick + 1) * drawings / 200 - tick * drawings / 200) {
        group.enter()
        let before = clock.now
        store.writer.finish(drawing.new, isAccepted: true) { _ in
          let time = InklingBench.seconds(clock.now - before) * 1_000
          results.withLock { $0.finished.add(time) }
          group.leave()
        }
      }
      group.enter()
      let before = clock.now
      store.writer.append([UInt8](repeating: UInt8(tick & 255), count: ink / 200)) { row in
        let time = InklingBench.seconds(clock.now - before) * 1_000
        results.withLock { $0.written.add(time) }
        // Ink of thirty seconds is kept.
        store.writer.releaseInk(before: row - 30 * 200)
        group.leave()
      }
      if tick % 100 == 0 {
        let storage = try store.storage()
        largestLog = max(largestLog, storage.logBytes)
      }
      Thread.sleep(
        until: Date(timeIntervalSinceNow: due(tick + 1) - InklingBench.seconds(clock.now - start)))
    }
    group.wait()
    results.withLock { results in
      report.timings("a finished drawing", results.finished)
      report.timings("live ink", results.written)
    }
    report.number("largest log of changes", Double(largestLog) / 1e6, "MB")
  }

  private func due(_ tick: Int) -> Double { Double(tick) / 200 }
}
