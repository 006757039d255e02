import Ink
import Testing

@Test(arguments: SyntheticShape.allCases)
func `made-up drawings pass every validation`(shape: SyntheticShape) throws {
  var synthesizer = Synthesizer(shape: shape, seed: 11)
  for _ in 0..<150 {
    let drawing = synthesizer.next()
    let again = try Drawing(
      json: JSON(parsing: drawing.json()), newID: { DrawingID(high: 0, low: 0) })
    #expect(again == drawing)
    #expect(drawing.shape == shape.rawValue)
    #expect((4...6_000).contains(drawing.ink.points.count))
    #expect((60...60_000).contains(drawing.ink.durationInMilliseconds))
    #expect(try StrokeCodec.decode(StrokeCodec.encode(drawing.ink)) == drawing.ink)
  }
}

@Test(arguments: SyntheticShape.allCases)
func `a seed fixes every byte, and another seed gives others`(shape: SyntheticShape) {
  func bytes(_ seed: UInt64) -> [UInt8] {
    var synthesizer = Synthesizer(shape: shape, seed: seed)
    return (0..<20).flatMap { _ in synthesizer.next().json() }
  }
  #expect(bytes(1) == bytes(1))
  #expect(bytes(1) != bytes(2))
}

@Test func `drawings differ in device, strokes, size and rate`() {
  var synthesizer = Synthesizer(shape: .square, seed: 3)
  let drawings = (0..<100).map { _ in synthesizer.next() }
  #expect(Set(drawings.map(\.device)).count == 3)
  #expect(Set(drawings.map(\.ink.strokes.count)).count >= 3)
  #expect(Set(drawings.map(\.id)).count == 100)
  #expect(drawings.contains { $0.ink.points.contains { $0.pressure != 128 } })
}

@Test func `the seed's bytes are the same on every machine`() {
  let checksums = SyntheticShape.allCases.map { shape in
    var synthesizer = Synthesizer(shape: shape, seed: 1)
    return CRC32C.checksum((0..<50).flatMap { _ in synthesizer.next().json() })
  }
  #expect(
    checksums == [
      1_783_561_994, 3_939_726_444, 3_308_391_037, 2_417_692_808, 585_268_719, 385_245_264,
    ])
}
