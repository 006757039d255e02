public import Archive
import Foundation
import Imaging
import Ink
public import Storage

/// Drawings on their way out as a data set of any size: they are read some hundred at a time, and
/// what a format has to say at its front or its end waits on the disk.
public struct DrawingExport: Sendable {
  public let format: ExportFormat
  private let query: GalleryQuery
  private let store: Store
  /// Of pictures, in pixels a side.
  private let size: Int

  /// - Parameters:
  ///   - filters: as those of the gallery, and its `sort`.
  ///   - size: of pictures, in pixels a side.
  /// - Throws: `InvalidExport`.
  public init(
    _ format: ExportFormat, filters: [(name: String, value: String)], size: Int, store: Store
  ) throws {
    do {
      let shapes = try ShapeCatalogue(store: store)
      try self.init(format, filters: filters, size: size, shapes: shapes, store: store)
    } catch let problem as Problem {
      let faults = problem.faults.map { "\($0.path): \($0.message)" }
      throw InvalidExport(
        description: faults.isEmpty ? problem.detail : faults.joined(separator: "; "))
    }
  }

  /// - Throws: `Problem`.
  init(
    _ format: ExportFormat, filters: [(name: String, value: String)], size: Int,
    shapes: ShapeCatalogue, store: Store
  ) throws {
    for name in ["limit", "cursor"] where filters.contains(where: { $0.name == name }) {
      var problem = Problem(422, "invalid", "An export has no pages; leave \(name) out.")
      problem.faults = [Fault(path: name, message: "an export has no pages")]
      throw problem
    }
    guard Preview.sizes ~= size else {
      var problem = Problem(422, "invalid", "A picture has 64 to 512 pixels a side.")
      problem.faults = [Fault(path: "size", message: "64 to 512")]
      throw problem
    }
    // Oldest first, so that an import of it stores them in the same order again.
    let isSorted = filters.contains { $0.name == "sort" }
    query = try GalleryQuery(
      isSorted ? filters : filters + [("sort", "oldest")], shapes: shapes, store: store)
    self.format = format
    self.size = size
    self.store = store
  }

  /// Writes the data set.
  public func write(to sink: ByteSink) throws {
    switch format {
    case .ndjson: try writeLines(to: sink) { try $0.writeLine(to: &$1) }
    case .quickdraw: try writeLines(to: sink) { try $0.writeQuickDrawLine(to: &$1) }
    case .png: try writePictures(to: sink)
    case .npz: try writeArrays(to: sink)
    }
    try sink.flush()
  }

  private func writeLines(
    to sink: ByteSink, _ write: (WholeDrawing, inout JSONWriter) throws -> Void
  ) throws {
    var writer = JSONWriter(capacityInBytes: 64 << 10)
    try walk { drawing in
      writer.reset()
      try write(drawing, &writer)
      try sink.write(writer.bytes + [UInt8(ascii: "\n")])
    }
  }

  private func writePictures(to sink: ByteSink) throws {
    let zip = try ZipWriter(sink, spoolingIn: store.folder.path, date: today)
    var card = DataCard(query.filter)
    let table = try SpoolFile(in: store.folder.path)
    try table.append(Array((DrawingTable.columns + "\n").utf8))
    try walk { drawing in
      let ink = try StrokeCodec.decode(drawing.strokes)
      let name = "\(drawing.shown.shape)/\(drawing.shown.publicID.string).png"
      try zip.add(name, try Preview.png(ink: ink, canvas: drawing.shown.canvas, size: size))
      try table.append(Array((DrawingTable.row(drawing, file: name) + "\n").utf8))
      card.add(drawing)
    }
    try zip.add("drawings.csv", table)
    try zip.add("README.md", card.markdown(format))
    try zip.finish()
  }

  private func writeArrays(to sink: ByteSink) throws {
    let zip = try ZipWriter(sink, spoolingIn: store.folder.path, date: today)
    var card = DataCard(query.filter)
    let arrays = try DrawingArrays(spoolingIn: store.folder.path)
    try walk { drawing in
      try arrays.add(drawing)
      card.add(drawing)
    }
    try arrays.write(to: zip, sink)
    try zip.add("README.md", card.markdown(format))
    try zip.finish()
  }

  /// What is in it, for people, in Markdown.
  func writeCard(to sink: ByteSink) throws {
    var card = DataCard(query.filter)
    try walk { card.add($0) }
    try sink.write(card.markdown(nil))
    try sink.flush()
  }

  private func walk(_ body: (WholeDrawing) throws -> Void) throws {
    try store.walk(query.filter, sort: query.sort) { for drawing in $0 { try body(drawing) } }
  }

  private var today: (year: Int, month: Int, day: Int) {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents([.year, .month, .day], from: Date())
    return (parts.year ?? 1980, parts.month ?? 1, parts.day ?? 1)
  }
}

/// Filters that make no sense.
public struct InvalidExport: Error, CustomStringConvertible {
  public let description: String
}
