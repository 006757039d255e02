import ArgumentParser
import Foundation
import Load
import Transport

/// How soon the server takes work, and what it takes up when it has none.
struct StartCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Times the server from its start to the first 200 of /health/ready, and its memory.")

  @Option(help: "How often.") var runs = 9
  @OptionGroup var options: ServerOptions

  func run() throws {
    defer { Child.killAll() }
    let report = BenchReport("start")
    let folder = try TemporaryFolder()
    // The first start makes the store, and is told apart.
    let first = try start(folder)
    report.number("the first, which makes the store", first.milliseconds, "ms")
    var times: [Double] = []
    var words: [Double] = []
    var memories: [Double] = []
    for _ in 0..<runs {
      let (word, time, memory) = try start(folder)
      words.append(word)
      times.append(time)
      memories.append(memory)
    }
    report.spread("to its word that it is ready", words, "ms")
    report.spread("to the first 200 of /health/ready", times, "ms")
    report.spread("memory after two seconds", memories, "MiB")
    try report.write(to: options.json)
  }

  private func start(_ folder: TemporaryFolder) throws -> (
    word: Double, milliseconds: Double, memory: Double
  ) {
    let before = monotonicMicroseconds()
    let server = try options.start(data: folder)
    let probe = try HTTPProbe(host: "127.0.0.1", port: server.port)
    while (try? probe.get("/health/ready").status) != 200 { usleep(500) }
    let milliseconds = Double(monotonicMicroseconds() - before) / 1_000
    Thread.sleep(forTimeInterval: 2)
    let memory = server.memory
    server.stop()
    return (server.secondsToSpeak * 1_000, milliseconds, memory)
  }
}
