import ArgumentParser
import Foundation
import Load
import Transport

/// A day of programs that come, ask and go, in minutes: whether anything is left behind.
struct ChurnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "churn",
    abstract:
      "Classifies a million times over connections that come and go, and watches the server.")

  @Option(help: "Guesses in all.") var guesses = 1_000_000
  @Option(help: "Connections at a time.") var connections = 100
  @Option(help: "Guesses after which a connection ends, half of them without a word.")
  var each = 200
  @Option(help: "Write memory and descriptors over time into this file, as SVG.")
  var plot: String?
  @OptionGroup var options: ServerOptions

  func run() throws {
    raiseOpenFileLimit()
    defer { Child.killAll() }
    let report = BenchReport("churn")
    let folder = try TemporaryFolder()
    let server = try options.start(data: folder)
    Thread.sleep(forTimeInterval: 1)
    let (idleMemory, idleDescriptors) = (server.memory, server.descriptors)
    let run = ChurnRun(
      loop: try ClientLoop(host: "127.0.0.1", port: server.port), guesses: guesses, each: each)
    var course: [CoursePlot.Point] = []
    run.onTick = { run in
      guard run.guessed >= course.count * guesses / 100 else { return }
      course.append(
        CoursePlot.Point(
          at: Double(run.guessed), memory: server.memory, descriptors: server.descriptors))
    }
    let meter = ProcessorMeter(server)
    let start = monotonicMicroseconds()
    run.run(connections: connections)
    let seconds = Double(monotonicMicroseconds() - start) / 1e6
    report.text("processors", meter.cores)
    report.number("guesses", run.guessed)
    report.number("connections", run.connections)
    report.number("guesses a second", Double(run.guessed) / seconds)
    report.number("connections that ended unasked", run.lost)
    // What the last ones left is to be gone.
    Thread.sleep(forTimeInterval: 2)
    let tenth = course.dropFirst(10).first?.memory ?? idleMemory
    report.section("the server")
    report.number("memory before", idleMemory, "MiB")
    report.number("after a tenth of the guesses", tenth, "MiB")
    report.number("at the end", course.last?.memory ?? 0, "MiB")
    report.number("since the tenth", (course.last?.memory ?? 0) - tenth, "MiB")
    report.number("descriptors before", idleDescriptors)
    report.number("descriptors at the end", server.descriptors)
    if let plot {
      try Data(CoursePlot(points: course).svg.utf8).write(to: URL(fileURLWithPath: plot))
    }
    server.stop()
    try report.write(to: options.json)
  }
}

extension Child {
  /// Open descriptors.
  var descriptors: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(identifier)/fd").count) ?? 0
  }
}
