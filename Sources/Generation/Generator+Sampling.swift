public import Ink

extension Generator {
  /// How varied generated drawings may be.
  public static let temperatures = 0.0...2.0

  /// The nearest temperature that is one; what is no number counts as 1.
  static func possible(_ temperature: Double) -> Double {
    if temperature.isNaN { return 1 }
    return min(max(temperature, temperatures.lowerBound), temperatures.upperBound)
  }

  /// A new drawing.
  ///
  /// - Parameters:
  ///   - shape: one of `labels`.
  ///   - seed: fixes every byte of the drawing.
  ///   - temperature: 1 for as varied as people, 0 for the most typical drawing, at most 2.
  ///   - judge: how surely ink is the shape, 0 ... 1. What is less sure than 0.9 is drawn again; after
  ///     six drawings the surest is taken.
  /// - Returns: nil when it does not know the shape.
  public func generate(
    shape: String, seed: UInt64, temperature: Double = 1, on canvas: Canvas = Canvas(square: 400),
    judge: ((Strokes) -> Float)? = nil
  ) -> Drawing? {
    guard let index = labels.firstIndex(of: shape) else { return nil }
    var random = SplitMix64(seed: seed)
    let sampler = Sampler(self, shape: index, temperature: temperature)
    var best: (ink: Strokes, confidence: Float)?
    for _ in 0..<6 {
      let ink = sampler.ink(on: canvas, &random)
      let confidence = judge?(ink) ?? 1
      if confidence > best?.confidence ?? -1 { best = (ink, confidence) }
      if confidence >= 0.9 { break }
    }
    return Drawing(
      id: .generated(seed, shape, temperature, canvas), shape: shape, canvas: canvas, device: .pen,
      ink: best?.ink ?? Strokes(),
      userAgent: "inkling-generate")
  }
}

extension DrawingID {
  /// The id of a drawing that is made up follows from all that it was asked for with.
  fileprivate static func generated(
    _ seed: UInt64, _ shape: String, _ temperature: Double, _ canvas: Canvas
  ) -> DrawingID {
    var mixer = SplitMix64(seed: seed)
    func mix(_ value: UInt64) { mixer = SplitMix64(seed: mixer.next() ^ value) }
    for byte in shape.utf8 { mix(UInt64(byte)) }
    mix(temperature.bitPattern)
    mix(UInt64(canvas.width) << 16 | UInt64(canvas.height))
    return DrawingID(
      milliseconds: 1_700_000_000_000 + (seed & 0xffff_ffff), random: (mixer.next(), mixer.next()))
  }
}

/// Draws one shape at one temperature.
struct Sampler {
  private let generator: Generator
  private let groups: [CodeGroup]
  private let temperature: Double
  /// How far apart, squared, drawings are of which anything between is a drawing, too.
  private let reach: Int

  /// Which of a drawing's nearest may be its partner.
  private static let neighbours = 6

  init(_ generator: Generator, shape: Int, temperature: Double) {
    self.generator = generator
    self.temperature = Generator.possible(temperature)
    let all = generator.groups(of: shape)
    let largest = all.reduce(0) { max($0, $1.count) }
    // The cooler, the less of what few people do.
    let least = Double(largest) * (1 - self.temperature)
    groups = all.filter { Double($0.count) >= least }
    reach = Self.reach(of: all)
  }

  /// A drawing of usual size near the middle of the canvas.
  func ink(on canvas: Canvas, _ random: inout SplitMix64) -> Strokes {
    var figure = sample(&random)
    let room = SIMD2(Double(canvas.width), Double(canvas.height))
    let (low, high) = figure.bounds
    let extent = high - low
    let calm = min(temperature, 1)
    let size = 0.62 + calm * random.uniform(-0.14...0.14)
    let scale = size * room.min() / max(extent.max(), 1e-6)
    let shift = SIMD2(random.normal(), random.normal()) * (0.02 * calm) * room.min()
    let middle = (low + high) / 2
    figure.transform { ($0 - middle) * scale + room / 2 + shift }
    var player = Player(canvas: canvas)
    for (index, stroke) in figure.strokes.enumerated() {
      player.play(stroke, pause: index == 0 ? 0 : figure.pauses[index - 1])
    }
    return player.ink
  }

  /// The figure of a code between those of two drawings.
  func sample(_ random: inout SplitMix64) -> Figure {
    // By how many drawings there are of each.
    var number = random.index(groups.reduce(0) { $0 + $1.count })
    var group = groups[0]
    for candidate in groups {
      group = candidate
      if number < candidate.count { break }
      number -= candidate.count
    }
    let calm = min(temperature, 1)
    let usual = max(Int((Double(group.count) * calm).rounded(.up)), 1)
    let index = random.index(usual)
    let nearest = group.neighbours(of: index, count: Self.neighbours, within: reach)
    let partner = nearest.isEmpty ? index : random.pick(nearest).index
    let share = Float(random.uniform(0.15...0.65) * temperature)
    let noise = Float(0.1 * temperature)
    let (code, other) = (group.code(index), group.code(partner))
    let blend = code.indices.map { direction in
      code[direction] + (other[direction] - code[direction]) * share
        + group.spread[direction] * noise * Float(random.normal())
    }
    let layout = Layout(strokeCount: group.strokeCount)
    var values = generator.decoder.features(
      code: blend, shape: group.shape, strokeCount: group.strokeCount)
    // What a code does not say: the hand's own unsteadiness.
    let own = min(Float(group.unsteadiness[index]) / CodeGroup.stepsPerUnit, 1.25)
    let rest = group.deviations.values.enumerated().map { feature, deviation in
      let hand = Layout.placed.contains(feature) ? own : 1
      // Smoothed lightly: in a row of its own, every cosine alike would look like noise, not a hand.
      let order = Float(layout.kind(of: feature).order)
      let smooth = 1 / (1 + order * order / 64)
      return deviation * smooth * hand * Float(0.8 * temperature) * Float(random.normal())
    }
    add(rest, to: &values, layout)
    return Figure(values, layout: layout, reversed: group.reversed[index])
  }

  /// Adds to each stroke what a hand is unsteady by, but never so much that the stroke is lost in it.
  private func add(_ rest: [Float], to values: inout [Float], _ layout: Layout) {
    var limits = [Float](repeating: 1, count: layout.strokeCount)
    for stroke in 0..<layout.strokeCount {
      var (size, change) = (0 as Float, 0 as Float)
      for start in [Layout.x, Layout.y] {
        for order in 1..<layout.places {
          let feature = start + stroke * layout.places + order
          size += values[feature] * values[feature]
          change += rest[feature] * rest[feature]
        }
      }
      let most = size * Self.unsteadiest * Self.unsteadiest
      if change > most { limits[stroke] = (most / change).squareRoot() }
    }
    for feature in values.indices {
      let isPlaced = Layout.placed.contains(feature)
      let stroke = (feature % Layout.y) / layout.places
      values[feature] += rest[feature] * (isPlaced && stroke < limits.count ? limits[stroke] : 1)
    }
  }

  /// At most so much of a stroke's extent.
  private static let unsteadiest: Float = 0.016

  /// Twice the usual distance between a drawing and the one nearest to it, squared.
  private static func reach(of groups: [CodeGroup]) -> Int {
    var distances: [Int] = []
    for group in groups {
      // Some tell as much as all.
      for index in stride(from: 0, to: group.count, by: max(group.count / 40, 1)) {
        distances += group.neighbours(of: index, count: 1).map(\.distance)
      }
    }
    return distances.isEmpty ? 0 : 4 * distances.sorted()[distances.count / 2]
  }
}
