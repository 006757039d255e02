import Archive
import ArgumentParser
import Foundation
import Server
import Storage

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes drawings as a data set to standard output.",
    discussion: """
      ndjson is Inkling's own form, a drawing a line, of which nothing is lost; quickdraw is the raw \
      form of Quick, Draw!; png is a ZIP file of pictures, a folder a shape; npz is NumPy's. Deleted \
      and unfinished drawings are left out unless asked for.
      """)

  @OptionGroup var data: DataOption
  @Option(help: "ndjson, quickdraw, png or npz.")
  var format = "ndjson"
  @OptionGroup var filters: FilterOptions
  @Flag(help: "Unfinished drawings too.")
  var partial = false
  @Option(help: "Pixels a side of the pictures, 64 to 512.")
  var size = 128

  func run() throws {
    guard let format = ExportFormat(rawValue: format) else {
      throw Failure(
        Failure.usage,
        "There is no format \"\(format)\"; write --format ndjson, quickdraw, png or npz.")
    }
    try data.requireExisting()
    let store = try Store(folder: DataFolder(path: data.path, exclusive: false), upgrades: false)
    defer { store.close() }
    let given = filters.given(statusIfNone: partial ? nil : "complete")
    let export = try DrawingExport(format, filters: given, size: size, store: store)
    let output = FileHandle.standardOutput
    try export.write(to: ByteSink { try output.write(contentsOf: $0) })
  }
}

/// The filters of the gallery.
struct FilterOptions: ParsableArguments {
  @Option(help: "Only drawings of this shape.")
  var shape: String?
  @Option(help: "Only drawings of at least this quality, 0 to 1.")
  var minQuality: String?
  @Option(help: "Only drawings of at most this quality.")
  var maxQuality: String?
  @Option(help: "true: flagged ones only; false: none of them.")
  var flagged: String?
  @Option(help: "true: deleted ones only; any: those too.")
  var deleted: String?
  @Option(help: "complete or partial.")
  var status: String?
  @Option(help: "Only drawings of this person, by id.")
  var user: String?
  @Option(help: "mouse, touch, pen, keyboard or unknown.")
  var device: String?
  @Option(help: "Only drawings stored from this day or time on, as 2026-01-31.")
  var from: String?
  @Option(help: "Only drawings stored before this day or time.")
  var to: String?
  @Option(help: "Only drawings in which the model saw this shape, or none.")
  var guessed: String?
  @Option(help: "true: only where the model saw another shape than was asked for.")
  var disagrees: String?
  @Option(help: "oldest, newest, best or worst first.")
  var sort: String?

  /// Names and values as in the address of a gallery.
  func given(statusIfNone: String?) -> [(name: String, value: String)] {
    let all = [
      ("shape", shape), ("min_quality", minQuality), ("max_quality", maxQuality),
      ("flagged", flagged), ("deleted", deleted), ("status", status ?? statusIfNone),
      ("user", user), ("device", device), ("from", from), ("to", to), ("guessed", guessed),
      ("disagrees", disagrees), ("sort", sort),
    ]
    return all.compactMap { name, value in value.map { (name, $0) } }
  }
}
