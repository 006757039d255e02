import ArgumentParser
import Foundation
import Load
import Transport

/// Whether those who behave notice those who do not.
struct HostileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hostile",
    abstract: "Well-behaved clients alone, and beside clients that never read, trickle or flood.")

  @Option(help: "Well-behaved clients.") var users = 500
  @Option(help: "Seconds for each part.") var seconds = 8.0
  @OptionGroup var drawings: DrawingOptions
  @OptionGroup var options: ServerOptions

  func run() throws {
    raiseOpenFileLimit()
    defer { Child.killAll() }
    let report = BenchReport("hostile")
    let recorded = try drawings.load()
    drawings.describe(recorded, to: report)
    let folder = try TemporaryFolder()
    let server = try options.start(data: folder)
    var replay = ReplayRun.Options()
    (replay.clients, replay.ramp) = (users, 1)
    (replay.seconds, replay.timeout) = (600, 600)
    let run = ReplayRun(
      recorded, options: replay, loop: try ClientLoop(host: "127.0.0.1", port: server.port))
    let parts = Parts(server: server, seconds: seconds, report: report, start: 2)
    run.onTick = { parts.follow($0) }
    run.draw()
    report.section("in all")
    report.number("connections lost by those who behave", run.report.disconnects)
    report.number("acknowledged operations lost", run.report.acknowledgedLost)
    report.text("drawings submitted", "\(run.report.submitted) of \(run.report.requested)")
    let check = try ReplayCheck.run(run.finished, host: "127.0.0.1", port: server.port)
    report.text("check", check.text)
    server.stop()
    try report.write(to: options.json)
    guard check.isPerfect, !run.report.isFailure else {
      throw BenchError("Something was lost; see above.")
    }
  }

  /// Alone, then beside each kind of hostile clients, then alone again.
  private final class Parts {
    private let server: Child
    private let seconds: Double
    private let report: BenchReport
    private var nextAt: Double
    private var part = -1
    private var hostile: [HostileClient] = []
    private var meter: ProcessorMeter
    private var alone = 0.0

    private static let parts: [(behaviour: HostileClient.Behaviour?, count: Int)] = [
      (nil, 0), (.draws, 1_000), (nil, 0), (.neverReads, 1_000), (nil, 0), (.trickles, 1_000),
      (nil, 0), (.floods, 100),
      (nil, 0),
    ]

    init(server: Child, seconds: Double, report: BenchReport, start: Double) {
      (self.server, self.seconds, self.report, nextAt) = (server, seconds, report, start)
      meter = ProcessorMeter(server)
    }

    func follow(_ run: ReplayRun) {
      guard run.seconds >= nextAt, part < Self.parts.count else { return }
      let latencies = run.takeLatencies()
      if part >= 0 { say(latencies) }
      for client in hostile { client.stop() }
      hostile = []
      part += 1
      nextAt = run.seconds + seconds
      guard part < Self.parts.count else { return run.takeNoMore() }
      let (behaviour, count) = Self.parts[part]
      if let behaviour {
        hostile = (0..<count).map { _ in HostileClient(behaviour, loop: run.loop) }
        for client in hostile { client.start() }
      }
      meter = ProcessorMeter(server)
    }

    private func say(_ latencies: (feedback: Latency, saved: Latency)) {
      let (behaviour, count) = Self.parts[part]
      let p99 = latencies.feedback.milliseconds(99)
      if let behaviour {
        report.section("beside \(count) that \(behaviour.rawValue)")
      } else {
        report.section(part == 0 ? "alone" : "alone again")
      }
      report.latency("due to feedback", latencies.feedback)
      report.latency("due to saved", latencies.saved)
      if behaviour == nil {
        alone = p99
      } else {
        report.number("p99, of that alone just before", p99 / max(alone, 0.001), "times")
        report.number("hostile connections cut off", hostile.reduce(0) { $0 + $1.cutOffs })
      }
      report.number("server's memory", server.memory, "MiB")
      report.text("processors", meter.cores)
    }
  }
}
