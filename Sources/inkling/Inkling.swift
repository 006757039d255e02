import Archive
import ArgumentParser
import Foundation
import Load
import Server
import Storage
import Transport

/// The command line. Each command builds what it needs and ends with a clear word.
struct Inkling: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inkling",
    abstract: "Collects drawings point by point and says how good they are while the pen moves.",
    subcommands: [
      ServeCommand.self, AdminCommand.self, SynthesizeCommand.self, ImportCommand.self,
      ExportCommand.self, ExportModelCommand.self, ReplayCommand.self, ClassifyCommand.self,
      WorkerCommand.self,
      TrainCommand.self, BackupCommand.self, RestoreCommand.self, VerifyCommand.self,
      DoctorCommand.self,
    ])
}

/// Why a command ends early, with the exit code of `sysexits.h`.
struct Failure: Error {
  let code: Int32
  let message: String

  static let usage: Int32 = 64
  static let damaged: Int32 = 65
  static let missing: Int32 = 66
  static let unavailable: Int32 = 69
  static let cannotWrite: Int32 = 73

  init(_ code: Int32, _ message: String) {
    self.code = code
    self.message = message
  }

  init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as StoreError:
      let code =
        switch error {
        case .noFolder, .readOnlyFolder, .full, .notEmpty: Self.cannotWrite
        case .noJob, .noModel: Self.missing
        case .damaged, .newerVersion, .olderVersion, .noBackup: Self.damaged
        default: Self.unavailable
        }
      self.init(code, error.description)
    case let error as InvalidSettings: self.init(Self.usage, error.description)
    case let error as InvalidExport: self.init(Self.usage, error.description)
    case let error as ArchiveError: self.init(Self.cannotWrite, error.description)
    case let error as TransportError: self.init(Self.unavailable, error.description)
    case let error as LoadError:
      let code =
        switch error {
        case .unreadable: Self.missing
        case .longLine: Self.damaged
        case .unknownHost: Self.usage
        case .noSocket, .silent: Self.unavailable
        }
      self.init(code, error.description)
    default: self.init(1, "\(error)")
    }
  }
}

@main
enum Main {
  static func main() {
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try Inkling.parseAsRoot()
      try command.run()
    } catch {
      end(error)
    }
  }

  /// One line on standard error for every failure; help goes to standard output as usual.
  private static func end(_ error: any Error) -> Never {
    if error is Failure || error is StoreError || error is TransportError
      || error is InvalidSettings || error is LoadError || error is InvalidExport
      || error is ArchiveError
    {
      let failure = Failure(error)
      complain(failure.message)
      exit(failure.code)
    }
    if Inkling.exitCode(for: error) == .validationFailure {
      let message = Inkling.message(for: error).split(separator: "\n").first.map(String.init) ?? ""
      let command = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("-") }
      let known = Inkling.configuration.subcommands.contains { $0._commandName == command }
      let help = known ? "inkling \(command!) --help" : "inkling --help"
      complain("\(message.hasSuffix(".") ? message : message + ".") Type \(help) to see what goes.")
      exit(Failure.usage)
    }
    Inkling.exit(withError: error)
  }
}

func complain(_ message: String) {
  try? FileHandle.standardError.write(contentsOf: Data("inkling: \(message)\n".utf8))
}

/// Prints a line at once, also into a pipe.
func say(_ message: String) {
  try? FileHandle.standardOutput.write(contentsOf: Data("\(message)\n".utf8))
}
