import Ink
import Recognition
import Testing

@testable import Training

@Suite struct RoundingTests {
  @Test func `the model of whole numbers decides as the rounded network does`() throws {
    var options = TinyTraining.options
    options.epochs = 40
    let trainer = try TinyTraining.trainer(options, threads: 2)
    try trainer.run()
    let model = try TinyTraining.model(trainer)
    let examples = TinyTraining.people(60, first: 200)
    let inks = try examples.read(examples.numbers)

    var recognizer = Recognizer(model: model)
    var (agreeing, right, exactRight, farthest) = (0, 0, 0, 0.0)
    func best<Number: Comparable>(_ row: [Number]) -> Int {
      row.indices.max { row[$0] < row[$1] }!
    }
    try Logits.of(examples, learner: trainer.learner, options: options) { place, row in
      recognizer.reset()
      recognizer.classify(inks[place], isFinished: true)
      let whole = recognizer.logits.map { Double($0) / 1_024 }
      farthest = zip(row, whole).reduce(farthest) { max($0, abs(Double($1.0) - $1.1)) }
      agreeing += best(row) == best(whole) ? 1 : 0
      right += best(whole) == Int(examples.classes[place]) ? 1 : 0
    }
    // The same weights without rounding.
    let parameters = trainer.learner.parameters
    let exact = Learner(
      parameters: Parameters(shape: parameters.shape, seed: 1), batchSize: 16, threads: 1)
    exact.restore(
      step: 0, weights: parameters.weights.values, means: parameters.mean.values,
      variances: parameters.variance.values, activationSteps: ActivationSteps(), weightSteps: nil)
    try Logits.of(examples, learner: exact, options: options) { place, row in
      exactRight += best(row) == Int(examples.classes[place]) ? 1 : 0
    }
    #expect(agreeing >= examples.count - 2, "\(agreeing) of \(examples.count)")
    #expect(farthest < 0.3, "logits differ by up to \(farthest)")
    #expect(abs(right - exactRight) * 50 <= examples.count, "\(right) right, exactly \(exactRight)")
    #expect(right * 10 > examples.count * 7, "\(right) of \(examples.count)")
  }

  @Test func `a model that is twice as sure gets twice the temperature`() throws {
    let trainer = try TinyTraining.trainer()
    try trainer.run()
    let model = try TinyTraining.model(trainer)
    var layers = model.network.layers
    let last = layers[4]
    layers[4] = Layer(
      weights: last.weights, bias: last.bias, multipliers: last.multipliers.map { $0 * 2 })
    let surer = try Model(
      labels: model.labels, network: Network(inputSize: 32, layers: layers), name: "surer")
    // Some drawings are not what they are called, so that there is a right temperature.
    let drawn = TinyTraining.people(40, first: 300)
    var examples = Examples(labels: drawn.labels, read: drawn.read)
    for place in 0..<drawn.count {
      let label = place % 4 == 0 ? (Int(drawn.classes[place]) + 1) % 3 : Int(drawn.classes[place])
      examples.append(class: label, person: drawn.people[place], number: drawn.numbers[place])
    }
    let plain = try Calibration(of: model, by: examples).temperatures
    let tempered = try Calibration(of: surer, by: examples).temperatures
    #expect(abs(Double(plain.penUp) / Double(tempered.penUp) - 2) < 0.02)
    #expect(abs(Double(plain.penDown) / Double(tempered.penDown) - 2) < 0.02)
    #expect(try Calibration(of: model, by: drawn.picked([0, 1])).temperatures.penUp == 4_096)
  }
}
