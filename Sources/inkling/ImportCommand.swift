import ArgumentParser
import Foundation
import Ink
import Load
import Server
import Storage

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Reads drawings into the store.",
    discussion: """
      Takes files of JSON, one drawing a line: Inkling's own format, Quick, Draw!'s simplified and \
      raw files, and research data with "label" and "strokes". "-" is standard input. With --server \
      the drawings go to a running server; without, the data folder must not be in use.
      """)

  @Argument(help: "Files, one drawing a line.")
  var files: [String]
  @OptionGroup var data: DataOption
  @Option(help: "The address of a running server, as http://127.0.0.1:8080.")
  var server: String?
  @Option(help: "Store all drawings as this shape.")
  var shape: String?

  func run() throws {
    let target: any ImportTarget =
      if let server { try ServerTarget(server) } else { try FolderTarget(data.path) }
    defer { target.close() }
    let report = ImportReport()
    for file in files {
      try RecordedDrawings.read(file) { refused in
        report.refuse(file, refused.line, refused.reason)
      } take: { recorded in
        var recorded = recorded
        if let shape { recorded.drawing.shape = shape }
        let line = recorded.line
        target.store(recorded) { report.count($0, file, line) }
      }
    }
    target.finish()
    report.print()
    if report.isFailure {
      throw Failure(
        Failure.damaged, "\(files.joined(separator: ", ")): no drawing could be taken; see above.")
    }
  }
}

/// What became of one drawing.
enum ImportOutcome: Sendable {
  case stored, known
  case refused(String)
}

/// Counts on several threads.
final class ImportReport: @unchecked Sendable {
  // Safe to share: everything is under the lock.
  private let lock = NSLock()
  private var stored = 0
  private var known = 0
  private var refused = 0

  func count(_ outcome: ImportOutcome, _ file: String, _ line: Int) {
    switch outcome {
    case .stored: lock.withLock { stored += 1 }
    case .known: lock.withLock { known += 1 }
    case .refused(let reason): refuse(file, line, reason)
    }
  }

  func refuse(_ file: String, _ line: Int, _ reason: String) {
    let count = lock.withLock {
      refused += 1
      return refused
    }
    if count <= 20 { complain("\(file), line \(line): \(reason)") }
    if count == 21 { complain("further refusals are only counted.") }
  }

  func print() { say("\(stored) stored, \(known) known already, \(refused) refused") }

  /// Nothing went in, and something was wrong.
  var isFailure: Bool { stored + known == 0 && refused > 0 }
}

protocol ImportTarget {
  func store(_ recorded: RecordedDrawing, then: @escaping @Sendable (ImportOutcome) -> Void)
  /// Waits for all that is under way.
  func finish()
  func close()
}

/// Straight into a data folder that no server uses.
private final class FolderTarget: ImportTarget {
  private let importer: DrawingImporter

  init(_ path: String) throws { importer = try DrawingImporter(dataFolder: path) }

  func store(_ recorded: RecordedDrawing, then: @escaping @Sendable (ImportOutcome) -> Void) {
    importer.store(recorded.drawing, by: recorded.person) { result in
      switch result {
      case .success(let wasThere): then(wasThere ? .known : .stored)
      case .failure(let error): then(.refused(error.description))
      }
    }
  }

  func finish() { importer.waitUntilStored() }
  func close() { importer.close() }
}

/// To a running server, one after the other, each safe to send again.
private final class ServerTarget: ImportTarget {
  private let client: HTTPClient
  /// The sessions of the people who were met already.
  private var tokens: [String?: String] = [:]

  init(_ address: String) throws {
    client = try HTTPClient(address)
    tokens[nil] = try client.openSession()
  }

  func store(_ recorded: RecordedDrawing, then: @escaping @Sendable (ImportOutcome) -> Void) {
    do {
      let token = try tokens[recorded.person] ?? client.openSession()
      tokens[recorded.person] = token
      let (status, body) = try client.send(
        "POST", "/api/drawings", body: recorded.drawing.json(), token: token)
      switch status {
      case 201: then(.stored)
      case 200: then(.known)
      default:
        let detail = (try? JSON(parsing: body))?["detail"]?.string
        then(.refused(detail ?? "the server answered \(status)"))
      }
    } catch {
      then(.refused("the server does not answer"))
    }
  }

  func finish() {}
  func close() {}
}
