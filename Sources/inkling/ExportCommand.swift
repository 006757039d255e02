import ArgumentParser
import Foundation
import Ink
import Server
import Storage

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Writes drawings to standard output, one a line.")

  @OptionGroup var data: DataOption
  @Option(help: "The format: ndjson.")
  var format = "ndjson"
  @Option(help: "Only drawings of this shape.")
  var shape: String?
  @Option(help: "Only drawings of at least this quality, 0 to 1.")
  var minQuality: Float = 0
  @Flag(help: "Unfinished drawings too.")
  var partial = false

  func run() throws {
    guard format == "ndjson" else {
      throw Failure(Failure.usage, "There is no format \"\(format)\"; write --format ndjson.")
    }
    try data.requireExisting()
    let store = try Store(folder: DataFolder(path: data.path, exclusive: false), upgrades: false)
    defer { store.close() }
    var buffer = Data()
    try store.eachDrawing(shape: shape, complete: partial ? nil : true) { row in
      guard row.quality >= minQuality else { return true }
      buffer.append(contentsOf: try row.json())
      buffer.append(UInt8(ascii: "\n"))
      if buffer.count > 1 << 20 {
        try FileHandle.standardOutput.write(contentsOf: buffer)
        buffer.removeAll(keepingCapacity: true)
      }
      return true
    }
    try FileHandle.standardOutput.write(contentsOf: buffer)
  }
}
