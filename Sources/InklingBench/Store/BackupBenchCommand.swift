import ArgumentParser
import Foundation
import Storage

/// How long a backup of a store takes, and putting it back.
struct BackupBenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: "Times a backup of a filled store, and its restoring.")

  @Option(help: "A folder that `fill` has filled.") var dataFolder: String
  @Option(help: "Write the figures as JSON into this file.") var json: String?

  func run() throws {
    let report = BenchReport("backup")
    let folder = try TemporaryFolder()
    let clock = ContinuousClock()
    let start = clock.now
    let made = try Backup.make(of: dataFolder, at: folder.path + "/backup")
    let saved = clock.now
    _ = try Backup.restore(folder.path + "/backup", to: folder.path + "/data", overwrites: false)
    let end = clock.now
    let gigabytes = Double(made.bytes) / 1e9
    report.number("drawings", made.drawings)
    report.number("size", gigabytes, "GB")
    report.number("backup with checksums", seconds(saved - start), "s")
    report.number("checking and restoring", seconds(end - saved), "s")
    try report.write(to: json)
  }
}
