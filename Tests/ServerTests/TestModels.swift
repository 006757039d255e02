import Foundation
import Ink
import Recognition
import Storage

/// Small models of random weights: what they say makes no sense, but it is always the same.
enum TestModels {
  static let labels = ["line", "circle", "square", "triangle", "heart", "none"]

  static func make(
    seed: UInt64, size: Int = 16, labels: [String] = TestModels.labels
  ) throws -> Model {
    var random = SplitMix64(seed: seed)
    let (channels, hidden, classes) = ([4, 4, 8], 16, labels.count)
    let inputs = [18, 36, 36, (size / 8) * (size / 8) * 8, hidden]
    let outputs = channels + [hidden, classes]
    let layers = zip(inputs, outputs).map { inputs, outputs in
      let scale = Double(1 << 28) / (Double(inputs).squareRoot() * 50)
      return Layer(
        weights: (0..<inputs * outputs).map { _ in Int8(random.index(255) - 127) },
        bias: (0..<outputs).map { _ in Int32(random.index(20_001) - 10_000) },
        multipliers: (0..<outputs).map { _ in Int32(scale * random.uniform(0.2...2)) })
    }
    return try Model(
      labels: labels, network: Network(inputSize: size, layers: layers), name: "random \(seed)",
      created: "2026-01-02T03:04:05Z", figures: [.init(name: "accuracy", value: .number(0.5))])
  }

  static func row(_ version: String, _ model: Model) -> NewModel {
    NewModel(
      version: version, bytes: model.bytes, labels: "[]", data: "{}", config: "{}",
      metrics: #"{"accuracy":0.75,"classes":[{"shape":"circle","precision":0.5,"recall":0.25}]}"#,
      seed: 1, codeVersion: "test")
  }

  /// What a model says in the text of an answer.
  static func shares(_ model: Model, _ ink: Strokes, isFinished: Bool) -> [String: Double] {
    var classifier = Classifier(model: model)
    var raster = InkRaster(size: model.inputSize)
    classifier.classify(ink, in: &raster, isFinished: isFinished)
    let shares = classifier.guesses.shares
    return Dictionary(
      uniqueKeysWithValues: zip(model.labels, shares.map { Double($0) / 10_000 }))
  }
}

extension JSON {
  /// `guesses` of an answer by shape.
  var sharesByShape: [String: Double] {
    var shares: [String: Double] = [:]
    for guess in self["guesses"]?.array ?? [] {
      shares[guess["shape"]?.string ?? ""] = guess["confidence"]?.number
    }
    return shares
  }
}
