import Foundation
import Ink
import Transport

/// Where a figure was measured, and with what.
struct Machine {
  let processor, kernel: String
  let cores: Int
  let memoryInMiB: Int
  /// Processes that wanted a core on average over the last minute: other work spoils figures.
  let load: Double
  let versions: [(name: String, version: String)]

  static let current = Machine()

  private init() {
    processor = Self.line("/proc/cpuinfo", "model name") ?? "unknown processor"
    kernel = (Self.read("/proc/sys/kernel/osrelease") ?? "").trimmingCharacters(in: .newlines)
    cores = ProcessInfo.processInfo.activeProcessorCount
    memoryInMiB = Int(ProcessInfo.processInfo.physicalMemory >> 20)
    load = Self.read("/proc/loadavg").flatMap { Double($0.split(separator: " ")[0]) } ?? 0
    versions = [
      ("build", Self.build), ("swift", Self.output("swift", ["--version"]) ?? "unknown"),
      ("libwebsockets", libraryVersion()),
      ("source", Self.output("git", ["rev-parse", "--short", "HEAD"]) ?? "unknown"),
    ]
  }

  var text: String {
    "\(processor), \(cores) cores, \(memoryInMiB) MiB, Linux \(kernel), load \(plain(load)) before\n"
      + versions.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("processor", processor)
    writer.member("cores", cores)
    writer.member("memory_mib", memoryInMiB)
    writer.member("kernel", kernel)
    writer.member("load_before", load)
    for (name, version) in versions {
      writer.name(name)
      writer.string(version)
    }
    writer.endObject()
  }

  private static var build: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }

  static func read(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

  /// The value of `name : value`.
  private static func line(_ path: String, _ name: String) -> String? {
    read(path)?.split(separator: "\n").first { $0.hasPrefix(name) }
      .flatMap { $0.split(separator: ":", maxSplits: 1).last }
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// The first line that a program prints.
  private static func output(_ program: String, _ arguments: [String]) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init)
  }
}
