import CKernels
public import Generation
public import Ink

/// Learns to draw as the people do whose drawings it is given.
///
/// What comes out follows from options, drawings and seed; threads only make it faster.
public final class GeneratorTrainer {
  /// The shapes of which there are enough drawings.
  public let labels: [String]
  private let options: GeneratorOptions
  /// Drawings by shape.
  let drawings: [[InkFeatures]]
  /// Drawings that are learnt from.
  public var drawingCount: Int { drawings.reduce(0) { $0 + $1.count } }
  private let model: Autoencoder
  /// Steps done and to do, and the mean loss of the last ones.
  public private(set) var step = 0
  public let steps: Int
  public private(set) var loss = 0.0

  /// - Parameters:
  ///   - examples: those of `none` are left out.
  ///   - threads: any number gives the same result.
  ///   - kernels: `baseline` gives the same result on every kind of processor, slowly; nil the
  ///     fastest of this machine.
  ///   - shouldStop: asked while drawings are read.
  /// - Throws: `TrainingError.noDrawings` when no shape has enough, `.cancelled`, and what reading
  ///   throws.
  public init(
    _ examples: Examples, options: GeneratorOptions = GeneratorOptions(), threads: Int,
    kernels: String? = nil, shouldStop: () -> Bool = { false }
  ) throws {
    self.options = options
    let shapes = try GeneratorDrawings(examples, options: options, shouldStop: shouldStop).shapes
    guard !shapes.isEmpty else { throw TrainingError.noDrawings }
    labels = shapes.map(\.label)
    drawings = shapes.map(\.drawings)
    model = Autoencoder(
      shape: AutoencoderShape(
        shapes: shapes.count, codeSize: options.codeSize, hidden: options.hidden),
      seed: options.seed, threads: threads, kernels: kernels)
    model.begin(with: Self.means(of: drawings))
    steps = max(options.presentations / Autoencoder.batchSize, 1)
  }

  /// Each feature's mean over the drawings that have it.
  private static func means(of drawings: [[InkFeatures]]) -> [Float] {
    var sums = [Float](repeating: 0, count: Layout.features)
    var counts = sums
    for features in drawings.joined() {
      let weights = features.layout.importance
      for index in sums.indices where weights[index] > 0 {
        sums[index] += features.values[index]
        counts[index] += 1
      }
    }
    return zip(sums, counts).map { $0 / max($1, 1) }
  }

  /// Learns to the end.
  ///
  /// - Parameters:
  ///   - report: told after every step; keep it short.
  ///   - shouldStop: asked after every step.
  /// - Throws: `TrainingError.cancelled` when told to stop, `.notFinite` when the loss is none.
  public func run(
    report: (GeneratorTrainer) -> Void = { _ in }, shouldStop: () -> Bool = { false }
  ) throws {
    let schedule = Schedule(steps: steps, peak: Float(options.learningRate))
    while step < steps {
      let now = model.learn(rate: schedule.rate(at: step)) { [self] index, shard in
        prepare(index, shard)
      }
      step += 1
      guard now.isFinite else { throw TrainingError.notFinite(step: step) }
      loss = step == 1 ? now : loss * 0.98 + now * 0.02
      report(self)
      if shouldStop() { throw TrainingError.cancelled }
    }
    guard model.weights.isFinite else { throw TrainingError.notFinite(step: step) }
  }

  /// The drawings of one shard of this step, varied a little.
  private func prepare(_ index: Int, _ shard: AutoencoderShard) {
    for place in 0..<AutoencoderShard.size {
      let number = (step * Autoencoder.batchSize + index * AutoencoderShard.size + place)
      var mixer = SplitMix64(seed: options.seed ^ UInt64(number) << 16 ^ 0x6e6e)
      var random = SplitMix64(seed: mixer.next())
      let shape = number % drawings.count
      var features = random.pick(drawings[shape])
      features.vary(&random)
      shard.set(features, shape: shape, at: place)
      for direction in 0..<options.codeSize {
        shard.noise.base[place * options.codeSize + direction] = Float(random.normal())
      }
    }
  }

  /// What was learnt.
  /// - Parameter figures: what else its maker wants to say.
  public func generator(
    name: String, created: String? = nil, figures: [JSON.Member] = []
  ) throws -> Generator {
    let decoder = model.decoder(shapes: labels.count)
    var groups: [CodeGroup] = []
    for shape in drawings.indices {
      let coded = zip(model.codes(of: drawings[shape], shape: shape), drawings[shape])
        .map { CodedDrawing(code: $0, features: $1, shape: shape, decoder: decoder) }
      groups += CodedDrawing.groups(coded, shape: shape, atMost: options.codesPerShape)
    }
    return try Generator(
      labels: labels, decoder: decoder, groups: groups, name: name, created: created,
      figures: figures)
  }
}

extension AutoencoderShard {
  func set(_ features: InkFeatures, shape: Int, at place: Int) {
    shapes[place] = shape
    strokeCounts[place] = features.layout.strokeCount
    let weights = features.layout.importance
    for index in 0..<Layout.features {
      self.features.base[place * Layout.features + index] = features.values[index]
      importance.base[place * Layout.features + index] = weights[index]
    }
  }
}
