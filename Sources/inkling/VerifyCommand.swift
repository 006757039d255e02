import ArgumentParser
import Server

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Checks every row, drawing and checksum of a data folder.")

  @OptionGroup var data: DataOption

  func run() throws {
    try data.requireExisting()
    let found = try Verification(dataFolder: data.path)
    for fault in found.faults { complain(fault) }
    say(
      "\(found.drawings) drawings, \(found.openInLog) begun in the log of live ink, \(found.faults.count) faults"
    )
    if !found.faults.isEmpty {
      throw Failure(
        Failure.damaged,
        "The data in \(data.path) is damaged; restore a backup, or delete what is named above.")
    }
  }
}
