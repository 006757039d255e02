import ArgumentParser
import Foundation
import Server

/// What the environment says where the command line is silent.
enum Environment {
  static func text(_ name: String) -> String? {
    ProcessInfo.processInfo.environment["INKLING_" + name].flatMap { $0.isEmpty ? nil : $0 }
  }

  static func number(_ name: String) throws -> Int? {
    guard let text = text(name) else { return nil }
    guard let number = Int(text) else {
      throw Failure(Failure.usage, "INKLING_\(name) is a whole number, not \"\(text)\".")
    }
    return number
  }

  static func decimal(_ name: String) throws -> Double? {
    guard let text = text(name) else { return nil }
    guard let number = Double(text) else {
      throw Failure(Failure.usage, "INKLING_\(name) is a number, not \"\(text)\".")
    }
    return number
  }

  static func flag(_ name: String) -> Bool {
    ["1", "true", "yes", "on"].contains((text(name) ?? "").lowercased())
  }
}

/// The option that most commands share.
struct DataOption: ParsableArguments {
  @Option(name: .customLong("data"), help: "The folder in which everything is kept.")
  var folder: String?

  var path: String { folder ?? Environment.text("DATA") ?? "./inkling-data" }

  /// - Throws: when there is no data folder yet and the command has no use for an empty one.
  func requireExisting() throws {
    guard FileManager.default.fileExists(atPath: path + "/inkling.db") else {
      throw Failure(
        Failure.missing, "There is no Inkling data in \(path); name its folder with --data.")
    }
  }
}

/// Where files are that come with the program.
enum InstalledFolder {
  /// Installed beside the program, in the build's tree, or where the program was started.
  static func candidates(_ name: String) -> [String] {
    let program = URL(fileURLWithPath: Bundle.main.executablePath ?? "inkling")
      .resolvingSymlinksInPath().deletingLastPathComponent()
    return [
      program.appendingPathComponent("../share/inkling/\(name)"),
      program.appendingPathComponent("../../../\(name)"), URL(fileURLWithPath: name),
    ].map(\.standardizedFileURL.path)
  }
}

/// Where the pages' files are.
enum WebFolder {
  /// - Parameter given: by the command line.
  static func find(given: String?) throws -> String {
    if let given = given ?? Environment.text("WEB") {
      guard exists(given) else {
        throw Failure(Failure.missing, "There is no index.html in \(given); check --web.")
      }
      return given
    }
    guard let found = InstalledFolder.candidates("web").first(where: exists) else {
      throw Failure(
        Failure.missing, "The pages' files were not found; name their folder with --web.")
    }
    return found
  }

  private static func exists(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/index.html")
  }

  /// Files of others that the system's packages bring; the pages do without those that are missing.
  static let vendored: [(prefix: String, folder: String)] = [
    ("/vendor/andika/", "/usr/share/fonts/truetype/andika")
  ]
}
