import Foundation
import Ink
import Recognition
import Testing
import Training

/// A network of the usual shape with any numbers.
func randomModel(seed: UInt64) throws -> Model {
  var random = SplitMix64(seed: seed)
  let sizes = [(18, 16), (144, 32), (288, 64), (1_024, 128), (128, 6)]
  let layers = sizes.map { inputs, outputs in
    let scale = Double(1 << 28) / (Double(inputs).squareRoot() * 50)
    return Layer(
      weights: (0..<inputs * outputs).map { _ in Int8(random.index(255) - 127) },
      bias: (0..<outputs).map { _ in Int32(random.index(20_001) - 10_000) },
      multipliers: (0..<outputs).map { _ in Int32(scale * random.uniform(0.2...2)) })
  }
  return try Model(
    labels: ["line", "circle", "square", "triangle", "heart", "none"],
    network: Network(inputSize: 32, layers: layers),
    temperatures: Temperatures(penDown: 3_001, penUp: 5_003), name: "any",
    created: "2026-11-24T12:00:00Z", figures: [.init(name: "accuracy", value: .number(0.987654))])
}

@Test func `a model read from its ONNX file is the same to the bit`() throws {
  let model = try randomModel(seed: 1)
  #expect(try Model(onnx: model.onnx).bytes == model.bytes)
}

@Test func `an ONNX file cut short is refused`() throws {
  let bytes = try randomModel(seed: 2).onnx
  for length in [0, 1, 7, 100, bytes.count / 2, bytes.count - 1] {
    #expect(throws: ONNXError.self) { try Model(onnx: Array(bytes.prefix(length))) }
  }
}

@Test func `no flipped bit brings the reader down, and what it accepts it can write`() throws {
  let model = try randomModel(seed: 3)
  let bytes = try model.onnx
  var random = SplitMix64(seed: 3)
  for turn in 0..<60 {
    var changed = bytes
    // Half of them where names and structure stand, not weights.
    let place = turn % 2 == 0 ? random.index(bytes.count) : bytes.count - 1 - random.index(4_000)
    changed[place] ^= 1 << UInt8(random.index(8))
    // A weight can be another weight; anything else is found.
    if let read = try? Model(onnx: changed) {
      #expect(try Model(onnx: read.onnx).bytes == read.bytes)
    }
  }
}

@Test func `somebody else's ONNX file is refused with the reason`() throws {
  // ModelProto: IR version 8, producer "other", an empty graph named "g".
  let bytes: [UInt8] = [8, 8, 18, 5, 111, 116, 104, 101, 114, 58, 3, 18, 1, 103]
  #expect {
    try Model(onnx: bytes)
  } throws: { error in
    "\(error)".hasPrefix("This ONNX file was not made by inkling;")
  }
}

/// onnxruntime on this machine, if there is one.
private let hasRuntime = run("python3", ["-c", "import onnxruntime, numpy"])?.status == 0

private func run(_ command: String, _ arguments: [String]) -> (status: Int32, output: String)? {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [command] + arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  guard (try? process.run()) != nil else { return nil }
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

@Test(.enabled(if: hasRuntime, "no onnxruntime for python3"), arguments: [4, 5] as [UInt64])
func `onnxruntime computes the same integers`(seed: UInt64) throws {
  let model = try randomModel(seed: seed)
  var recognizer = Recognizer(model: model)
  var random = SplitMix64(seed: seed)
  var file = ImageFile(size: 32, classes: 6)
  for index in 0..<200 {
    let pixels = (0..<1_024).map { _ in
      random.chance(0.5) ? 0 : random.chance(0.5) ? 127 : UInt8(random.index(128))
    }
    recognizer.classify(pixels: pixels, isFinished: index % 2 == 0)
    let multiplier: Int64 = index % 2 == 0 ? 5_003 : 3_001
    file.append(
      pixels: pixels, label: index % 6, isPenUp: index % 2 == 0,
      logits: recognizer.logits.map { ($0 * multiplier + 1 << 11) >> 12 })
  }
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID())")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let (onnx, images) = (folder.appendingPathComponent("m.onnx"), folder.appendingPathComponent("i"))
  try Data(model.onnx).write(to: onnx)
  try Data(file.bytes).write(to: images)
  let script = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Sources/InklingBench/peers/onnx_check.py")
  let result = try #require(run("python3", [script.path, onnx.path, images.path]))
  #expect(result.status == 0, "\(result.output)")
  #expect(result.output.contains("equal to the bit"))
}
