import Ink

extension Examples {
  /// Made-up drawings that no training shows, to calibrate by where there are no people's.
  ///
  /// - Parameters:
  ///   - each: how many of each shape and of none.
  ///   - seed: the training's; another one is derived from it.
  public static func madeUp(labels: [String], each: Int, seed: UInt64) -> Examples {
    let shapes = SyntheticShape.allCases.filter { $0 == .scribble || labels.contains($0.rawValue) }
    let drawings = shapes.flatMap { shape in
      var synthesizer = Synthesizer(shape: shape, seed: seed &+ 0xca11)
      return (0..<each).map { _ in
        (label: shape.rawValue, person: "", ink: synthesizer.next().ink)
      }
    }
    return Examples(labels: labels, drawings: drawings)
  }
}
