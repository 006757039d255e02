import Ink
import Testing

@testable import Recognition

@Suite struct ModelTests {
  private func small(seed: UInt64 = 1) throws -> Model {
    try RandomNetwork.model(
      RandomNetwork.make(
        inputSize: 16, channels: [2, 3, 4], hidden: 5, classes: 3, seed: seed),
      temperatures: Temperatures(penDown: 3_000, penUp: 5_000))
  }

  @Test func `a model read back is the same`() throws {
    let model = try small()
    let read = try Model(bytes: model.bytes)
    #expect(read.labels == model.labels)
    #expect(read.network == model.network)
    #expect(read.temperatures == model.temperatures)
    #expect(read.name == "random")
    #expect(read.created == nil)
    #expect(read.figures == model.figures)
    #expect(read.bytes == model.bytes)
  }

  @Test func `any flipped bit and any missing byte is noticed`() throws {
    let bytes = try small().bytes
    for index in bytes.indices {
      for bit in 0..<8 {
        var flipped = bytes
        flipped[index] ^= 1 << bit
        #expect(throws: ModelError.self) { try Model(bytes: flipped) }
      }
      #expect(throws: ModelError.self) { try Model(bytes: Array(bytes[..<index])) }
    }
    #expect(throws: ModelError.damaged) { try Model(bytes: bytes + [0]) }
  }

  /// The file with another header, its checksum right again.
  private func file(header: String, body: Int = 0) -> [UInt8] {
    var bytes = Array("INKMODEL".utf8) + [1, 0, 0, 0]
    for shift in [0, 8, 16, 24] { bytes.append(UInt8(header.utf8.count >> shift & 255)) }
    bytes += Array(header.utf8) + [UInt8](repeating: 0, count: body)
    let checksum = CRC32C.checksum(bytes)
    for shift in [0, 8, 16, 24] as [UInt32] { bytes.append(UInt8(checksum >> shift & 255)) }
    return bytes
  }

  private func header(
    size: String = "32", channels: String = "[16,32,64]", hidden: String = "128",
    labels: String = #"["circle","none"]"#, temperature: String = "4096"
  ) -> String {
    #"{"labels":\#(labels),"input_size":\#(size),"channels":\#(channels),"hidden":\#(hidden),"#
      + #""temperatures":{"pen_down":4096,"pen_up":\#(temperature)},"name":"x"}"#
  }

  @Test func `hostile headers are refused before memory is taken for them`() {
    let headers = [
      "", "[]", "{}", "nonsense", header(size: "1e9"), header(size: "33"), header(size: "0"),
      header(size: "-32"), header(channels: "[16,32]"), header(channels: "[16,32,1000000000]"),
      header(channels: #"["a",1,1]"#), header(hidden: "1e15"), header(hidden: "0"),
      header(labels: "[]"), header(labels: #"["none"]"#), header(labels: "[1,2]"),
      header(labels: #"["circle","circle","none"]"#), header(temperature: "0"),
      header(temperature: "1e9"),
      header(size: "128", channels: "[256,256,256]", hidden: "1024"),
    ]
    for header in headers {
      #expect(throws: ModelError.self, "\(header)") { try Model(bytes: file(header: header)) }
    }
    // Right in itself, but what it announces is not there, or is all zero.
    #expect(throws: ModelError.self) { try Model(bytes: file(header: header())) }
    let weights = 9 * (2 * 16 + 16 * 32 + 32 * 64) + 1_024 * 128 + 128 * 2
    let body = weights + 8 * (16 + 32 + 64 + 128 + 2)
    #expect(throws: ModelError.network("a multiplier of layer 0 is 0, not above 0")) {
      try Model(bytes: file(header: header(), body: body))
    }
  }

  @Test func `what is no model is called so`() {
    #expect(throws: ModelError.notAModel) { try Model(bytes: [UInt8](repeating: 7, count: 99)) }
    #expect(throws: ModelError.length(expected: 20, found: 0)) { try Model(bytes: []) }
    var bytes = file(header: header())
    bytes[8] = 2
    #expect(throws: ModelError.unknownVersion(2)) { try Model(bytes: bytes) }
  }

  @Test func `labels are names of shapes, each once, and end with none`() throws {
    try Labels.check(["circle", "none"])
    try Labels.check((1..<64).map { "shape-\($0)" } + ["none"])
    let wrong = [
      [], ["none"], ["circle", "square"], ["none", "circle"], ["Circle", "none"],
      ["circle", "circle", "none"], ["none", "none"], ["", "none"],
      (1...64).map { "shape-\($0)" } + ["none"],
    ]
    for labels in wrong {
      #expect(throws: ModelError.self, "\(labels)") { try Labels.check(labels) }
    }
  }

  @Test func `numbers that could overflow a sum are refused`() throws {
    let network = try RandomNetwork.make(
      inputSize: 16, channels: [2, 3, 4], hidden: 5, classes: 3)
    func replacing(_ change: (Layer) -> Layer) throws -> Network {
      try Network(inputSize: 16, layers: [change(network.layers[0])] + network.layers[1...])
    }
    #expect(throws: ModelError.self) {
      try replacing {
        Layer(weights: [-128] + $0.weights[1...], bias: $0.bias, multipliers: $0.multipliers)
      }
    }
    #expect(throws: ModelError.self) {
      try replacing {
        Layer(weights: $0.weights, bias: [.min] + $0.bias[1...], multipliers: $0.multipliers)
      }
    }
    #expect(throws: ModelError.self) {
      try replacing {
        Layer(weights: $0.weights, bias: $0.bias, multipliers: [0] + $0.multipliers[1...])
      }
    }
    #expect(throws: ModelError.self) {
      try replacing {
        Layer(weights: $0.weights + [0], bias: $0.bias, multipliers: $0.multipliers)
      }
    }
  }
}
