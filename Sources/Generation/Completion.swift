public import Ink

/// The rest of a begun drawing.
public struct Completion: Sendable, Equatable {
  /// How well the ink fits the beginning of a drawing of that shape, 0 ... 1.
  public let match: Float
  /// What comes: its first point's time counts from the ink's last point. Empty when all is there.
  public let ink: Strokes
  /// Whether its first stroke goes on from the ink's last point with the pen down.
  public let continuesStroke: Bool
}

extension Generator {
  /// Draws a begun drawing to its end.
  ///
  /// Of the drawings that it can draw, it looks for one whose beginning is the ink but for size, place
  /// and a slight turn, and gives what follows, bent so that it begins where the ink ends.
  /// - Parameters:
  ///   - ink: at least one point.
  ///   - shape: one of `labels`.
  ///   - isPenDown: whether the last stroke is being drawn.
  ///   - seed: fixes every byte of the answer.
  ///   - temperature: 0 for the best fit among what is looked at, 2 for any that fits somewhat.
  /// - Returns: nil when it does not know the shape or there is no ink.
  public func complete(
    _ ink: Strokes, as shape: String, isPenDown: Bool, seed: UInt64, temperature: Double = 1,
    on canvas: Canvas = Canvas(square: 400)
  ) -> Completion? {
    guard let index = labels.firstIndex(of: shape), !ink.isEmpty else { return nil }
    var random = SplitMix64(seed: seed)
    let groups = groups(of: index)
    let most = groups.reduce(1) { max($0, $1.strokeCount) }
    let beginning = Beginning(ink, strokesAtMost: most, canvas: canvas)
    var search = CompletionSearch(
      decoder: decoder, beginning: beginning,
      temperature: Self.possible(temperature))
    search.look(among: groups, &random)
    search.refine(&random)
    let nothing = Completion(match: 0, ink: Strokes(), continuesStroke: false)
    return search.best?.completion(of: beginning, isPenDown: isPenDown) ?? nothing
  }
}

/// Looks for the drawing whose beginning is the ink.
private struct CompletionSearch {
  let decoder: Decoder
  let beginning: Beginning
  let temperature: Double
  private(set) var best: PrefixFit?
  private var chosen: (group: CodeGroup, code: [Float])?

  /// Drawings that are compared, and attempts to come nearer from the best.
  private static let compared = 240
  private static let attempts = 24

  init(decoder: Decoder, beginning: Beginning, temperature: Double) {
    self.decoder = decoder
    self.beginning = beginning
    self.temperature = temperature
  }

  mutating func look(among groups: [CodeGroup], _ random: inout SplitMix64) {
    let able = groups.filter { $0.strokeCount >= beginning.strokes.count }
    let all = able.reduce(0) { $0 + $1.count }
    let step = max((all + Self.compared - 1) / Self.compared, 1)
    var next = random.index(step)
    var leastCost = Double.infinity
    for group in able {
      while next < group.count {
        let code = group.code(next)
        if let fit = fit(code, group) {
          let cost = fit.cost + temperature * random.uniform(0...0.6)
          if cost < leastCost {
            (leastCost, best, chosen) = (cost, fit, (group, code))
          }
        }
        next += step
      }
      next -= group.count
    }
  }

  /// Nearby codes may do better than any drawing's.
  mutating func refine(_ random: inout SplitMix64) {
    guard let (group, start) = chosen, var fit = best else { return }
    var code = start
    for _ in 0..<Self.attempts {
      let near = code.indices.map {
        code[$0] + group.spread[$0] * 0.15 * Float(random.normal())
      }
      guard let found = self.fit(near, group), found.cost < fit.cost else { continue }
      (code, fit) = (near, found)
    }
    best = fit
  }

  private func fit(_ code: [Float], _ group: CodeGroup) -> PrefixFit? {
    let layout = Layout(strokeCount: group.strokeCount)
    let values = decoder.features(code: code, shape: group.shape, strokeCount: group.strokeCount)
    var best: PrefixFit?
    // What is finished tells its direction; what is being drawn may go either way.
    for bit in [0, 1] as [UInt16] {
      let reversed = beginning.reversed | bit << UInt16(beginning.strokes.count - 1)
      let figure = Figure(values, layout: layout, reversed: reversed)
      guard let fit = PrefixFit(of: figure, to: beginning) else { continue }
      if fit.cost < best?.cost ?? .infinity { best = fit }
    }
    return best
  }
}
