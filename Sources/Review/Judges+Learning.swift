import Ink
public import Recognition
public import Training

extension Judges {
  /// With fewer drawings of a shape nobody can be told to be wrong about it.
  fileprivate static let fewestDrawings = 20

  /// Learns for each part of the people from all others, quickly.
  ///
  /// - Parameters:
  ///   - examples: everybody's drawings, some thousands of each shape.
  ///   - base: what to begin with; it has seen no drawing of these people.
  ///   - presentations: how many drawings each of the models is shown, about.
  ///   - report: how much is done, 0 ... 1.
  /// - Throws: `TrainingError.cancelled`, and what reading throws.
  public static func learnt(
    from examples: Examples, base: Model?, presentations: Int = 12_000, seed: UInt64, threads: Int,
    report: (Double) -> Void = { _ in }, isCancelled: () -> Bool = { false }
  ) throws -> Judges {
    let models = try (0..<folds).map { fold -> Model? in
      defer { report(Double(fold + 1) / Double(folds)) }
      let others = examples.without(fold)
      // Too little to improve on what is there.
      if others.training.count < fewestDrawings { return base }
      do {
        let trainer = try Trainer(
          others.training, validation: Examples(labels: others.training.labels, drawings: []),
          options: options(
            others.training.labels.count, presentations, seed: seed &+ UInt64(fold)),
          base: base, threads: threads)
        try trainer.run(
          report: { progress in
            let done = Double(progress.step) / Double(max(progress.steps, 1))
            report((Double(fold) + done) / Double(folds))
          }, shouldStop: isCancelled)
        let calibration =
          others.aside.count >= 100
          ? others.aside : Examples.madeUp(labels: others.training.labels, each: 200, seed: seed)
        return try trainer.model(name: "judge", created: nil, calibration: calibration)
      } catch TrainingError.noDrawings, TrainingError.oneClass {
        return base
      }
    }
    return Judges(models)
  }

  private static func options(
    _ labels: Int, _ presentations: Int, seed: UInt64
  ) -> TrainingOptions {
    var options = TrainingOptions()
    options.presentations = presentations
    // Two epochs at least; none is shown half again as often as a shape.
    options.capPerClass = max(presentations / 2 / labels, 100)
    options.seed = seed
    return options
  }
}

extension Examples {
  /// Those by people outside a part: to learn from, and a tenth of the people to calibrate by.
  /// Shapes with too few of them are left out.
  fileprivate func without(_ fold: Int) -> (training: Examples, aside: Examples) {
    let places = people.indices.filter { Judges.fold(of: people[$0]) != fold }
    var counts = [Int](repeating: 0, count: labels.count)
    for place in places { counts[Int(classes[place])] += 1 }
    let known = labels.dropLast().indices.filter {
      counts[$0] >= Judges.fewestDrawings || SyntheticShape(rawValue: labels[$0]) != nil
    }
    let names = known.map { labels[$0] } + [Examples.none]
    guard names.count > 1 else { return (self.picked([]), self.picked([])) }
    var training = Examples(labels: names, read: read)
    var aside = training
    for place in places {
      guard let index = known.firstIndex(of: Int(classes[place])) else { continue }
      var mixer = SplitMix64(seed: people[place] ^ 0xa51de)
      let person = people[place]
      if mixer.next() % 10 == 0 {
        aside.append(class: index, person: person, number: numbers[place])
      } else {
        training.append(class: index, person: person, number: numbers[place])
      }
    }
    return (training, aside)
  }
}
