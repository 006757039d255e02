import Foundation
import Ink
import Testing

/// `make golden` writes the vectors.
private let vectors = try? Data(
  contentsOf: URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("samples/scores.json"))

@Suite struct GoldenScoreTests {
  @Test func `a thousand drawings are worth on this machine what they were where it was written`()
    throws
  {
    let json = try JSON(parsing: Array(try #require(vectors)))
    let drawings = try #require(json["drawings"]?.array)
    #expect(drawings.count == 1_000)
    for (index, drawing) in drawings.enumerated() {
      let kind = try #require(drawing["kind"]?.string)
      let sides = try #require(drawing["canvas"]?.array).compactMap(\.integer)
      var scorer = LiveScorer(
        kind: template(kind, json).map(ShapeKind.template) ?? ShapeKind(id: kind),
        canvas: Canvas(width: UInt16(sides[0]), height: UInt16(sides[1])))
      scorer.rebuild(from: try ink(drawing))
      let score = scorer.score(finished: drawing["finished"]?.bool == true)
      #expect(drawing["score"]?.string == bits([score.quality, score.completeness]), "\(index)")
      #expect(drawing["hints"]?.array?.compactMap(\.string) == score.hints.map(text), "\(index)")
      #expect(drawing["ideal"]?.string == scorer.ideal().map(text), "\(index)")
    }
  }

  @Test func `a template is the same after a journey`() throws {
    let json = try JSON(parsing: Array(try #require(vectors)))
    for member in json["templates"]?.object ?? [] {
      let bytes = Array(Data(base64Encoded: member.value.string ?? "") ?? Data())
      #expect(ShapeTemplate(bytes: bytes)?.bytes == bytes, "\(member.name)")
    }
  }

  @Test func `what is no template's bytes makes no template`() throws {
    let json = try JSON(parsing: Array(try #require(vectors)))
    let text = try #require(json["templates"]?["loop"]?.string)
    let bytes = Array(Data(base64Encoded: text) ?? Data())
    #expect(ShapeTemplate(bytes: bytes) != nil)
    #expect(ShapeTemplate(bytes: []) == nil)
    #expect(ShapeTemplate(bytes: Array(bytes.dropLast())) == nil)
    #expect(ShapeTemplate(bytes: bytes + [0]) == nil)
    #expect(ShapeTemplate(bytes: [UInt8](repeating: 255, count: bytes.count)) == nil)
    #expect(ShapeTemplate(bytes: [UInt8](repeating: 0, count: bytes.count)) == nil)
    for index in 0..<12 {
      var other = bytes
      other[index] = 0xff
      // Another distance or length may be one; nothing may be read that is not a number.
      if let template = ShapeTemplate(bytes: other) { #expect(template.bytes == other) }
    }
  }

  private func template(_ kind: String, _ json: JSON) -> ShapeTemplate? {
    guard let text = json["templates"]?[kind]?.string else { return nil }
    return ShapeTemplate(bytes: Array(Data(base64Encoded: text) ?? Data()))
  }

  private func bits(_ values: [Float]) -> String {
    values.map { String($0.bitPattern, radix: 16) }.joined(separator: " ")
  }

  private func text(_ hint: Hint) -> String {
    "\(hint.code.text) \(hint.place.text) \(bits([hint.amount, hint.x, hint.y]))"
  }

  private func text(_ ideal: IdealShape) -> String {
    let figures = ideal.places.flatMap { [$0.x.bitPattern, $0.y.bitPattern] }
    let sum = String(figures.withUnsafeBytes { CRC32C.checksum($0) }, radix: 16)
    return "\(ideal.isClosed ? "closed" : "open") \(ideal.places.count) \(sum)"
  }

  /// As `inkling-bench golden-scores` packs it.
  private func ink(_ drawing: JSON) throws -> Strokes {
    var bytes = try #require(Data(base64Encoded: drawing["ink"]?.string ?? ""))[...]
    func next() -> Int {
      var (value, shift) = (0, 0)
      while let byte = bytes.popFirst() {
        value |= Int(byte & 0x7f) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      return value
    }
    func step() -> Int {
      let value = next()
      return value & 1 == 1 ? -(value >> 1) - 1 : value >> 1
    }
    var ink = Strokes()
    var (x, y) = (0, 0)
    while !bytes.isEmpty {
      ink.startStroke(style: .standard)
      for _ in 0..<next() {
        (x, y) = (x + step(), y + step())
        ink.append(Point(x: Int16(x), y: Int16(y)))
      }
    }
    return ink
  }
}
