import ArgumentParser
import Foundation
import Load
import Transport

/// Killed in the middle of it all: what is lost, and how soon everybody draws again.
struct CrashCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crash",
    abstract: "Kills the server while many draw, starts it anew, and checks what it still knows.")

  @Option(help: "Clients that draw at the same time.") var users = 1_000
  @Option(help: "Seconds of drawing before it is killed, and after all are back.") var seconds = 6.0
  @Option(help: "Seconds for which people look at what they drew.") var pause = 0.0
  @OptionGroup var drawings: DrawingOptions
  @OptionGroup var options: ServerOptions

  func run() throws {
    raiseOpenFileLimit()
    defer { Child.killAll() }
    let report = BenchReport("crash")
    let recorded = try drawings.load()
    drawings.describe(recorded, to: report)
    let folder = try TemporaryFolder()
    var server = try options.start(data: folder)
    let port = server.port
    let ramp = max(1, Double(users) / 1_000)
    var replay = ReplayRun.Options()
    (replay.clients, replay.ramp, replay.pause) = (users, ramp, pause)
    (replay.seconds, replay.timeout) = (ramp + 2 * seconds + 60, 300)
    let run = ReplayRun(
      recorded, options: replay, loop: try ClientLoop(host: "127.0.0.1", port: port))
    var killedAt: Double?
    var drawing = 0
    let restart = Restart()
    var wereAllDown = false
    var back: Double?
    run.onTick = { run in
      if killedAt == nil, run.seconds > ramp + seconds {
        drawing = run.upCount
        server.kill()
        killedAt = run.seconds
        // On a thread of its own: the clients go on asking meanwhile.
        restart.run { try options.start(data: folder, port: port) }
      }
      guard let killedAt else { return }
      // The clients notice the end of their connections only after this.
      if run.upCount == 0 { wereAllDown = true }
      if wereAllDown, back == nil, run.upCount == users { back = run.seconds - killedAt }
      if let back, run.seconds > killedAt + back + seconds { run.takeNoMore() }
      if run.seconds > killedAt + 60 { run.takeNoMore() }
    }
    run.draw()
    guard let (again, ready) = try restart.result() else {
      throw BenchError("It was never killed.")
    }
    server = again
    report.section("killed while \(users) draw")
    report.number("clients drawing when it was killed", drawing)
    report.number("from the kill to the first 200 of /health/ready", ready, "ms")
    report.number("all clients draw again after", back ?? -1, "s")
    report.number("connections lost", run.report.disconnects)
    report.number("drawings resumed", run.report.resumes)
    report.number("acknowledged operations lost", run.report.acknowledgedLost)
    report.text("drawings submitted", "\(run.report.submitted) of \(run.report.requested)")
    if !run.report.errors.isEmpty { report.text("errors", "\(run.report.errors)") }
    let check = try ReplayCheck.run(run.finished, host: "127.0.0.1", port: port)
    report.text("check", check.text)
    server.stop()
    try report.write(to: options.json)
    guard check.isPerfect, !run.report.isFailure else {
      throw BenchError("Something was lost; see above.")
    }
  }

  /// A start beside the clients' loop.
  private final class Restart: @unchecked Sendable {
    // Safe to share: written before the semaphore is signalled, read after.
    private var outcome: Result<(Child, Double), any Error>?
    private var isRunning = false
    private let done = DispatchSemaphore(value: 0)

    func run(_ start: @escaping () throws -> Child) {
      isRunning = true
      let before = monotonicMicroseconds()
      nonisolated(unsafe) let start = start
      Thread { [self] in
        outcome = Result {
          let server = try start()
          let probe = try HTTPProbe(host: "127.0.0.1", port: server.port)
          while (try? probe.get("/health/ready").status) != 200 { usleep(500) }
          return (server, Double(monotonicMicroseconds() - before) / 1_000)
        }
        done.signal()
      }.start()
    }

    func result() throws -> (Child, Double)? {
      guard isRunning else { return nil }
      done.wait()
      return try outcome?.get()
    }
  }
}
