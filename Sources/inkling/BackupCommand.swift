import ArgumentParser
import Foundation
import Storage

struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copies a data folder, also while a server works on it.",
    discussion: """
      The copy holds the drawings, the log of live ink, the models and a manifest with the checksum \
      of each file. "inkling restore" puts it back.
      """)

  @Argument(help: "Where to: a folder that is not there yet, or is empty.")
  var destination: String
  @OptionGroup var data: DataOption

  func run() throws {
    try data.requireExisting()
    let report = try Backup.make(of: data.path, at: destination)
    say("\(report.drawings) drawings in \(report.files) files, \(report.bytes) bytes, saved")
  }
}

struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Puts a backup in place of a data folder, after checking every byte of it.")

  @Argument(help: "The backup's folder.")
  var source: String
  @OptionGroup var data: DataOption
  @Flag(help: "Replace what is in the data folder.")
  var overwrite = false

  func run() throws {
    guard FileManager.default.fileExists(atPath: source) else {
      throw Failure(Failure.missing, "There is no folder \(source).")
    }
    let report = try Backup.restore(source, to: data.path, overwrites: overwrite)
    say("\(report.drawings) drawings in \(report.files) files, \(report.bytes) bytes, restored")
  }
}
