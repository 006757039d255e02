import CKernels
import Ink
public import Recognition

/// Trains a network on examples and made-up drawings, step by step.
///
/// What it does follows from the options, the examples and the seed; threads only make it faster.
public final class Trainer {
  public let labels: [String]
  let options: TrainingOptions
  let learner: Learner
  private let training, validation: Examples
  private let plan: Plan
  private var schedule: Schedule
  /// Of options, labels and examples.
  private let digest: UInt64

  /// The instruction set that this machine learns with.
  public static var fastestKernels: String { String(cString: ck_training(nil).pointee.name) }

  /// People's drawings that are learnt from.
  public var exampleCount: Int { training.count }
  /// Steps done.
  public private(set) var step = 0
  public private(set) var progress = Progress()
  private var bestValidation = (accuracy: 0.0, epoch: 0)
  /// The step after which the held-out drawings were last looked at.
  private var judgedAt = 0
  /// How it was a short while ago, when all was well.
  private var good = Checkpoint()
  private var started = ContinuousClock.now
  private var recent = (loss: 0.0, correct: 0.0, count: 0.0)

  /// - Parameters:
  ///   - training: may be empty when made-up drawings are shown.
  ///   - validation: people's drawings to choose by; may be empty.
  ///   - base: a model to go on from.
  ///   - threads: any number gives the same result.
  ///   - kernels: `baseline` gives the same result on every kind of processor, slowly; nil the
  ///     fastest of this machine.
  ///   - checkpoint: of a trainer with the same options, base and examples, to go on from there.
  /// - Throws: `TrainingError` when there is nothing to learn, the base does not fit, or the
  ///   checkpoint is damaged or of another training.
  public init(
    _ training: Examples, validation: Examples, options: TrainingOptions, base: Model? = nil,
    threads: Int, kernels: String? = nil, resuming checkpoint: [UInt8]? = nil
  ) throws {
    self.options = options
    self.training = training
    self.validation = validation
    digest = Checkpoint.digest(
      options: options, training: training, validation: validation, hasBase: base != nil)
    labels = training.labels
    let plan = Plan(training, options: options)
    self.plan = plan
    let present = training.labels.indices.dropLast().filter { label in
      training.classes.contains(UInt8(label)) || plan.synthetic[label] != nil
    }
    guard !present.isEmpty else { throw TrainingError.noDrawings }
    if present.count == 1 && labels.count > 2 || plan.epochSize == 0 {
      throw TrainingError.oneClass(labels[present[0]])
    }
    let shape = NetworkShape(inputSize: options.inputSize, classCount: labels.count)
    let parameters = Parameters(shape: shape, seed: options.seed)
    if let base { try parameters.adopt(base, labels: labels) }
    learner = Learner(
      parameters: parameters, batchSize: options.batchSize, threads: threads, kernels: kernels)
    let steps = plan.epochs * stepsPerEpoch(plan, options)
    // What is known already is only refined.
    schedule = Schedule(
      steps: steps, peak: Float(options.learningRate) * (base == nil ? 1 : 0.4))
    progress.epochs = plan.epochs
    progress.steps = steps
    if let checkpoint {
      let state = try Checkpoint(bytes: checkpoint, shape: shape)
      guard state.digest == digest else { throw TrainingError.foreignCheckpoint }
      restore(state)
    }
    good = state
  }

