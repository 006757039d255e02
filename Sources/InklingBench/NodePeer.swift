import Foundation

/// The same service in JavaScript, less the scoring, where what it needs is installed.
enum NodePeer {
  /// - Returns: nil, with a sentence in the report, where it cannot run.
  static func start(folder: String, data: TemporaryFolder, _ report: BenchReport) throws -> Child? {
    let script = "\(folder)/ws_server.js"
    guard FileManager.default.fileExists(atPath: script) else {
      report.text("node", "skipped: \(script) is not there; run this in the project's folder")
      return nil
    }
    do {
      return try Child("node", [script, "\(data.path)/node.db"])
    } catch {
      report.text(
        "node", "skipped: it needs node with ws and SQLite (Debian: node-ws node-sqlite3). \(error)"
      )
      return nil
    }
  }
}
