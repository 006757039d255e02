import ArgumentParser
import CLoad
import Foundation

/// The ceiling of this machine: frames in, answers of a feedback's size out, nothing between.
struct EchoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "echo", abstract: "A server that only answers, for others to be compared with.",
    shouldDisplay: false)

  @Option(help: "Bytes of an answer.") var answer: Int32 = 300

  func run() throws {
    guard load_echo(answer, echoIsReady) == 0 else { throw BenchError("The echo cannot listen.") }
  }

  static func start() throws -> Child {
    try Child(Bundle.main.executableURL!.path, ["echo"])
  }
}

private nonisolated func echoIsReady(_ port: Int32) {
  print("echo is ready at http://127.0.0.1:\(port)")
  fflush(nil)
}
