import Foundation
import Ink
import Recognition
import Testing

@testable import Training

@Suite struct ExportTests {
  /// Reads what `WeightCoder` wrote, as the one-file recognisers do.
  private func decoded(_ bytes: [UInt8], count: Int) -> (weights: [Int8], length: Int) {
    var place = 2
    var (starts, counts, kinds) = ([UInt32](), [UInt32](), [Int]())
    for kind in 0..<Int(bytes[1]) {
      var frequency = UInt32(bytes[place])
      place += 1
      if frequency >= 128 {
        frequency = frequency & 127 | UInt32(bytes[place]) << 7
        place += 1
      }
      starts.append(UInt32(kinds.count))
      counts.append(frequency)
      kinds += Array(repeating: kind, count: Int(frequency))
    }
    #expect(kinds.count == 4_096)
    var state = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[place + $1]) << UInt32(8 * $1) }
    place += 4
    let weights = (0..<count).map { _ in
      let kind = kinds[Int(state & 4_095)]
      state = counts[kind] * (state >> 12) + (state & 4_095) - starts[kind]
      while state < 1 << 23 {
        state = state << 8 | UInt32(bytes[place])
        place += 1
      }
      return Int8(Int(Int8(bitPattern: bytes[0])) + kind)
    }
    return (weights, place)
  }

  @Test(arguments: [0, 1, 2, 3, 4, 5])
  func `coded weights are read as they were, from hardly more bytes than they need`(
    kind: Int
  ) throws {
    var random = SplitMix64(seed: UInt64(kind))
    let weights: [Int8] = (0..<20_000).map { index in
      switch kind {
      case 0: 7
      case 1: Int8(random.index(255) - 127)
      case 2: index % 5_000 == 0 ? -127 : 127
      case 3: Int8((0..<6).reduce(0) { sum, _ in sum + random.index(11) - 5 })
      case 4: random.chance(0.99) ? 0 : Int8(random.index(255) - 127)
      default: Int8(random.index(2) * 127)
      }
    }
    let bytes = WeightCoder(weights).encode(weights)
    let read = decoded(bytes, count: weights.count)
    #expect(read.weights == weights)
    #expect(read.length == bytes.count)
    var counts: [Int8: Double] = [:]
    for weight in weights { counts[weight, default: 0] += 1 }
    let bits = counts.values.reduce(0) { $0 + $1 * log2(20_000 / $1) }
    // The table takes two bytes for a weight at most, the state four.
    #expect(Double(bytes.count) < bits / 8 * 1.02 + 520)
  }

  @Test func `base 85 has no character that a string minds`() {
    let bytes = (0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
    let text = PackedNumbers.base85(bytes + [255, 255, 255, 255, 0, 0, 0, 0])
    #expect(text.count == 5_010)
    for character in text {
      #expect(35...121 ~= character && character != 63 && character != 92)
    }
    #expect(Array(text.suffix(5)) == Array("#####".utf8))
  }

  @Test func `a safetensors file holds every number where its header says`() throws {
    let model = try randomModel(seed: 6)
    let file = model.safetensors
    let length = (0..<8).reduce(0) { $0 | Int(file[$1]) << (8 * $1) }
    #expect(length % 8 == 0)
    let header = try JSON(parsing: Array(file[8..<8 + length]))
    let metadata = try #require(header["__metadata__"])
    #expect(metadata["labels"]?.string == #"["line","circle","square","triangle","heart","none"]"#)
    #expect(metadata["pen_down"]?.string == "3001")
    #expect(metadata["pen_up"]?.string == "5003")
    let names = ["conv1", "conv2", "conv3", "dense1", "dense2"]
    #expect(header.object?.count == 1 + 3 * names.count)
    var covered = 0
    for (name, layer) in zip(names, model.network.layers) {
      func bytes(_ part: String, _ type: String) throws -> ArraySlice<UInt8> {
        let entry = try #require(header["\(name).\(part)"])
        #expect(entry["dtype"]?.string == type)
        let ends = try #require(entry["data_offsets"]?.array).map { $0.integer ?? -1 }
        let shape = try #require(entry["shape"]?.array).map { $0.integer ?? -1 }
        let size = shape.reduce(type == "I8" ? 1 : 4, *)
        #expect(size == ends[1] - ends[0])
        #expect(ends[0] == covered)
        covered = ends[1]
        return file[8 + length + ends[0]..<8 + length + ends[1]]
      }
      for (part, values) in [("bias", layer.bias), ("multipliers", layer.multipliers)] {
        let little = values.flatMap { value in
          (0..<4).map { UInt8(truncatingIfNeeded: value >> Int32(8 * $0)) }
        }
        let found = Array(try bytes(part, "I32"))
        #expect(found == little)
      }
      let weights = try bytes("weights", "I8").map { Int8(bitPattern: $0) }
      #expect(weights == layer.weights)
    }
    #expect(file.count == 8 + length + covered)
  }

  @Test func `what a model is called stays in its comment`() throws {
    let plain = try randomModel(seed: 7)
    let model = try Model(
      labels: plain.labels, network: plain.network, name: "*/\nlet x = 1\r\u{2028}// @model")
    for format in [ModelFormat.js, .c, .swift] {
      let text = String(decoding: try format.file(of: model), as: UTF8.self)
      let lines = text.split { $0.isNewline }
      #expect(lines.filter { $0.contains("let x = 1") }.allSatisfy { $0.hasPrefix("// Model: ") })
      #expect(!lines.contains { $0.drop { $0 == " " }.hasPrefix("// @") })
    }
  }

  @Test func `the hidden layer of what is learnt has 31 steps`() throws {
    let trainer = try TinyTraining.trainer()
    try trainer.run()
    let layers = try TinyTraining.model(trainer).network.layers
    #expect(layers[3].weights.map(\.magnitude).max() == 15)
    #expect(layers[2].weights.map(\.magnitude).max() == 127)
  }
}
