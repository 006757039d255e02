import ArgumentParser
import Foundation
import Ink
import Load
import Transport

/// Programs that ask what drawings are, over HTTP and as streams, while people draw.
struct StudioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "studio",
    abstract: "Classifies over HTTP and over many streams while people draw, all at once.")

  @Option(help: "Clients that draw meanwhile.") var users = 1_000
  @Option(help: "Streams.") var streams = 500
  @Option(help: "Frames a second that all streams send together.") var updates = 5_000.0
  @Option(help: "Questions a second over HTTP.") var questions = 1_000.0
  @Option(help: "Connections that ask them.") var connections = 8
  @Option(help: "Seconds.") var seconds = 20.0
  @OptionGroup var drawings: DrawingOptions
  @OptionGroup var options: ServerOptions

  func run() throws {
    raiseOpenFileLimit()
    defer { Child.killAll() }
    let report = BenchReport("studio")
    let recorded = try drawings.load()
    drawings.describe(recorded, to: report)
    let bodies = Self.bodies()
    let folder = try TemporaryFolder()
    let server = try options.start(data: folder)
    let run = try drawers(recorded, server)
    let streaming = Beside { [self] in try stream(server) }
    let asking = Beside { [self] in
      try SteadyAsking.run(
        bodies, perSecond: questions, seconds: seconds, connections: connections,
        port: server.port)
    }
    let settled = ramp + 2
    var meter: ProcessorMeter?
    var cores = ""
    var others: (feedback: Latency, saved: Latency)?
    run.onTick = { run in
      guard run.seconds > settled else { return }
      if meter == nil {
        meter = ProcessorMeter(server)
        _ = run.takeLatencies()
      }
      streaming.start()
      asking.start()
      guard streaming.isOver, asking.isOver, others == nil else { return }
      cores = meter?.cores ?? ""
      others = run.takeLatencies()
      run.takeNoMore()
    }
    run.draw()
    say(try asking.value(), try streaming.value(), report)
    report.section("those who draw")
    if let others {
      report.latency("due to feedback", others.feedback)
      report.latency("due to saved", others.saved)
    }
    report.number("acknowledged operations lost", run.report.acknowledgedLost)
    report.text("drawings submitted", "\(run.report.submitted) of \(run.report.requested)")
    report.text("processors", cores)
    server.stop()
    try report.write(to: options.json)
  }

  /// Seconds over which those who draw come in.
  private var ramp: Double { max(1, Double(users) / 500) }

  private func drawers(_ recorded: [WireDrawing], _ server: Child) throws -> ReplayRun {
    var replay = ReplayRun.Options()
    (replay.clients, replay.ramp) = (users, ramp)
    (replay.seconds, replay.timeout) = (3_600, 3_600)
    return ReplayRun(
      recorded, options: replay, loop: try ClientLoop(host: "127.0.0.1", port: server.port))
  }

  private func stream(_ server: Child) throws -> SteadyRun.Step {
    let run = SteadyRun(
      loop: try ClientLoop(host: "127.0.0.1", port: server.port), path: .classify)
    defer { run.loop.dropAll() }
    guard run.connect(streams, within: 30) else {
      throw BenchError("Not all streams were welcomed within 30 s.")
    }
    return run.run(framesPerSecond: updates, seconds: seconds)
  }

  private func say(_ asked: SteadyAsking, _ streamed: SteadyRun.Step, _ report: BenchReport) {
    report.section("over HTTP: \(connections) connections")
    report.number("answers a second", Double(asked.fromDue.count) / seconds)
    report.percentiles("due to answer", asked.fromDue, "ms")
    report.percentiles("of it inside the server", asked.inside, "ms")
    report.number("refused", asked.refused)
    report.section("streams: \(streams), frames of \(SteadyRun.pointsPerFrame) points")
    report.number("frames a second", Double(streamed.frames) / (seconds * 0.9))
    report.number("guesses a second", Double(streamed.answers) / (seconds * 0.9))
    report.latency("due to guess", streamed.feedback)
    report.text("unanswered, cut off", "\(streamed.unanswered), \(streamed.cutOff)")
  }

  /// A hundred made-up drawings of each shape.
  private static func bodies() -> [[UInt8]] {
    let shapes: [SyntheticShape] = [.line, .circle, .square, .triangle, .heart]
    return shapes.flatMap { shape in
      var synthesizer = Synthesizer(shape: shape, seed: 1)
      return (0..<100).map { _ in synthesizer.next().json() }
    }
  }
}
