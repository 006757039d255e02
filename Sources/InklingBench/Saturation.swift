import CLoad
import Foundation
import Load

/// The highest rate of small frames at which nearly every answer comes in time.
struct Saturation {
  let report: BenchReport
  let clients: Int
  /// 99 of 100 answers are to come within this.
  static let milliseconds = 50.0
  private static let secondsPerStep = 5.0

  func run(_ options: ServerOptions, peers: String?) throws {
    report.text(
      "asked",
      "\(clients) clients, frames of \(SteadyRun.pointsPerFrame) points; the highest rate with p99 under \(plain(Self.milliseconds)) ms from when a frame was due"
    )
    let folder = try TemporaryFolder()
    let ours = try measure("inkling", options.start(data: folder))
    let ceiling = try measure("bare echo, nothing kept", EchoCommand.start())
    report.section("compared")
    report.number("inkling, of the bare echo", ours / max(ceiling, 1) * 100, "%")
    if let peers {
      let data = try TemporaryFolder()
      if let peer = try NodePeer.start(folder: peers, data: data, report) {
        let theirs = try measure("node, ws, the same rows, no scoring", peer)
        report.number("inkling, of node", ours / max(theirs, 1), "times")
      }
    }
  }

  /// Doubles the rate until it is too much, then halves the gap.
  private func measure(_ name: String, _ server: Child) throws -> Double {
    report.section(name)
    defer { server.kill() }
    let run = SteadyRun(loop: try ClientLoop(host: "127.0.0.1", port: server.port))
    defer { run.loop.dropAll() }
    guard run.connect(clients, within: 30) else {
      report.text("skipped", "not all clients were welcomed within 30 s")
      return 0
    }
    var (borne, tooMuch) = (0.0, Double.infinity)
    var rate = 4_000.0
    while tooMuch / max(borne, 1) > 1.12, rate >= 500 {
      // Other work on the machine may spoil a run: it takes two of them to be too much.
      let step = try take(run, rate, server)
      let isBorne =
        try step.isBorne(milliseconds: Self.milliseconds)
        || (step.cutOff == 0 && take(run, rate, server).isBorne(milliseconds: Self.milliseconds))
      if isBorne { borne = rate } else { tooMuch = rate }
      if step.cutOff > 0 { break }
      rate =
        tooMuch == .infinity ? rate * 2 : borne == 0 ? rate / 2 : (borne * tooMuch).squareRoot()
    }
    report.number("frames a second that are borne", borne)
    return borne
  }

  private func take(_ run: SteadyRun, _ rate: Double, _ server: Child) throws -> SteadyRun.Step {
    let meter = ProcessorMeter(server)
    let step = run.run(framesPerSecond: rate, seconds: Self.secondsPerStep)
    let cores = meter.cores
    report.latency("\(plain(rate)) a second, to feedback", step.feedback)
    report.latency("  to saved", step.saved)
    report.text(
      step.isBorne(milliseconds: Self.milliseconds)
        ? "  borne" : step.isOffered ? "  too much" : "  not offered in time",
      cores + ", sent \(plain(step.lateness.milliseconds(99))) ms late (p99)"
        + (step.unanswered > 0 ? ", \(step.unanswered) unanswered" : "")
        + (step.cutOff > 0 ? ", \(step.cutOff) cut off" : ""))
    return step
  }
}
