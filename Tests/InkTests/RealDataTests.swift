import Foundation
import Ink
import Testing

/// Drawings by real people, beside the package; absent elsewhere, where these tests are skipped.
private let folder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("shared/data")

private let files =
  (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?
  .filter { $0.hasSuffix(".ndjson") }.sorted() ?? []

@Suite(.enabled(if: !files.isEmpty, "no data beside the package"))
struct RealDataTests {
  @Test(arguments: files)
  func `real drawings are imported, and survive codec and JSON`(file: String) throws {
    let lines = try Data(contentsOf: folder.appendingPathComponent(file))
      .split(separator: UInt8(ascii: "\n"))
    var read = 0
    for line in lines.prefix(300) {
      let json = try JSON(parsing: Array(line))
      do {
        let drawing = try Drawing(recorded: json, newID: { DrawingID(high: 1, low: 1) })
        read += 1
        #expect(drawing.ink.points.allSatisfy(drawing.canvas.admits))
        #expect(try StrokeCodec.decode(StrokeCodec.encode(drawing.ink)) == drawing.ink)
        let again = try Drawing(json: JSON(parsing: drawing.json()), newID: { drawing.id })
        #expect(again == drawing)
      } catch let error as InvalidDrawing {
        // Labels such as `2-4-Time` are no names of shapes.
        #expect(error.faults.map(\.path) == ["label"])
      }
    }
    #expect(read * 10 > min(lines.count, 300) * 9)
  }
}
