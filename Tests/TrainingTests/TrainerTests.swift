import Ink
import Recognition
import Testing

@testable import Training

@Suite struct TrainerTests {
  @Test func `threads do not change a byte of the model`() throws {
    let models = try [1, 2, 3].map { threads in
      let trainer = try TinyTraining.trainer(threads: threads)
      try trainer.run()
      return try TinyTraining.model(trainer).bytes
    }
    #expect(models[0] == models[1] && models[0] == models[2])
    var options = TinyTraining.options
    options.seed = 8
    let other = try TinyTraining.trainer(options)
    try other.run()
    #expect(try TinyTraining.model(other).bytes != models[0])
  }

  @Test func `the loss falls, and progress says how far it is`() throws {
    var options = TinyTraining.options
    options.epochs = 12
    let trainer = try TinyTraining.trainer(options)
    var losses: [Double] = []
    var judgements = 0
    try trainer.run { progress in
      // Once more after each look at the drawings set aside.
      if progress.isJudged { judgements += 1 } else { losses.append(progress.loss) }
      #expect(progress.step == losses.count)
    }
    #expect(judgements == 12)
    #expect(losses.count == trainer.progress.steps)
    #expect(losses.last! < 0.7 * losses[0])
    #expect(trainer.progress.epoch == 12 && trainer.progress.secondsLeft == 0)
    #expect(trainer.progress.validationAccuracy! > 0.5)
  }

  @Test func `a loss that is no number ends the training and keeps what was good`() throws {
    var options = TinyTraining.options
    options.learningRate = 1e9
    let trainer = try TinyTraining.trainer(options)
    let start = trainer.checkpoint
    do {
      try trainer.run()
      Issue.record("It went on.")
    } catch let error as TrainingError {
      guard case .notFinite(let step) = error else { throw error }
      #expect(1...trainer.progress.steps ~= step)
      #expect(error.description.contains("step \(step)"))
    }
    #expect(trainer.checkpoint == start)
    #expect(trainer.step == 0)
    _ = try TinyTraining.model(trainer)
  }

  @Test func `no drawings, or one class, are no training`() throws {
    let nothing = Examples(labels: TinyTraining.labels, drawings: [])
    var options = TinyTraining.options
    options.syntheticShare = 0
    #expect(throws: TrainingError.noDrawings) {
      try Trainer(nothing, validation: nothing, options: options, threads: 1)
    }
    var circles = nothing
    circles.append(class: 0, person: 1, number: 0)
    #expect(throws: TrainingError.oneClass("circle")) {
      try Trainer(circles, validation: nothing, options: options, threads: 1)
    }
    // Made-up drawings are enough.
    options.syntheticShare = 0.5
    _ = try Trainer(nothing, validation: nothing, options: options, threads: 1)
  }

  @Test func `what reading throws ends the training, as does being told to stop`() throws {
    struct Unreadable: Error {}
    var broken = Examples(labels: TinyTraining.labels) { _ in throw Unreadable() }
    for number in 0..<8 as Range<UInt64> {
      broken.append(class: Int(number % 2), person: number, number: number)
    }
    let trainer = try Trainer(
      broken, validation: broken, options: TinyTraining.options, threads: 1)
    #expect(throws: Unreadable.self) { try trainer.run() }
    let stopped = try TinyTraining.trainer()
    #expect(throws: TrainingError.cancelled) { try stopped.run(shouldStop: { stopped.step == 2 }) }
    #expect(stopped.step == 2)
  }

  @Test func `a model that is gone on from says the same before anything is learnt`() throws {
    let trainer = try TinyTraining.trainer()
    try trainer.run()
    let model = try TinyTraining.model(trainer)
    // One more class, the others in another order.
    let labels = ["triangle", "star", "circle", Examples.none]
    let more = TinyTraining.people(6, labels: labels)
    let next = try Trainer(
      more, validation: more, options: TinyTraining.options, base: model, threads: 1)
    var agreeing = 0
    var recognizer = Recognizer(model: model)
    try Logits.of(more, learner: next.learner, options: TinyTraining.options) { place, logits in
      let kept = [logits[2], logits[0], logits[3]]
      let ink = try! more.read([more.numbers[place]])[0]
      recognizer.reset()
      recognizer.classify(ink, isFinished: true)
      for (one, other) in zip(kept, recognizer.logits) {
        #expect(abs(Double(one) - Double(other) / 1_024) < 0.25)
      }
      let best = kept.indices.max { kept[$0] < kept[$1] }
      let said = recognizer.logits.indices.max { recognizer.logits[$0] < recognizer.logits[$1] }
      agreeing += best == said ? 1 : 0
    }
    #expect(agreeing >= more.count - 1)
  }
}
