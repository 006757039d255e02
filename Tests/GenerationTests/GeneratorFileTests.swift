import Ink
import Testing

@testable import Generation

@Suite struct GeneratorFileTests {
  @Test func `a generator read back is the same`() throws {
    let generator = try TinyGenerator.make()
    let read = try Generator(bytes: generator.bytes)
    #expect(read.labels == generator.labels)
    #expect(read.decoder == generator.decoder)
    #expect(read.groups == generator.groups)
    #expect(read.name == "tiny")
    #expect(read.created == nil)
    #expect(read.figures == generator.figures)
    #expect(read.bytes == generator.bytes)
  }

  @Test func `any flipped bit and any missing byte is noticed`() throws {
    let bytes = try TinyGenerator.make().bytes
    for index in bytes.indices {
      var flipped = bytes
      flipped[index] ^= 1 << (index % 8)
      #expect(throws: GeneratorError.self) { try Generator(bytes: flipped) }
      #expect(throws: GeneratorError.self) { try Generator(bytes: Array(bytes[..<index])) }
    }
    #expect(throws: GeneratorError.damaged) { try Generator(bytes: bytes + [0]) }
  }

  /// The file with another header, its checksum right again.
  private func file(header: String, body: [UInt8] = []) -> [UInt8] {
    var bytes = Array("INKGENER".utf8) + [1, 0, 0, 0]
    for shift in [0, 8, 16, 24] { bytes.append(UInt8(header.utf8.count >> shift & 255)) }
    bytes += Array(header.utf8) + body
    let checksum = CRC32C.checksum(bytes)
    for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(checksum >> shift & 255)) }
    return bytes
  }

  private func header(
    labels: String = #"["loop"]"#, codeSize: String = "3", hidden: String = "16",
    groups: String = "[[0,1,2]]"
  ) -> String {
    #"{"labels":\#(labels),"code_size":\#(codeSize),"hidden":\#(hidden),"#
      + #""groups":\#(groups),"name":"x","figures":{}}"#
  }

  @Test func `hostile headers are refused before memory is taken for them`() {
    let headers = [
      "", "[]", "{}", "nonsense", header(labels: "[]"), header(labels: #"["Loop"]"#),
      header(labels: #"["loop","loop"]"#), header(codeSize: "0"), header(codeSize: "1e9"),
      header(codeSize: "-3"), header(hidden: "15"), header(hidden: "1000000000"),
      header(hidden: "null"), header(groups: "[]"), header(groups: "7"), header(groups: "[[]]"),
      header(groups: "[[0,1,0]]"), header(groups: "[[0,1,1000000000]]"),
      header(groups: "[[1,1,2]]"), header(groups: "[[0,17,2]]"), header(groups: "[[0,0,2]]"),
      header(groups: "[[0,2,2],[0,1,2]]"), header(groups: "[[0,1,2],[0,1,2]]"),
      header(groups: "[[0,1,1500],[0,2,1500]]"), header(groups: "[[0,1,-2]]"),
    ]
    for header in headers {
      #expect(throws: GeneratorError.self, "\(header)") {
        try Generator(bytes: file(header: header))
      }
    }
    // Right in itself, but what it announces is not there, or is all zero.
    #expect(throws: GeneratorError.self) { try Generator(bytes: file(header: header())) }
    let sizes = Decoder.sizes(codeSize: 3, shapes: 1, hidden: 16)
    let body = sizes.reduce(2 * 6 + 4 + 2 * Layout.features) { $0 + 4 + 2 * $1.rows * $1.columns }
    #expect(throws: GeneratorError.numbers("a step is not in 1e-12...1")) {
      try Generator(bytes: file(header: header(), body: [UInt8](repeating: 0, count: body)))
    }
  }

  @Test func `numbers as large as they can be still give ink`() throws {
    let sizes = Decoder.sizes(codeSize: 3, shapes: 1, hidden: 16)
    var body: [UInt8] = []
    for size in sizes {
      body += [0, 0, 0x80, 0x3f]  // a step of 1
      for index in 0..<size.rows * size.columns {
        body += index % 3 == 0 ? [0, 0x80] : [255, 127]
      }
    }
    body += [UInt8](repeating: 0x80, count: 2 * 3) + [255, 255, 255, 255, 255, 255]
    body += [0, 0, 0x80, 0x3f] + [UInt8](repeating: 0x7f, count: 2 * Layout.features)
    let generator = try Generator(bytes: file(header: header(), body: body))
    for seed in 0..<20 as Range<UInt64> {
      let drawing = try #require(
        generator.generate(shape: "loop", seed: seed, temperature: 2))
      #expect(!drawing.ink.isEmpty && drawing.ink.points.count <= InkLimits.points)
      #expect(drawing.ink.points.allSatisfy(drawing.canvas.admits))
      let rest = try #require(
        generator.complete(drawing.ink, as: "loop", isPenDown: true, seed: seed))
      #expect(rest.ink.points.allSatisfy(drawing.canvas.admits))
    }
  }

  @Test func `what is no generator is called so`() throws {
    #expect(throws: GeneratorError.notAGenerator) {
      try Generator(bytes: [UInt8](repeating: 7, count: 99))
    }
    #expect(throws: GeneratorError.length(expected: 20, found: 0)) { try Generator(bytes: []) }
    var bytes = try TinyGenerator.make().bytes
    bytes[8] = 2
    #expect(throws: GeneratorError.unknownVersion(2)) { try Generator(bytes: bytes) }
  }
}
