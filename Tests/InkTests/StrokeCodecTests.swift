import Ink
import Testing

/// Ink with everything that the codec treats apart.
private func ink(seed: UInt64, shift: Int16 = 0, onePressure: Bool, oneElapsed: Bool) -> Strokes {
  var random = SplitMix64(seed: seed)
  var ink = Strokes()
  for stroke in 0..<Int.random(in: 1...4, using: &random) {
    let style = StrokeStyle(color: UInt32(stroke / 2) * 0x10203, width: 24 + UInt16(stroke / 2))
    ink.startStroke(style: style)
    var (x, y) = (Int16.random(in: 0...3_000, using: &random), Int16(500))
    for _ in 0..<Int.random(in: 1...60, using: &random) {
      x &+= .random(in: -20...20, using: &random)
      y &+= .random(in: -20...20, using: &random)
      ink.append(
        Point(
          x: x &<< shift, y: y &<< shift,
          elapsed: oneElapsed ? 16 : .random(in: 0...40, using: &random),
          pressure: onePressure ? 200 : .random(in: 0...255, using: &random)))
    }
  }
  return ink
}

@Test func `ink survives the codec`() throws {
  for seed in 0..<200 as Range<UInt64> {
    let ink = ink(
      seed: seed, shift: Int16(seed % 4), onePressure: seed & 4 == 0, oneElapsed: seed & 8 == 0)
    #expect(try StrokeCodec.decode(StrokeCodec.encode(ink)) == ink)
    var random = SplitMix64(seed: seed)
    let wild = Drawing.random(using: &random).ink
    #expect(try StrokeCodec.decode(StrokeCodec.encode(wild)) == wild)
  }
}

@Test func `the extremes of every number survive the codec`() throws {
  var random = SplitMix64(seed: 3)
  for _ in 0..<50 {
    var ink = Strokes()
    for _ in 0..<3 {
      ink.startStroke(style: .init(color: 0xff_ffff, width: .max))
      for _ in 0..<50 {
        ink.append(
          Point(
            x: [Int16.min, 0, 1, .max].randomElement(using: &random)!,
            y: [Int16.min, 0, -1, .max].randomElement(using: &random)!,
            elapsed: [0, 1, 32_768, .max].randomElement(using: &random)!,
            pressure: [0, 1, 254, 255].randomElement(using: &random)!))
      }
    }
    #expect(try StrokeCodec.decode(StrokeCodec.encode(ink)) == ink)
  }
}

@Test func `no ink, one point and a stroke without points survive the codec`() throws {
  #expect(try StrokeCodec.decode(StrokeCodec.encode(Strokes())).isEmpty)
  var ink = Strokes()
  ink.startStroke(style: .standard)
  #expect(try StrokeCodec.decode(StrokeCodec.encode(ink)) == Strokes())
  ink.append(Point(x: 7, y: -9, elapsed: 3, pressure: 0))
  #expect(try StrokeCodec.decode(StrokeCodec.encode(ink)) == ink)
  let before = ink
  ink.startStroke(style: .standard)
  #expect(try StrokeCodec.decode(StrokeCodec.encode(ink)) == before)
}

@Test func `ink up to the limits survives the codec`() throws {
  var ink = Strokes()
  for index in 0..<InkLimits.points {
    if index % 79 == 0, ink.strokes.count < InkLimits.strokes {
      ink.startStroke(style: .init(color: UInt32(index), width: 8))
    }
    ink.append(Point(x: Int16(index % 3_000), y: 0, elapsed: UInt16(index % 50)))
  }
  #expect(try StrokeCodec.decode(StrokeCodec.encode(ink)) == ink)
}

@Test func `ink cut short is refused`() {
  let bytes = StrokeCodec.encode(ink(seed: 1, onePressure: false, oneElapsed: false))
  for count in bytes.indices {
    #expect(throws: StrokeCodecError.self) { try StrokeCodec.decode(Array(bytes.prefix(count))) }
  }
  #expect(throws: StrokeCodecError.checksumMismatch) { try StrokeCodec.decode(bytes + [0]) }
}

@Test func `ink with any bit changed is refused`() {
  let bytes = StrokeCodec.encode(ink(seed: 2, onePressure: false, oneElapsed: false))
  for bit in 0..<bytes.count * 8 {
    var damaged = bytes
    damaged[bit / 8] ^= 1 << UInt8(bit % 8)
    #expect(throws: StrokeCodecError.self) { try StrokeCodec.decode(damaged) }
  }
}

@Test func `forged ink is refused or read, without a crash`() {
  var random = SplitMix64(seed: 5)
  var refused = 0
  for _ in 0..<20_000 {
    var bytes: [UInt8] = [1]
    for _ in 0..<Int.random(in: 2...40, using: &random) {
      bytes.append(Bool.random(using: &random) ? 0 : .random(in: 0...255, using: &random))
    }
    let checksum = CRC32C.checksum(bytes)
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: checksum >> shift))
    }
    do {
      let ink = try StrokeCodec.decode(bytes)
      #expect(ink.points.count <= bytes.count * 4)
    } catch { refused += 1 }
  }
  #expect(refused > 0)
}

@Test func `the checksum is the one of RFC 3720`() {
  #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
  #expect(CRC32C.checksum([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
  #expect(CRC32C.checksum((0..<32).map { UInt8($0) }) == 0x46dd_794e)
  #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xe306_9283)
}
