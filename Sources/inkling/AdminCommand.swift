import ArgumentParser
import Foundation
import Server
import Storage

struct AdminCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "admin", abstract: "Manages administrators.", subcommands: [Create.self])

  struct Create: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Makes an administrator; the password is read from standard input.")

    @Argument(help: "The e-mail address to sign in with.")
    var email: String
    @OptionGroup var data: DataOption

    func run() throws {
      guard Credentials.isAddress(email) else {
        throw Failure(
          Failure.usage, "\"\(email)\" is not an e-mail address, as in ada@example.org.")
      }
      if isatty(STDIN_FILENO) != 0 {
        FileHandle.standardError.write(Data("Password: ".utf8))
        setEcho(false)
      }
      defer { if isatty(STDIN_FILENO) != 0 { setEcho(true) } }
      guard let password = readLine(), Password.length ~= password.count else {
        throw Failure(
          Failure.usage,
          "A password has \(Password.length.lowerBound) to \(Password.length.upperBound) characters; it is read from standard input."
        )
      }
      // A running server keeps its lock: SQLite lets both write in turn.
      let store = try Store(folder: DataFolder(path: data.path, exclusive: false))
      defer { store.close() }
      let hash = try Password.hash(password)
      try store.waitForChange {
        store.writer.addAdministrator(email: email, password: hash, completion: $0)
      }
      say("\(email) is an administrator now.")
    }

    private func setEcho(_ isOn: Bool) {
      var settings = termios()
      tcgetattr(STDIN_FILENO, &settings)
      if isOn { settings.c_lflag |= tcflag_t(ECHO) } else { settings.c_lflag &= ~tcflag_t(ECHO) }
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings)
    }
  }
}
