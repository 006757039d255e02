import ArgumentParser
import Foundation
import Server
import Storage
import Transport

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Checks the machine and the data folder, and says what to do about each fault.")

  @OptionGroup var data: DataOption
  @Option(help: "The port that the server would use.")
  var port = 8080

  func run() throws {
    var faults = 0
    func report(_ name: String, _ isFine: Bool, _ fine: String, _ fault: String) {
      if !isFine { faults += 1 }
      say("\(isFine ? "ok   " : "FAULT") \(name): \(isFine ? fine : fault)")
    }
    let files = raiseOpenFileLimit()
    report(
      "open files", files >= 4_096, "\(files) allowed, enough for \(max(files - 200, 0)) people",
      "only \(files) allowed, for \(max(files - 200, 0)) people; raise it with ulimit -n 20000")
    report(
      "pages", (try? WebFolder.find(given: nil)) != nil, "found",
      "not found; start inkling where its folder web is, or name it with --web")
    for (prefix, folder) in WebFolder.vendored {
      let isThere = FileManager.default.fileExists(atPath: folder)
      say(
        "\(isThere ? "ok   " : "note ") \(prefix): \(isThere ? "found" : "missing; the pages use the system's fonts. On Debian: apt-get install fonts-sil-andika")"
      )
    }
    report(
      "port \(port)", (try? EventLoop.checkFree(host: "127.0.0.1", port: port)) != nil, "free",
      "taken; stop the other program or use --port")
    if let address = LocalNetwork.address {
      say("ok    network: tablets reach this machine at \(address) when started with --classroom")
    } else {
      say("note  network: none; only this machine itself can draw")
    }
    checkFolder(report)
    if faults > 0 { throw ExitCode(1) }
  }

  private func checkFolder(_ report: (String, Bool, String, String) -> Void) {
    let path = data.path
    guard FileManager.default.fileExists(atPath: path) else {
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
      report(
        "data folder", FileManager.default.isWritableFile(atPath: parent),
        "\(path) will be made at the first start",
        "\(path) cannot be made; give this user the right to write in \(parent), or use --data")
      return
    }
    report(
      "data folder", FileManager.default.isWritableFile(atPath: path), path,
      "\(path) cannot be written to; give this user the right to, or use --data")
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: path)
    let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value ?? 0
    report(
      "free space", free > 500 << 20, "\(free >> 20) MB, room for some \(free / 500) drawings",
      "only \(free >> 20) MB; free some, or move the data folder with --data")
    do {
      let folder = try DataFolder(path: path, exclusive: true)
      guard !folder.isEmpty else { return report("store", true, "empty", "") }
      let store = try Store(folder: folder)
      defer { store.close() }
      let faults = try store.integrityFaults()
      let count = try store.count()
      report(
        "store", faults.isEmpty, "\(count) drawings",
        "damaged: \(faults.first ?? ""); run inkling verify, or restore a backup")
    } catch StoreError.inUse {
      report("store", true, "a server works on it", "")
    } catch {
      report("store", false, "", "\(error)")
    }
  }
}
