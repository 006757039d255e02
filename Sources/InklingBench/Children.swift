import ArgumentParser
import Foundation
import Load
import Transport

/// A server that a benchmark starts beside itself, and what the system says of its process.
final class Child {
  let process = Process()
  private(set) var port = 0
  /// Seconds from starting the program until it said where it listens.
  private(set) var secondsToSpeak = 0.0
  private let pipe = Pipe()
  private let log: String?

  /// Starts a program and waits until it prints a line that ends with its port.
  init(_ program: String, _ arguments: [String], log: String? = nil) throws {
    self.log = log
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    if program.contains("/") {
      process.executableURL = URL(fileURLWithPath: program)
      process.arguments = arguments
    } else {
      process.arguments = [program] + arguments
    }
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    if let log {
      _ = FileManager.default.createFile(atPath: log, contents: nil)
      process.standardError = FileHandle(forWritingAtPath: log)
    }
    let started = monotonicMicroseconds()
    try process.run()
    var said = ""
    while port == 0 {
      let piece = pipe.fileHandleForReading.availableData
      guard !piece.isEmpty else {
        throw BenchError("\(program) ended before it was ready: \(said)")
      }
      said += String(decoding: piece, as: UTF8.self)
      guard let line = said.split(separator: "\n").first(where: { $0.contains("ready at") }),
        said.hasSuffix("\n")
      else { continue }
      port = Int(line.split(whereSeparator: { !$0.isNumber }).last ?? "") ?? 0
    }
    secondsToSpeak = Double(monotonicMicroseconds() - started) / 1e6
    Self.running.append(self)
  }

  /// Benchmarks end with their children, however they end.
  nonisolated(unsafe) private static var running: [Child] = []
  static func killAll() { for child in running { child.kill() } }

  var identifier: Int32 { process.processIdentifier }

  func kill() {
    guard process.isRunning else { return }
    Foundation.kill(identifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Stops it in order.
  func stop() {
    process.terminate()
    process.waitUntilExit()
  }

  /// What its log warns of, and how often.
  var complaints: [(line: String, count: Int)] {
    var counts: [String: Int] = [:]
    for line in (log.flatMap(Machine.read) ?? "").split(separator: "\n")
    where line.contains(" warning ") || line.contains(" error ") {
      // The words come last, behind the time and the figures.
      let words = line.split(separator: "]", maxSplits: 1).last.map(String.init) ?? String(line)
      counts[words.trimmingCharacters(in: .whitespaces), default: 0] += 1
    }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// Resident memory, MiB.
  var memory: Double {
    let pages = Machine.read("/proc/\(identifier)/statm")?.split(separator: " ").dropFirst().first
    return Double(pages ?? "").map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576 } ?? 0
  }

  /// Seconds of processor time so far, in the program and in the kernel.
  var processorSeconds: Double {
    guard let stat = Machine.read("/proc/\(identifier)/stat"), let end = stat.lastIndex(of: ")")
    else { return 0 }
    // Fields 14 and 15 of the line; the third is the first behind the name.
    let fields = stat[end...].split(separator: " ")
    guard fields.count > 13, let user = Double(fields[12]), let system = Double(fields[13]) else {
      return 0
    }
    return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }
}

struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// This process's own processor time, seconds.
func ownProcessorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

/// Who used the processors since it was made: the server, the generator, and everybody else on the
/// machine, whose work spoils figures.
struct ProcessorMeter {
  private let server: Child
  private let start = monotonicMicroseconds()
  private let before: (server: Double, own: Double, all: Double)

  init(_ server: Child) {
    self.server = server
    before = Self.read(server)
  }

  var cores: String {
    let seconds = Double(monotonicMicroseconds() - start) / 1e6
    let now = Self.read(server)
    let used = [now.server - before.server, now.own - before.own, now.all - before.all]
      .map { $0 / max(seconds, 0.001) }
    return
      "\(plain(used[0])) cores the server, \(plain(used[1])) the generator, \(plain(max(used[2] - used[0] - used[1], 0))) others"
  }

  /// Processor seconds so far.
  private static func read(_ server: Child) -> (server: Double, own: Double, all: Double) {
    // user, nice, system, idle, iowait, irq, softirq, steal
    let fields = (Machine.read("/proc/stat") ?? "").prefix { $0 != "\n" }.split(separator: " ")
      .dropFirst().compactMap { Double($0) }
    let all = fields.count >= 8 ? fields[0] + fields[1] + fields[2] + fields[5] + fields[6] : 0
    return (
      server.processorSeconds, ownProcessorSeconds(),
      all / Double(sysconf(Int32(_SC_CLK_TCK)))
    )
  }
}

/// A folder that is gone with the benchmark.
final class TemporaryFolder {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "inkling-bench-\(UInt32.random(in: 0...UInt32.max))"
      ).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// What every benchmark of a server takes.
struct ServerOptions: ParsableArguments {
  @Option(help: "The server's program; by default the one beside this.")
  var server: String?
  @Option(help: "Event loops of the server.")
  var threads: Int?
  @Option(help: "Write the figures as JSON into this file.")
  var json: String?

  /// - Parameter port: 0 for any free one.
  /// - Parameter wrapper: a program that runs the server, and its arguments.
  func start(data: TemporaryFolder, port: Int = 0, inside wrapper: [String] = []) throws -> Child {
    try start(
      dataFolder: data.path + "/data", port: port, inside: wrapper, log: data.path + "/server.log")
  }

  func start(
    dataFolder: String, port: Int = 0, inside wrapper: [String] = [], log: String?
  ) throws -> Child {
    let program =
      server
      ?? Bundle.main.executableURL!.resolvingSymlinksInPath().deletingLastPathComponent()
      .appendingPathComponent("inkling").path
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw BenchError("There is no server at \(program); build it, or name it with --server.")
    }
    var arguments = [
      "serve", "--port", "\(port)", "--data", dataFolder, "--no-worker", "--log-format",
      "text",
    ]
    if let threads { arguments += ["--threads", "\(threads)"] }
    let command = wrapper + [program] + arguments
    return try Child(command[0], Array(command.dropFirst()), log: log)
  }
}
