import Ink

/// The similarity that takes the beginning of a figure to ink, and how well it does.
struct PrefixFit {
  private let figure: Figure
  private let turn: SimilarityFit
  /// How much of the stroke that is being drawn is there.
  private let share: Double
  private let stroke: Int
  /// 0 for a perfect fit; 1 is one that is about as far off as people are from each other.
  let cost: Double

  /// - Returns: nil when nothing fits.
  init?(of figure: Figure, to beginning: Beginning) {
    let stroke = beginning.strokes.count - 1
    var best: (turn: SimilarityFit, share: Double, cost: Double)?
    func look(at share: Double) {
      guard 0.02...1 ~= share else { return }
      let turn = SimilarityFit(figure, upTo: share, beginning)
      let cost = turn.cost(of: figure, on: beginning.canvas)
      if cost < best?.cost ?? .infinity { best = (turn, share, cost) }
    }
    for step in 1...20 { look(at: Double(step) / 20) }
    for step in [0.025, -0.0125, 0.0125, -0.00625, 0.00625] {
      if let share = best?.share { look(at: share + step) }
    }
    guard let best else { return nil }
    self.figure = figure
    self.stroke = stroke
    (turn, share, cost) = best
  }

  /// What follows the ink.
  func completion(of beginning: Beginning, isPenDown: Bool) -> Completion {
    var player = Player(canvas: beginning.canvas)
    let drawn = beginning.strokes[stroke]
    var goesOn = false
    // Less is no more than where the pen happens to be lifted.
    if let rest = rest(of: figure.strokes[stroke], after: drawn, Place(beginning.last)) {
      goesOn = isPenDown
      player.play(
        paced(rest, beginning), pause: goesOn ? 0 : 300, isContinued: goesOn,
        style: beginning.style)
    }
    for index in figure.strokes.indices.dropFirst(stroke + 1) {
      var next = figure.strokes[index]
      next.transform(turn.callAsFunction)
      player.play(
        paced(next, beginning), pause: figure.pauses[index - 1], style: beginning.style)
    }
    return Completion(
      match: Float(1 / (1 + 0.3 * cost)), ink: player.ink, continuesStroke: goesOn)
  }

  /// The rest of the stroke that is being drawn, from the ink's last place on.
  private func rest(of whole: Trace, after drawn: Trace, _ last: Place) -> Trace? {
    let position = share * Double(whole.places.count - 1)
    let leg = min(Int(position), whole.places.count - 2)
    let t = position - Double(leg)
    let cut = whole.places[leg] + (whole.places[leg + 1] - whole.places[leg]) * t
    let following = whole.places.indices.dropFirst(leg + 1)
    guard share < 0.97, following.count > 1 else { return nil }
    var rest = Trace(
      places: [turn(cut)] + following.map { turn(whole.places[$0]) },
      steps: [max(whole.steps[leg] * (1 - t), Trace.pace.lowerBound)]
        + following.map { whole.steps[$0] },
      pressures: [whole.pressures[leg]] + following.map { whole.pressures[$0] })
    // It begins where the ink ends, and what closes in the figure closes in the drawing.
    let jump = last - rest.places[0]
    let gap = whole.places[whole.places.count - 1] - whole.places[0]
    let closing = gap.length < 0.12 ? drawn.places[0] - turn(whole.places[0]) : Place()
    for index in rest.places.indices {
      let u = Double(index) / Double(rest.places.count - 1)
      rest.places[index] += jump * ((1 - u) * (1 - u)) + closing * (u * u)
    }
    return rest
  }

  /// As fast and as hard as the ink was drawn.
  private func paced(_ trace: Trace, _ beginning: Beginning) -> Trace {
    let drawn = beginning.strokes[stroke].steps.dropLast().reduce(0, +)
    let steps = figure.strokes[stroke].steps
    let usual = steps.prefix(max(Int(Double(steps.count) * share), 1)).reduce(0, +)
    let slower = min(max(drawn / max(usual, 1), 0.25), 4)
    var paced = trace
    paced.steps = trace.steps.map { min(max($0 * slower, 0.2), 2_000) }
    if !beginning.feelsPressure {
      let pressure = Double(beginning.last.pressureShare)
      paced.pressures = trace.pressures.map { _ in pressure }
    }
    return paced
  }
}
