import ArgumentParser
import Foundation
import Ink
import Load
import Transport

/// People drawing: what they wait for, what it costs, and whether anything is lost.
struct StreamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream",
    abstract: "Many clients draw people's drawings on a server of their own; or how much it bears.")

  @Option(help: "Clients that draw at the same time.") var users = 1_000
  @Option(help: "Seconds of drawing after all have come in.") var seconds = 20.0
  @Option(help: "Seconds over which they come in. (one for each 500)") var ramp: Double?
  @Option(help: "Seconds between one client's drawings.") var pause = 0.0
  @Flag(help: "Do not ask for every drawing afterwards.") var skipCheck = false
  @Flag(help: "Find the rate of small frames that the server bears, and a bare echo.")
  var saturate = false
  @Flag(help: "The same for servers in other languages, where they are installed.") var peers =
    false
  @Option(help: "The folder of the peers' programs.") var peerFolder = "Sources/InklingBench/peers"
  @OptionGroup var drawings: DrawingOptions
  @OptionGroup var options: ServerOptions

  func run() throws {
    raiseOpenFileLimit()
    defer { Child.killAll() }
    let report = BenchReport("stream")
    if saturate {
      try Saturation(report: report, clients: min(users, 10_000)).run(
        options, peers: peers ? peerFolder : nil)
      return try report.write(to: options.json)
    }
    let recorded = try drawings.load()
    drawings.describe(recorded, to: report)
    report.text(
      "users",
      "\(users), for \(plain(seconds)) s after they came in, \(plain(pause)) s between drawings")
    let folder = try TemporaryFolder()
    report.section("inkling")
    try draw(recorded, on: try options.start(data: folder), report, isOurs: true)
    if peers {
      let folder = try TemporaryFolder()
      if let peer = try NodePeer.start(folder: peerFolder, data: folder, report) {
        report.section("node")
        try draw(recorded, on: peer, report, isOurs: false)
      }
    }
    try report.write(to: options.json)
  }

  private func draw(
    _ recorded: [WireDrawing], on server: Child, _ report: BenchReport, isOurs: Bool
  ) throws {
    let ramp = ramp ?? max(1, Double(users) / 500)
    var replay = ReplayRun.Options()
    (replay.clients, replay.ramp, replay.seconds) = (users, ramp, ramp + seconds)
    replay.pause = pause
    (replay.measuresAllDrawing, replay.timeout) = (true, ramp + seconds + drawings.longest + 60)
    let run = ReplayRun(
      recorded, options: replay, loop: try ClientLoop(host: "127.0.0.1", port: server.port))
    Thread.sleep(forTimeInterval: 1)
    let before = server.memory
    var (middle, end) = (0.0, 0.0)
    var meter: ProcessorMeter?
    var cores = ""
    var connected = 0
    run.onTick = { run in
      if meter == nil && run.seconds >= ramp { meter = ProcessorMeter(server) }
      if middle == 0 && run.seconds >= ramp + seconds / 2 {
        (middle, connected) = (server.memory, run.welcomeCount)
      }
      if end == 0 && run.seconds >= ramp + seconds {
        end = server.memory
        cores = meter?.cores ?? ""
      }
    }
    run.draw()
    var found = run.report
    report.number("frames a second", found.framesPerSecond)
    report.number("points", found.points)
    report.latency("due to feedback", found.feedbackLatency)
    report.latency("due to saved", found.savedLatency)
    report.latency("pen down to begun", found.begunLatency)
    report.number("answers", found.feedbacks)
    report.number("of them with guesses", found.guesses)
    report.text("drawings submitted", "\(found.submitted) of \(found.requested)")
    report.number("connections lost", found.disconnects)
    report.number("acknowledged operations lost", found.acknowledgedLost)
    if !found.errors.isEmpty { report.text("errors", "\(found.errors)") }
    report.text(
      "server's memory, MiB",
      "\(plain(before)) at the start, \(plain(middle)) in the middle, \(plain(end)) at the end")
    report.number(
      "a connected client", (middle - before) * 1_024 / Double(max(connected, 1)), "KiB")
    report.text("processors while all draw", cores)
    if isOurs && !skipCheck {
      found.check = try ReplayCheck.run(run.finished, host: "127.0.0.1", port: server.port)
      report.text("check", found.check!.text)
    }
    server.stop()
    if isOurs && found.isFailure { report.text("result", "FAILED: something was lost, see above") }
  }
}
