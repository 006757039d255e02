import ArgumentParser
import Foundation
import Load
import Transport

/// Everybody at once: coming, drawing, being cut off, coming back.
struct ConnectionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connections",
    abstract: "Opens thousands of connections at once, and again after all were lost at once.")

  @Option(help: "Connections.") var count = 10_000
  @Option(help: "Give up a step after so many seconds.") var patience = 120.0
  @Option(help: "Seconds for which people look at what they drew.") var pause = 5.0
  @OptionGroup var drawings: DrawingOptions
  @OptionGroup var options: ServerOptions

  func run() throws {
    raiseOpenFileLimit()
    defer { Child.killAll() }
    let report = BenchReport("connections")
    let recorded = try drawings.load()
    let folder = try TemporaryFolder()
    let server = try options.start(data: folder)
    Thread.sleep(forTimeInterval: 1)
    var replay = ReplayRun.Options()
    (replay.clients, replay.ramp, replay.holds) = (count, 0, true)
    replay.pause = pause
    (replay.seconds, replay.timeout) = (patience * 3, patience * 3)
    let run = ReplayRun(
      recorded, options: replay, loop: try ClientLoop(host: "127.0.0.1", port: server.port))
    let steps = Steps(server: server, count: count, patience: patience, report: report)
    run.onTick = { steps.follow($0) }
    run.draw()
    report.section("in all")
    report.number("connections lost that nobody cut", run.report.disconnects - steps.cut)
    report.number("connections refused", run.report.refusedConnections)
    report.number("acknowledged operations lost", run.report.acknowledgedLost)
    if !run.report.errors.isEmpty { report.text("errors", "\(run.report.errors)") }
    server.stop()
    try report.write(to: options.json)
  }

  /// One step after the other, each begun when the last has ended.
  private final class Steps {
    private enum Step {
      case storm
      case rest(until: Double)
      case drawing(until: Double)
      case resuming(since: Double)
      case over
    }

    private let server: Child
    private let count: Int
    private let patience: Double
    private let report: BenchReport
    private let empty: Double
    private var step = Step.storm
    private var half: Double?
    private var meter: ProcessorMeter
    private(set) var cut = 0

    init(server: Child, count: Int, patience: Double, report: BenchReport) {
      (self.server, self.count, self.patience, self.report) = (server, count, patience, report)
      empty = server.memory
      meter = ProcessorMeter(server)
      report.section("storm: \(count) connections at once")
    }

    func follow(_ run: ReplayRun) {
      let now = run.seconds
      switch step {
      case .storm:
        if half == nil && run.welcomeCount * 2 >= count { half = now }
        guard run.welcomeCount == count || now > patience else { return }
        report.number("half of them welcomed after", half ?? 0, "s")
        report.number("welcomed", run.welcomeCount)
        report.number("all of them welcomed after", now, "s")
        report.text("processors", meter.cores)
        step = .rest(until: now + 3)
      case .rest(let until):
        guard now > until else { return }
        report.section("memory")
        report.number("server before", empty, "MiB")
        sayMemory("idle")
        meter = ProcessorMeter(server)
        run.release()
        step = .drawing(until: now + 10)
      case .drawing(let until):
        guard now > until else { return }
        sayMemory("drawing")
        report.number("clients whose drawing is taken", run.upCount)
        report.text("processors", meter.cores)
        report.section("all connections cut at once")
        cut = run.welcomeCount
        run.dropAllConnections()
        half = nil
        step = .resuming(since: now)
      case .resuming(let since):
        if half == nil && run.upCount * 2 >= count { half = now - since }
        guard run.upCount == count || now > since + patience else { return }
        report.number("half of them draw again after", half ?? 0, "s")
        report.number("draw again", run.upCount)
        report.number("all of them draw again after", now - since, "s")
        sayMemory("drawing again")
        step = .over
        run.loop.stop()
      case .over: break
      }
    }

    private func sayMemory(_ what: String) {
      let memory = server.memory
      report.text(
        what,
        "\(plain(memory)) MiB, \(plain((memory - empty) * 1_024 / Double(count))) KiB a connection")
    }
  }
}
