import ArgumentParser
import Foundation
import Logging
import Server
import Storage

struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker",
    abstract: "Takes queued trainings and reviews and runs them, at the lowest priority.",
    discussion: "A server starts one by itself. SIGTERM puts an unfinished training back.")

  @OptionGroup var data: DataOption
  @Flag(help: "End when nothing waits any more.")
  var once = false
  @Option(help: "json or text. (json)")
  var logFormat: String?
  @Option(help: .hidden)
  var owner: String?
  @Option(help: .hidden)
  var starter: String?
  @Flag(name: .customLong("until-stdin-ends"), help: .hidden)
  var untilStdinEnds = false

  func run() throws {
    try data.requireExisting()
    let log = try Log.make(format: logFormat ?? Environment.text("LOG_FORMAT") ?? "json")
    let termination = Termination()
    let store = try Store(
      folder: DataFolder(path: data.path, exclusive: false), upgrades: false, role: .worker)
    defer { store.close() }
    let worker = Worker(
      store: store, owner: owner, codeVersion: Learning.codeVersion, log: log,
      run: Learning.run(starter: starter), scan: Learning.scan(starter: starter))
    Thread.detachNewThread {
      termination.wait()
      worker.stop()
    }
    if untilStdinEnds {
      Thread.detachNewThread {
        // The server's end of the pipe closes with the server, however it ends.
        while (try? FileHandle.standardInput.read(upToCount: 64))?.isEmpty == false {}
        worker.stop()
      }
    }
    try worker.work(onlyOnce: once)
  }
}

extension WorkerProgram {
  /// This very program as a worker that ends with us.
  static func own(data: String, logFormat: String, starter: String?) -> WorkerProgram {
    #if os(Linux)
      let program = "/proc/self/exe"
    #else
      let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
    #endif
    return WorkerProgram(
      program: program,
      arguments: ["worker", "--data", data, "--log-format", logFormat, "--until-stdin-ends"]
        + (starter.map { ["--starter", $0] } ?? []))
  }
}
