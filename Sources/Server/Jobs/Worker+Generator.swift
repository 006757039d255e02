import Storage

extension Worker {
  /// Learns to draw from what a model has just learnt from. Where it cannot, the model stays without:
  /// the generator that the program ships with draws then.
  func learnToDraw(_ training: @escaping GeneratorTraining, besideModel version: String) {
    let work = LongWork<[UInt8]?>()
    work.start("generator") { try training { work.asksToStop } }
    var outcome: Result<[UInt8]?, any Error>?
    while outcome == nil {
      outcome = work.wait(seconds: Self.glance)
      if isStopping { work.askToStop() }
    }
    do {
      guard let generator = try outcome?.get() else { return }
      try store.models.keep(generator: generator, besideModel: version)
      log.notice("learnt to draw", metadata: ["model": "\(version)"])
    } catch TrainingStop.cancelled {
      log.notice("gave up learning to draw", metadata: ["model": "\(version)"])
    } catch {
      log.error(
        "cannot learn to draw", metadata: ["model": "\(version)", "reason": "\(error)"])
    }
  }
}
