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
    let report = ImportReport()
    if let server {
      try importTo(server, report)
    } else {
      try importToFolder(report)
    }
    report.print()
    if report.isFailure {
      throw Failure(
        Failure.damaged, "\(files.joined(separator: ", ")): no drawing could be taken; see above.")
    }
  }
}

extension ImportCommand {
  /// To a running server, one after the other, each safe to send again.
  private func importTo(_ server: String, _ report: ImportReport) throws {
    let target = try ServerTarget(server)
    for file in files {
      try RecordedDrawings.read(file) { refused in
        report.refuse(file, refused.line, refused.reason)
      } take: { recorded in
        var recorded = recorded
        if let shape { recorded.drawing.shape = shape }
        report.count(target.store(recorded), file, recorded.line)
      }
    }
  }

  /// Straight into a data folder that no server uses: read and scored on all cores, and stored
  /// while the next ones are read.
  private func importToFolder(_ report: ImportReport) throws {
    let importer = try DrawingImporter(dataFolder: data.path)
    defer { importer.close() }
    let storing = StoringQueue()
    let shape = shape
    for file in files {
      try RecordedDrawings.readTogether(file) { recorded in
        Result { () throws(StoreError) in
          var recorded = recorded
          if let shape { recorded.drawing.shape = shape }
          return try importer.prepare(recorded)
        }
      } take: { results in
        var ready: [(line: Int, drawing: PreparedDrawing)] = []
        for result in results {
          switch result {
          case .success((let line, .success(let drawing))): ready.append((line, drawing))
          case .success((let line, .failure(let error))):
            report.refuse(file, line, error.description)
          case .failure(let refused): report.refuse(file, refused.line, refused.reason)
          }
        }
        let batch = ready
        try storing.run {
          let outcomes = try importer.store(batch.map(\.drawing))
          for (outcome, item) in zip(outcomes, batch) {
            report.count(ImportOutcome(outcome), file, item.line)
          }
        }
      }
    }
    try storing.wait()
    try importer.finish()
  }
}

/// Runs one piece of work at a time beside its caller, who waits when it is two ahead.
private final class StoringQueue: @unchecked Sendable {
  // Safe to share: `failure` is under the lock.
  private let queue = DispatchQueue(label: "storing")
  private let room = DispatchSemaphore(value: 2)
  private let lock = NSLock()
  private var failure: (any Error)?

  /// - Throws: what an earlier piece has thrown.
  func run(_ work: @escaping @Sendable () throws -> Void) throws {
    if let failure = lock.withLock({ failure }) { throw failure }
    room.wait()
    queue.async { [self] in
      do { try work() } catch { lock.withLock { failure = failure ?? error } }
      room.signal()
    }
  }

  func wait() throws {
    queue.sync {}
    if let failure = lock.withLock({ failure }) { throw failure }
  }
}

/// What became of one drawing.
enum ImportOutcome: Sendable {
  case stored, known
  case refused(String)

  init(_ outcome: BulkOutcome) {
    self =
      switch outcome {
      case .stored: .stored
      case .known: .known
      case .refused(let error): .refused(error.description)
      }
  }
}

/// Counts on several threads.
final class ImportReport: @unchecked Sendable {
  // Safe to share: everything is under the lock.
  private let lock = NSLock()
  private var stored = 0
  private var known = 0
  private var refused = 0
  private let start = ContinuousClock.now

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

  func print() {
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let rate = Int(Double(stored + known + refused) / max(seconds, 0.001))
    say(
      "\(stored) stored, \(known) known already, \(refused) refused in \(Int(seconds.rounded())) s, \(rate) a second"
    )
  }

  /// Nothing went in, and something was wrong.
  var isFailure: Bool { stored + known == 0 && refused > 0 }
}

/// To a running server, one after the other, each safe to send again.
private final class ServerTarget {
  private let client: HTTPClient
  /// The sessions of the people who were met already.
  private var tokens: [RecordedDrawing.Person: String] = [:]

  init(_ address: String) throws {
    client = try HTTPClient(address)
    tokens[.unnamed] = try client.openSession()
  }

  func store(_ recorded: RecordedDrawing) -> ImportOutcome {
    do {
      let token = try tokens[recorded.person] ?? client.openSession()
      tokens[recorded.person] = token
      let (status, body) = try client.send(
        "POST", "/api/drawings", body: recorded.drawing.json(), token: token)
      switch status {
      case 201: return .stored
      case 200: return .known
      default:
        let detail = (try? JSON(parsing: body))?["detail"]?.string
        return .refused(detail ?? "the server answered \(status)")
      }
    } catch {
      return .refused("the server does not answer")
    }
  }
}
