import Foundation
import Testing

/// The compiler on the path; nil where there is none.
private let compiler: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "")
  .split(separator: ":").map { "\($0)/swiftc" }
  .first { FileManager.default.isExecutableFile(atPath: $0) }

@Test(.enabled(if: compiler != nil, "no swiftc on the path"))
func `ink compiles for the page, without a library below it`() throws {
  let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let sources = root.appendingPathComponent("Sources/Ink")
  let files = try #require(FileManager.default.enumerator(atPath: sources.path))
    .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted()
  #expect(!files.isEmpty)
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }

  let process = Process()
  process.executableURL = URL(fileURLWithPath: try #require(compiler))
  process.currentDirectoryURL = folder
  process.arguments =
    [
      "-target", "wasm32-unknown-none-wasm", "-enable-experimental-feature", "Embedded", "-wmo",
      "-Ounchecked", "-parse-as-library", "-module-name", "Ink", "-emit-module",
      "-emit-module-path", "Ink.swiftmodule", "-o", "Ink.o", "-c",
    ] + files.map { sources.appendingPathComponent($0).path }
  let output = Pipe()
  process.standardError = output
  process.standardOutput = output
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  #expect(process.terminationStatus == 0, "\(text)")
  #expect(!text.contains("warning:"), "\(text)")
}
