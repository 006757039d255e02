import ArgumentParser
import Foundation
import Load
import Transport

/// Whether those who draw notice those who watch.
struct DashboardsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dashboards",
    abstract: "People draw alone, and while dashboards watch everything: in turns, in one run.")

  @Option(help: "Clients that draw.") var users = 1_000
  @Option(help: "Dashboards that watch.") var watchers = 50
  @Option(help: "Of these, how many stop reading, until a second before the part's end.")
  var sleepers = 5
  @Option(help: "Seconds for each part.") var seconds = 10.0
  @Option(help: "Parts with dashboards, each after one without.") var rounds = 3
  @OptionGroup var drawings: DrawingOptions
  @OptionGroup var options: ServerOptions

  func run() throws {
    raiseOpenFileLimit()
    defer { Child.killAll() }
    let report = BenchReport("dashboards")
    let recorded = try drawings.load()
    drawings.describe(recorded, to: report)
    let folder = try TemporaryFolder()
    let cookie = try BenchAdministrator.signIn(dataFolder: folder.path + "/data")
    let server = try options.start(data: folder)
    var replay = ReplayRun.Options()
    (replay.clients, replay.ramp) = (users, max(1, Double(users) / 500))
    (replay.seconds, replay.timeout) = (3_600, 3_600)
    let run = ReplayRun(
      recorded, options: replay, loop: try ClientLoop(host: "127.0.0.1", port: server.port))
    let turns = Turns(self, server, cookie: cookie, start: replay.ramp + 1)
    run.onTick = { turns.follow($0) }
    run.draw()
    turns.describe(to: report)
    report.section("in all")
    report.number("connections lost by those who draw", run.report.disconnects)
    report.number("acknowledged operations lost", run.report.acknowledgedLost)
    report.text("drawings submitted", "\(run.report.submitted) of \(run.report.requested)")
    server.stop()
    try report.write(to: options.json)
  }

  /// Alone and watched, in turns.
  private final class Turns {
    private struct Part {
      var feedback: [(p50: Double, p99: Double)] = []
      var memory: [Double] = []
      var cores: [String] = []
    }

    private let command: DashboardsCommand
    private let server: Child
    private let cookie: String
    private var nextAt: Double
    private var turn = -1
    private var watchers: [Watcher] = []
    private var meter: ProcessorMeter
    private var parts = [Part(), Part()]
    private var told: (messages: Int, bytes: Int, cutOffs: Int) = (0, 0, 0)
    private var caughtUp: [(messages: Int, bytes: Int)] = []

    init(_ command: DashboardsCommand, _ server: Child, cookie: String, start: Double) {
      (self.command, self.server, self.cookie, nextAt) = (command, server, cookie, start)
      meter = ProcessorMeter(server)
    }

    func follow(_ run: ReplayRun) {
      if run.seconds >= nextAt - 1 { for watcher in watchers { watcher.wake() } }
      guard run.seconds >= nextAt, turn < command.rounds * 2 else { return }
      let feedback = run.takeLatencies().feedback
      if turn >= 0 { note(feedback) }
      turn += 1
      nextAt = run.seconds + command.seconds
      guard turn < command.rounds * 2 else { return run.takeNoMore() }
      if turn % 2 == 1 { watch(run.loop) }
      meter = ProcessorMeter(server)
    }

    private func watch(_ loop: ClientLoop) {
      watchers = (0..<command.watchers).map {
        Watcher(loop: loop, cookie: cookie, reads: $0 >= command.sleepers)
      }
      for watcher in watchers { watcher.start() }
    }

    private func note(_ feedback: Latency) {
      let part = turn % 2
      parts[part].feedback.append((feedback.milliseconds(50), feedback.milliseconds(99)))
      parts[part].memory.append(server.memory)
      parts[part].cores.append(meter.cores)
      for watcher in watchers {
        told.messages += watcher.messages
        told.bytes += watcher.bytes
        told.cutOffs += watcher.cutOffs
        if let after = watcher.afterSleep { caughtUp.append(after) }
        watcher.stop()
      }
      watchers = []
    }

    func describe(to report: BenchReport) {
      for (part, name) in zip(parts, ["alone", "while \(command.watchers) dashboards watch"]) {
        report.section(name)
        report.number("due to feedback, p50", median(part.feedback.map(\.p50)), "ms")
        report.number("due to feedback, p99", median(part.feedback.map(\.p99)), "ms")
        report.number("server's memory", part.memory.max() ?? 0, "MiB")
        report.text("processors", part.cores.last ?? "")
      }
      report.section("watched over alone")
      func ratio(_ figure: (Part) -> [Double]) -> Double {
        median(figure(parts[1])) / max(median(figure(parts[0])), 1e-9)
      }
      report.number("p50", ratio { $0.feedback.map(\.p50) }, "times")
      report.number("p99", ratio { $0.feedback.map(\.p99) }, "times")
      report.number(
        "told each dashboard",
        Double(told.bytes) / 1_024 / Double(command.rounds * command.watchers) / command.seconds,
        "KiB/s")
      report.number("dashboards cut off", told.cutOffs)
      report.section("those that read nothing for \(command.seconds - 1) s, in the second after it")
      report.number("messages each, at least", caughtUp.map(\.messages).min() ?? 0)
      report.number("messages each, at most", caughtUp.map(\.messages).max() ?? 0)
      report.number(
        "KiB each, at most", Double(caughtUp.map(\.bytes).max() ?? 0) / 1_024, "KiB")
    }

    private func median(_ values: [Double]) -> Double {
      values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
  }
}
