import Ink
import Recognition

/// A few made-up drawings and what a model says of them, for a file that checks itself.
struct TestVectors {
  struct Vector {
    let isFinished: Bool
    /// x and y in turn, in eighths.
    let strokes: [[Int16]]
    let logits: [Int64]
  }

  /// Of one drawing; the C file has places for so many.
  static let (points, strokes) = (80, 8)

  let all: [Vector]

  init(_ model: Model) {
    var recognizer = Recognizer(model: model)
    all = SyntheticShape.allCases.enumerated().map { number, shape in
      var synthesizer = Synthesizer(shape: shape, seed: 85)
      let isFinished = number % 3 != 2
      let ink = Self.thinned(synthesizer.next().ink, isWhole: isFinished)
      recognizer.reset()
      recognizer.classify(ink, isFinished: isFinished)
      return Vector(
        isFinished: isFinished,
        strokes: ink.strokes.indices.map { stroke in
          ink.points[ink.range(ofStroke: stroke)].flatMap { [$0.x, $0.y] }
        }, logits: recognizer.logits)
    }
  }

  /// Fewer points of the same ink, and only its first two thirds when it is not whole.
  private static func thinned(_ ink: Strokes, isWhole: Bool) -> Strokes {
    var ink = ink
    if !isWhole { ink.truncate(to: max(ink.points.count * 2 / 3, 1)) }
    let step = ink.points.count / (points / 2) + 1
    var thin = Strokes()
    for stroke in ink.strokes.indices.prefix(strokes) {
      thin.startStroke(style: .standard)
      for index in ink.range(ofStroke: stroke).enumerated() where index.offset % step == 0 {
        thin.append(ink.points[index.element])
      }
    }
    return thin
  }
}
