import Foundation
import Ink
import Recognition
import Testing

/// `make golden` writes the vectors; `make starter` the model and the vectors.
private let samples = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appendingPathComponent("samples")
private let vectors = try? Data(contentsOf: samples.appendingPathComponent("recognition.json"))
private let file = try? Data(contentsOf: samples.appendingPathComponent("starter.inkmodel"))

@Suite(.enabled(if: vectors != nil && file != nil, "no model among the samples"))
struct GoldenTests {
  @Test(arguments: Kernel.allCases.filter(\.isSupported))
  func `the starter model says on this machine what it said where it was made`(
    kernel: Kernel
  ) throws {
    let bytes = Array(try #require(file))
    let json = try JSON(parsing: Array(try #require(vectors)))
    try #require(
      json["model_crc32c"]?.integer == Int(CRC32C.checksum(bytes)),
      "samples/recognition.json is of another model: run make golden")
    var recognizer = Recognizer(model: try Model(bytes: bytes), kernel: kernel)
    let drawings = try #require(json["drawings"]?.array)
    #expect(drawings.count >= 24)
    for drawing in drawings {
      let ink = strokes(drawing)
      recognizer.reset()
      recognizer.classify(ink, isFinished: drawing["finished"]?.bool == true)
      #expect(drawing["pixels_crc32c"]?.integer == Int(CRC32C.checksum(recognizer.pixels)))
      #expect(integers(drawing["logits"]) == recognizer.logits.map { Int($0) })
      #expect(
        integers(drawing["confidence_bits"])
          == recognizer.guesses.confidences.map { Int($0.bitPattern) })
    }
  }

  private func integers(_ json: JSON?) -> [Int] { json?.array?.compactMap(\.integer) ?? [] }

  private func strokes(_ drawing: JSON) -> Strokes {
    var ink = Strokes()
    for stroke in drawing["strokes"]?.array ?? [] {
      let places = integers(stroke)
      ink.startStroke(style: .standard)
      for index in stride(from: 0, to: places.count, by: 2) {
        ink.append(Point(x: Int16(places[index]), y: Int16(places[index + 1])))
      }
    }
    return ink
  }
}
