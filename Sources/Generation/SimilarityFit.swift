import Ink

/// Turns, scales and moves a figure's beginning onto ink with the least squares.
struct SimilarityFit {
  /// Scale and turn as a complex number, and where the figure's origin goes.
  private let factor, shift: Place
  /// Root of the mean square that is left, beside the figure's size.
  private let residual: Double
  private let isPoint: Bool

  /// - Parameter share: of the figure's stroke that answers the ink's last one.
  init(_ figure: Figure, upTo share: Double, _ beginning: Beginning) {
    var (a, b, weights) = (Place(), Place(), 0.0)
    var (aa, bb, ab) = (0.0, 0.0, Place())
    let lastStroke = beginning.strokes.count - 1
    for (index, drawn) in beginning.strokes.enumerated() {
      let places = figure.strokes[index].places
      let reach = Double(places.count - 1) * (index == lastStroke ? share : 1)
      // The longer a stroke the more it counts, and the shortest a little.
      let weight = drawn.length + 1
      for (number, to) in drawn.places.enumerated() {
        let position = reach * Double(number) / Double(drawn.places.count - 1)
        let leg = min(Int(position), places.count - 2)
        let from = places[leg] + (places[leg + 1] - places[leg]) * (position - Double(leg))
        weights += weight
        a += from * weight
        b += to * weight
        aa += (from * from).sum() * weight
        bb += (to * to).sum() * weight
        // The conjugate of `from` times `to`.
        ab += Place(from.x * to.x + from.y * to.y, from.x * to.y - from.y * to.x) * weight
      }
    }
    (a, b) = (a / weights, b / weights)
    aa = aa / weights - (a * a).sum()
    bb = max(bb / weights - (b * b).sum(), 0)
    ab = ab / weights - Place(a.x * b.x + a.y * b.y, a.x * b.y - a.y * b.x)
    // A point has no size: the drawing gets a usual one.
    isPoint = bb < 0.0004 * beginning.side * beginning.side / 4
    let factor = isPoint || aa < 1e-9 ? Place(0.55 * beginning.side, 0) : ab / aa
    self.factor = factor
    shift =
      b
      - Place(factor.x * a.x - factor.y * a.y, factor.x * a.y + factor.y * a.x)
    let left = isPoint ? 0 : max(bb - (ab * ab).sum() / max(aa, 1e-9), 0)
    residual = left.squareRoot() / max(factor.length, 1)
  }

  func callAsFunction(_ place: Place) -> Place {
    Place(factor.x * place.x - factor.y * place.y, factor.x * place.y + factor.y * place.x) + shift
  }

  /// What is left, how far it is turned, how unusual its size is and how far it leaves the canvas.
  func cost(of figure: Figure, on canvas: Canvas) -> Double {
    let size = factor.length
    guard size > 0 else { return .infinity }
    let side = max(Double(min(canvas.width, canvas.height)), 1)
    let misfit = residual / 0.03
    // 1 - cosine is half the square of a small angle; a tenth of a turn costs much.
    let turned = 2 * (1 - factor.x / size) / (0.15 * 0.15)
    let larger = Portable.log(max(size / (0.6 * side), 1e-6)) / 0.7
    var outside = 0.0
    for stroke in figure.strokes {
      for index in stride(from: 0, to: stroke.places.count, by: 4) {
        let place = self(stroke.places[index])
        outside = max(
          outside, -place.x, -place.y, place.x - Double(canvas.width),
          place.y - Double(canvas.height))
      }
    }
    let beyond = outside / (0.04 * side)
    return misfit * misfit + turned + 0.3 * larger * larger + beyond * beyond
  }
}
