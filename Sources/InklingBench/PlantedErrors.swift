import Ink
import Review
import Training

/// People's drawings with errors among them, and which they are.
struct PlantedErrors {
  enum Kind: String, CaseIterable {
    case wrongLabel = "wrong label"
    case copy
    case scribble
    case gaveUp = "given up"
    case other = "another thing"

    /// Reasons that name it rightly.
    var reasons: [Reason.Kind] {
      switch self {
      case .wrongLabel: [.disagrees]
      case .copy: [.duplicate]
      case .scribble: [.scribble, .unlikeAll, .disagrees]
      case .gaveUp: [.gaveUp, .disagrees, .unlikeAll]
      case .other: [.unlikeAll, .disagrees]
      }
    }
  }

  struct Drawing {
    var label: String
    var person: String
    var ink: Strokes
    var canvas = RealDrawing.canvas
    var error: Kind?
    var score: Score

    init(
      _ label: String, by person: String, _ ink: Strokes, canvas: Canvas = RealDrawing.canvas,
      _ error: Kind? = nil
    ) {
      (self.label, self.person, self.ink, self.error) = (label, person, ink, error)
      self.canvas = canvas
      score = Scorer.score(drawing: ink, kind: ShapeKind(id: label), canvas: canvas)
    }

    func subject(_ number: Int64, usual: (quality: Double, drawings: Int)) -> Subject {
      Subject(
        number: number, label: label, kind: ShapeKind(id: label), person: Examples.hash(person),
        quality: score.quality, completeness: score.completeness, canvas: canvas, ink: ink,
        usual: usual, isDecided: false)
    }
  }

  private(set) var drawings: [Drawing]

  init(_ real: [RealDrawing], wrong: Int, each: Int, seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let shapes = SyntheticShape.allCases.dropLast().map(\.rawValue)
    let known = real.filter { shapes.contains($0.label) }
    let others = real.filter { !shapes.contains($0.label) }.shuffled(using: &random)
    drawings = known.map { Drawing($0.label, by: $0.person, $0.ink) }
    guard !known.isEmpty else { return }
    for place in drawings.indices.shuffled(using: &random).prefix(wrong) {
      let drawing = drawings[place]
      let label = shapes.filter { $0 != drawing.label }.randomElement(using: &random)!
      drawings[place] = Drawing(label, by: drawing.person, drawing.ink, .wrongLabel)
    }
    var more: [Drawing] = []
    for (number, original) in known.shuffled(using: &random).prefix(each).enumerated() {
      // Every other one is moved, made smaller and trembles, as a copy that somebody disguises.
      let ink = number % 2 == 0 ? original.ink : Self.disguised(original.ink, &random)
      let isSimple = number % 2 == 1 && original.label == "line"
      if !isSimple { more.append(Drawing(original.label, by: original.person, ink, .copy)) }
    }
    var scribbles = Synthesizer(shape: .scribble, seed: seed)
    for _ in 0..<each {
      let person = known.randomElement(using: &random)!.person
      let scribble = scribbles.next()
      more.append(
        Drawing(
          shapes.randomElement(using: &random)!, by: person, scribble.ink, canvas: scribble.canvas,
          .scribble))
    }
    for original in known.filter({ $0.label != "line" }).shuffled(using: &random).prefix(each) {
      var ink = original.ink
      ink.truncate(to: max(ink.points.count * Int.random(in: 20...50, using: &random) / 100, 2))
      more.append(Drawing(original.label, by: original.person, ink, .gaveUp))
    }
    for other in others.prefix(each) {
      let person = known.randomElement(using: &random)!.person
      more.append(Drawing(shapes.randomElement(using: &random)!, by: person, other.ink, .other))
    }
    drawings += more
  }

  private static func disguised(_ ink: Strokes, _ random: inout SplitMix64) -> Strokes {
    let scale = random.uniform(0.7...1)
    let (x, y) = (random.uniform(-200...200), random.uniform(-200...200))
    let points = ink.points.map { point in
      Point(
        x: Int16(Double(point.x) * scale + x + random.uniform(-6...6)),
        y: Int16(Double(point.y) * scale + y + random.uniform(-6...6)), elapsed: point.elapsed,
        pressure: point.pressure)
    }
    return Strokes(points: points, strokes: ink.strokes)
  }
}

extension RealDrawing {
  /// People are told apart within a source only.
  fileprivate var person: String { "\(source)/\(user)" }
}
