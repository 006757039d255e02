import Recognition

/// The recogniser as one file of source without dependencies: ink in, answer out, the weights and a
/// self-check inside.
struct RecognizerFile {
  let model: Model
  private let vectors: TestVectors
  private let numbers: PackedNumbers

  init(_ model: Model) {
    self.model = model
    vectors = TestVectors(model)
    numbers = PackedNumbers(model.network)
  }

  var javaScript: [UInt8] {
    let vectors = vectors.all.map { vector in
      let strokes = vector.strokes.map { "[\(Self.list($0))]" }
      return "{ finished: \(vector.isFinished), strokes: [\(strokes.joined(separator: ", "))], "
        + "logits: [\(Self.list(vector.logits))] },"
    }
    let shapes = shapes.map { "[\($0.inputs), \($0.outputs)]" }.joined(separator: ", ")
    let model =
      [
        "labels: [\(quotedLabels)],",
        "size: \(model.inputSize),",
        "penUp: \(model.temperatures.penUp),",
        "penDown: \(model.temperatures.penDown),",
        "/** @type {[number, number][]} inputs and outputs of the layers */",
        "shapes: [\(shapes)],",
        "numbers: [",
      ] + quotedNumbers + ["],"]
    return Template(PackageResources.recognizer_js)
      .filled(["about": about, "vectors": vectors, "model": model])
  }

  var c: [UInt8] {
    let channels = model.network.channels
    let sizes = [
      ("SIZE", model.inputSize), ("CHANNELS_1", channels[0]), ("CHANNELS_2", channels[1]),
      ("CHANNELS_3", channels[2]), ("HIDDEN", model.network.hidden),
      ("CLASSES", model.labels.count), ("PEN_UP", Int(model.temperatures.penUp)),
      ("PEN_DOWN", Int(model.temperatures.penDown)),
    ].map { "#define INKLING_\($0) \($1)" }
    let vectors = vectors.all.map { vector in
      "{\(vector.isFinished ? 1 : 0), \(vector.strokes.count), "
        + "{\(Self.list(vector.strokes.map { $0.count / 2 }))}, "
        + "{\(Self.list(vector.strokes.flatMap { $0 }))}, {\(Self.list(vector.logits))}},"
    }
    return Template(PackageResources.recognizer_c)
      .filled([
        "about": about, "sizes": sizes, "vectors": vectors, "labels": [quotedLabels],
        "numbers": quotedNumbers + ["NULL,"],
      ])
  }

  var swift: [UInt8] {
    let vectors = vectors.all.map { vector in
      let strokes = vector.strokes.map { "[\(Self.list($0))]" }
      return "TestVector(isFinished: \(vector.isFinished), "
        + "strokes: [\(strokes.joined(separator: ", "))], logits: [\(Self.list(vector.logits))]),"
    }
    let shapes = shapes.map { "(\($0.inputs), \($0.outputs))" }.joined(separator: ", ")
    let model =
      [
        "static let labels = [\(quotedLabels)]",
        "static let size = \(model.inputSize)",
        "static let penUp: Int64 = \(model.temperatures.penUp)",
        "static let penDown: Int64 = \(model.temperatures.penDown)",
        "static let shapes: [(inputs: Int, outputs: Int)] = [\(shapes)]",
        "static let numbers: StaticString = \"\"\"",
      ] + numbers.lines.map { "  \($0)" } + ["  \"\"\""]
    return Template(PackageResources.recognizer_swift)
      .filled(["about": about, "vectors": vectors, "model": model])
  }

  /// Which model it is, in lines of comment.
  private var about: [String] {
    // A name may be anything; here it stays on its line.
    let name = String(model.name.filter { $0 >= " " && !$0.isNewline && $0.isASCII })
    return [
      "// Model: \(name)\(model.created.map { ", \($0.filter { $0 > " " && $0.isASCII })" } ?? "").",
      "// Knows: \(model.labels.joined(separator: ", ")).",
    ]
  }

  /// Labels hold nothing that would have to be escaped.
  private var quotedLabels: String {
    model.labels.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  private var quotedNumbers: [String] { numbers.lines.map { "\"\($0)\"," } }

  private var shapes: [(inputs: Int, outputs: Int)] {
    model.network.layers.map { ($0.weights.count / $0.outputs, $0.outputs) }
  }

  private static func list(_ numbers: [some BinaryInteger]) -> String {
    numbers.map { "\($0)" }.joined(separator: ",")
  }
}