  /// Learns to the end.
  ///
  /// - Parameters:
  ///   - report: told of the progress after every step; keep it short.
  ///   - shouldStop: asked after every step.
  /// - Throws: `TrainingError.cancelled` when told to stop, `.notFinite` when the loss is none, and
  ///   what reading throws. `checkpoint` then still holds the state before the step.
  public func run(
    report: (Progress) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws {
    started = .now
    let first = step
    let perEpoch = stepsPerEpoch(plan, options)
    // Stopped just before it.
    if step > judgedAt, step % perEpoch == 0 || schedule.isOver(at: step) { _ = try judge() }
    progress.isJudged = false
    while !schedule.isOver(at: step) {
      let epoch = step / perEpoch
      let items = plan.items(ofEpoch: epoch)
      let feed = Feed(training, items: items, from: step % perEpoch * options.batchSize)
      while step / perEpoch == epoch && !schedule.isOver(at: step) {
        try learn(items, feed, from: (step % perEpoch) * options.batchSize)
        tell(since: first, epoch: epoch)
        report(progress)
        if shouldStop() { throw TrainingError.cancelled }
      }
      if try judge() {
        report(progress)
        progress.isJudged = false
      }
    }
    try keep()
  }

  private func learn(_ items: [Plan.Item], _ feed: Feed, from start: Int) throws {
    let range = start..<min(start + options.batchSize, items.count)
    try feed.load(range)
    if step % Self.keptEvery == 0 { try keep() }
    func prepare(_ index: Int, _ shard: Shard) {
      let first = range.lowerBound + index * Shard.size
      shard.count = max(min(range.upperBound - first, Shard.size), 0)
      for place in 0..<shard.count {
        present(
          items[first + place], feed.ink(at: first + place), number: first + place, shard, place)
      }
    }
    if schedule.rounds(at: step), learner.weightSteps == nil {
      // By this batch and not by the last, which a training that goes on has not seen.
      learner.forward(prepare)
      learner.startRounding()
    }
    let result = learner.learn(
      rate: schedule.rate(at: step), decay: Float(options.weightDecay), prepare)
    guard result.loss.isFinite else { throw failed(at: step + 1) }
    step += 1
    recent.loss = recent.loss * 0.97 + result.loss * Double(result.count)
    recent.correct = recent.correct * 0.97 + Double(result.correct)
    recent.count = recent.count * 0.97 + Double(result.count)
  }

  /// Makes one presentation an image.
  private func present(
    _ item: Plan.Item, _ ink: Strokes, number: Int, _ shard: Shard, _ place: Int
  ) {
    var mixer = SplitMix64(seed: options.seed ^ UInt64(step) << 20 ^ UInt64(number % 1_000_003))
    var random = SplitMix64(seed: mixer.next())
    var ink = ink
    if item.index < 0, let shape = plan.synthetic[Int(item.label)] {
      var synthesizer = Synthesizer(
        shape: shape, seed: options.seed &+ 0x5eed, first: UInt64(-1 - item.index))
      ink = synthesizer.next().ink
    }
    let varied = options.augmentation.vary(ink, anyWay: plan.hasNoWay[Int(item.label)], &random)
    var raster = InkRaster(size: options.inputSize)
    raster.draw(varied.ink)
    let area = options.inputSize * options.inputSize
    shard.images.replaceSubrange(place * area..<(place + 1) * area, with: raster.pixels)
    shard.isUp[place] = varied.isFinished
    shard.labels[place] = Int(item.label)
  }

  private func tell(since first: Int, epoch: Int) {
    progress.epoch = epoch + 1
    progress.step = step
    progress.steps = schedule.steps - schedule.remainder
    progress.loss = recent.loss / max(recent.count, 1)
    progress.accuracy = recent.correct / max(recent.count, 1)
    let seconds = (ContinuousClock.now - started) / .seconds(1)
    let done = Double(step - first)
    progress.imagesPerSecond = done * Double(options.batchSize) / max(seconds, 1e-9)
    progress.secondsLeft = Double(max(progress.steps - step, 0)) * seconds / max(done, 1)
  }

  /// Looks at the held-out drawings, and ends soon when nothing was gained for long.
  /// - Returns: whether there are any.
  private func judge() throws -> Bool {
    let epoch = (step - 1) / stepsPerEpoch(plan, options)
    judgedAt = step
    guard validation.count > 0 else { return false }
    var (correct, loss) = (0, 0.0)
    try Logits.of(validation, learner: learner, options: options) { place, row in
      let label = Int(validation.classes[place])
      let best = row.indices.max { row[$0] < row[$1] }
      if best == label { correct += 1 }
      loss += Logits.loss(row, label: label)
    }
    progress.validationLoss = loss / Double(validation.count)
    progress.isJudged = true
    let accuracy = Double(correct) / Double(validation.count)
    progress.validationAccuracy = accuracy
    if accuracy > bestValidation.accuracy { bestValidation = (accuracy, epoch) }
    if options.patience > 0, epoch - bestValidation.epoch >= options.patience,
      !schedule.rounds(at: step)
    {
      schedule.finishSoon(at: step)
    }
    return true
  }
}

/// Stopping and going on.
extension Trainer {
  /// Everything needed to go on from here: give it to `init(… resuming:)`. After `.notFinite` it is
  /// the last good state.
  public var checkpoint: [UInt8] { state.bytes }

  /// Steps between two looks whether all is well.
  private static let keptEvery = 200

  /// Remembers the state, when it is a good one. Max-pool and ReLU may hide from the loss that a
  /// weight is no number.
  private func keep() throws {
    guard learner.parameters.weights.isFinite, learner.parameters.variance.isFinite else {
      throw failed(at: step)
    }
    good = state
  }

  /// Back to what was good.
  private func failed(at step: Int) -> TrainingError {
    restore(good)
    return .notFinite(step: step)
  }

  private var state: Checkpoint {
    var state = Checkpoint()
    state.digest = digest
    state.step = step
    state.optimiserStep = learner.step
    state.skipped = schedule.remainder
    state.judgedAt = judgedAt
    (state.bestAccuracy, state.bestEpoch) = bestValidation
    state.validation = progress.validationAccuracy ?? .nan
    (state.recentLoss, state.recentCorrect, state.recentCount) = recent
    let parameters = learner.parameters
    state.weights = parameters.weights.values
    state.means = parameters.mean.values
    state.variances = parameters.variance.values
    let steps = learner.activationSteps
    state.activationSteps = [steps.first, steps.second, steps.third, steps.hidden]
    state.weightSteps = learner.weightSteps?.all ?? []
    return state
  }

  private func restore(_ state: Checkpoint) {
    step = state.step
    schedule.restore(skipped: state.skipped)
    judgedAt = state.judgedAt
    bestValidation = (state.bestAccuracy, state.bestEpoch)
    recent = (state.recentLoss, state.recentCorrect, state.recentCount)
    let steps = state.activationSteps
    learner.restore(
      step: state.optimiserStep, weights: state.weights, means: state.means,
      variances: state.variances,
      activationSteps: ActivationSteps(
        first: steps[0], second: steps[1], third: steps[2], hidden: steps[3]),
      weightSteps: state.weightSteps.isEmpty
        ? nil : WeightSteps(all: state.weightSteps, shape: learner.parameters.shape))
    progress.epoch = max(step - 1, 0) / stepsPerEpoch(plan, options) + 1
    progress.step = step
    progress.steps = schedule.steps - schedule.remainder
    progress.validationAccuracy = state.validation.isNaN ? nil : state.validation
    progress.loss = recent.loss / max(recent.count, 1)
    progress.accuracy = recent.correct / max(recent.count, 1)
  }
}

private func stepsPerEpoch(_ plan: Plan, _ options: TrainingOptions) -> Int {
  (plan.epochSize + options.batchSize - 1) / options.batchSize
}
