import Ink
import Recognition
import Testing

@testable import Training

@Suite struct CheckpointTests {
  @Test func `a training stopped anywhere and gone on with gives the same model`() throws {
    let whole = try TinyTraining.trainer()
    try whole.run()
    let expected = try TinyTraining.model(whole).bytes
    let steps = whole.step
    let perEpoch = steps / 5
    // In mid-epoch, at its end before the held-out drawings are looked at, just before rounding, at
    // its start and at the very end.
    for stop in [
      0, 1, perEpoch, perEpoch * 2 + 1, steps * 3 / 4 - 1, steps * 3 / 4, steps - 1, steps,
    ] {
      let first = try TinyTraining.trainer(threads: 2)
      if stop > 0 {
        #expect(throws: TrainingError.cancelled) {
          try first.run(shouldStop: { first.step == stop })
        }
      }
      let second = try TinyTraining.trainer(resuming: first.checkpoint)
      #expect(second.step == stop && second.checkpoint == first.checkpoint)
      try second.run()
      #expect(try TinyTraining.model(second).bytes == expected, "stopped after \(stop)")
      #expect(second.progress.validationAccuracy == whole.progress.validationAccuracy)
      // The same trainer can go on as well.
      try first.run()
      #expect(try TinyTraining.model(first).bytes == expected, "stopped after \(stop)")
    }
  }

  @Test func `patience survives a stop`() throws {
    var options = TinyTraining.options
    options.epochs = 40
    options.patience = 2
    // It learns nothing, so it ends soon.
    options.learningRate = 1e-9
    let whole = try TinyTraining.trainer(options)
    try whole.run()
    #expect(whole.step < whole.progress.epochs * 5)
    for stop in [1, whole.step / 2, whole.step - 1] {
      let first = try TinyTraining.trainer(options)
      #expect(throws: TrainingError.cancelled) { try first.run(shouldStop: { first.step == stop }) }
      let second = try TinyTraining.trainer(options, resuming: first.checkpoint)
      try second.run()
      #expect(second.step == whole.step)
      #expect(try TinyTraining.model(second).bytes == TinyTraining.model(whole).bytes)
    }
  }

  @Test func `a damaged checkpoint is refused`() throws {
    let bytes = try TinyTraining.trainer().checkpoint
    func isRefused(_ bytes: [UInt8]) -> Bool {
      do {
        _ = try TinyTraining.trainer(resuming: bytes)
        return false
      } catch TrainingError.damagedCheckpoint { return true } catch { return false }
    }
    for place in [0, 7, 8, 12, 15, 16, 40, 200, bytes.count / 2, bytes.count - 1] {
      var damaged = bytes
      damaged[place] ^= 4
      #expect(isRefused(damaged), "byte \(place)")
    }
    for length in [0, 7, 50, bytes.count - 1] { #expect(isRefused(Array(bytes[..<length]))) }
    #expect(isRefused(bytes + [0]))
    var options = TinyTraining.options
    options.inputSize = 64
    #expect(throws: TrainingError.self) { try TinyTraining.trainer(options, resuming: bytes) }
  }

  @Test func `a checkpoint of other options, drawings or labels is refused`() throws {
    let bytes = try TinyTraining.trainer().checkpoint
    var others = [TrainingOptions](repeating: TinyTraining.options, count: 3)
    others[0].seed = 1
    others[1].learningRate = 1e-4
    others[2].augmentation.bend = 0
    for options in others {
      #expect(throws: TrainingError.foreignCheckpoint) {
        try TinyTraining.trainer(options, resuming: bytes)
      }
    }
    let labels = ["square", "triangle", Examples.none]
    for training in [TinyTraining.people(11), TinyTraining.people(12, labels: labels)] {
      #expect(throws: TrainingError.foreignCheckpoint) {
        try Trainer(
          training, validation: TinyTraining.validation, options: TinyTraining.options, threads: 1,
          resuming: bytes)
      }
    }
  }
}
