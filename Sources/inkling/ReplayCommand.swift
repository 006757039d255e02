import ArgumentParser
import Foundation
import Ink
import Load
import Transport

struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Draws recorded drawings over the WebSocket as real clients would.",
    discussion: """
      Many clients draw from one process, at the speed at which the drawings were drawn or faster. \
      They keep to the server's pace, reconnect and resume when the server goes away, and in the \
      end ask the server for every drawing and compare it with what they sent, point for point.
      """)

  @Argument(help: "Files of recorded drawings, one a line.")
  var files: [String]
  @Option(help: "The server, as ws://127.0.0.1:8080.")
  var url = "ws://127.0.0.1:8080"
  @Option(help: "Clients that draw at the same time.")
  var clients = 1
  @Option(help: "1 for real time, 2 for twice as fast, …")
  var speed = 1.0
  @Option(help: "Draw only so many drawings; more than the file has start over.")
  var drawings: Int?
  @Option(help: "Draw all as this shape.")
  var shape: String?
  @Option(help: "Give up after so many seconds.")
  var timeout = 3_600.0
  @Option(help: "Take further drawings for so many seconds, and then finish those begun.")
  var seconds: Double?
  @Option(help: "Seconds over which the clients come in; 0 for all at once.")
  var ramp = 1.0
  @Flag(help: "Do not compare what is stored with what was sent.")
  var skipCheck = false
  @Flag(help: "Print the report as JSON.")
  var json = false

  func run() throws {
    guard let address = URLComponents(string: url), let host = address.host,
      address.scheme == "ws" || address.scheme == "http"
    else {
      throw Failure(Failure.usage, "\"\(url)\" is no address; write --url ws://127.0.0.1:8080.")
    }
    guard 1...18_000 ~= clients, speed > 0, speed <= 1_000 else {
      throw Failure(Failure.usage, "Clients are 1 to 18000, and speed is above 0 and at most 1000.")
    }
    var recorded: [Drawing] = []
    for file in files {
      try RecordedDrawings.read(file) { refused in
        complain("\(file), line \(refused.line): \(refused.reason)")
      } take: {
        recorded.append($0.drawing)
        if let shape { recorded[recorded.count - 1].shape = shape }
      }
    }
    guard !recorded.isEmpty else {
      throw Failure(Failure.damaged, "\(files.joined(separator: ", ")): no drawing in there.")
    }
    raiseOpenFileLimit()
    var options = ReplayRun.Options()
    options.drawings = drawings ?? (seconds == nil ? recorded.count : nil)
    (options.clients, options.seconds) = (clients, seconds)
    (options.ramp, options.timeout) = (max(ramp, 0), timeout)
    let port = address.port ?? 80
    let run = ReplayRun(
      recorded.map { WireDrawing($0, speed: speed) }, options: options,
      loop: try ClientLoop(host: host, port: port))
    run.draw()
    var report = run.report
    if !skipCheck {
      report.check = try ReplayCheck.run(run.finished, host: host, port: port)
    }
    say(json ? report.json : report.text)
    if report.isFailure { throw ExitCode(1) }
  }
}
