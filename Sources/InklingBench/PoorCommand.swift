import ArgumentParser
import Foundation
import Load
import Transport

/// Whether those who draw notice what the machine lacks, and what the log says of it.
struct PoorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "poor",
    abstract: "People drawing on a machine with a slow disk, few descriptors, little memory.")

  @Option(help: "Clients that draw.") var users = 150
  @Option(help: "Connections beside them, which only stay.") var others = 400
  @Option(help: "Seconds for each part.") var seconds = 10.0
  @Option(help: "The folder of the peers' programs.") var peerFolder = "Sources/InklingBench/peers"
  @OptionGroup var drawings: DrawingOptions
  @OptionGroup var options: ServerOptions

  func run() throws {
    raiseOpenFileLimit()
    defer { Child.killAll() }
    let report = BenchReport("poor")
    let recorded = try drawings.load()
    drawings.describe(recorded, to: report)
    report.text("users", "\(users) who draw, \(others) who only stay, \(plain(seconds)) s each")
    var isWhole = true
    report.section("a machine that lacks nothing")
    let plain = try draw(recorded, report, lacking: nil, isWhole: &isWhole)
    for lack in PoorMachine.allCases {
      report.section(lack.rawValue)
      guard let p99 = try draw(recorded, report, lacking: lack, isWhole: &isWhole), let plain else {
        continue
      }
      report.number("p99 to feedback, of that without", p99 / max(plain, 0.001), "times")
    }
    try report.write(to: options.json)
    guard isWhole else { throw BenchError("Something was lost; see above.") }
  }

  /// - Returns: the 99th percentile to feedback, ms.
  private func draw(
    _ recorded: [WireDrawing], _ report: BenchReport, lacking: PoorMachine?, isWhole: inout Bool
  ) throws -> Double? {
    let folder = try TemporaryFolder()
    var wrapper: [String] = []
    if let lacking {
      guard let found = lacking.wrapper(folder, sources: peerFolder) else {
        report.text("result", lacking.whyNot)
        return nil
      }
      wrapper = found
    }
    let server = try options.start(data: folder, inside: wrapper)
    var replay = ReplayRun.Options()
    (replay.clients, replay.ramp) = (users, 1)
    (replay.seconds, replay.timeout) = (1 + seconds, seconds + 60)
    replay.measuresAllDrawing = true
    let run = ReplayRun(
      recorded, options: replay, loop: try ClientLoop(host: "127.0.0.1", port: server.port))
    var staying: [HostileClient] = []
    run.onTick = { run in
      guard staying.isEmpty, run.seconds > 2 else { return }
      staying = (0..<others).map { _ in HostileClient(.stays, loop: run.loop) }
      for client in staying { client.start() }
    }
    run.draw()
    for client in staying { client.stop() }
    report.latency("due to feedback", run.report.feedbackLatency)
    report.latency("due to saved", run.report.savedLatency)
    report.text("drawings submitted", "\(run.report.submitted) of \(run.report.requested)")
    report.number("connections lost by those who draw", run.report.disconnects)
    report.number("acknowledged operations lost", run.report.acknowledgedLost)
    report.number("server's memory", server.memory, "MiB")
    let check = try ReplayCheck.run(run.finished, host: "127.0.0.1", port: server.port)
    report.text("check", check.text)
    if !check.isPerfect || run.report.isFailure { isWhole = false }
    server.stop()
    for (line, count) in server.complaints { report.number("the log says: \(line)", count) }
    return run.report.feedbackLatency.milliseconds(99)
  }
}
