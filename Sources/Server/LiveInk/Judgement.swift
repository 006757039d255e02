import Ink
import Recognition

/// What is found of a finished drawing: how good it is, what a model takes it for, and the ideal
/// that it is nearest to.
struct Judgement: Sendable {
  let score: Score
  let ideal: IdealShape?
  /// Nil when there was no model.
  let guesses: Guesses?

  init(score: Score, ideal: IdealShape?, guesses: Guesses?) {
    self.score = score
    self.ideal = ideal
    self.guesses = guesses
  }

  init(_ ink: Strokes, kind: ShapeKind, canvas: Canvas, guesses: Guesses?) {
    var scorer = LiveScorer(kind: kind, canvas: canvas)
    scorer.rebuild(from: ink)
    self.init(score: scorer.score(finished: true), ideal: scorer.ideal(), guesses: guesses)
  }

  /// The score's members, the guesses, and `"ideal":{"closed":true,"points":[[x,y],…]}` or null.
  func writeMembers(to writer: inout JSONWriter) {
    score.writeMembers(to: &writer)
    writer.writeGuesses(guesses)
    writer.name("ideal")
    writer.write(ideal)
  }
}

extension JSONWriter {
  /// `{"closed":true,"points":[[x,y],…]}` or null.
  mutating func write(_ ideal: IdealShape?) {
    guard let ideal else { return null() }
    beginObject()
    member("closed", ideal.isClosed)
    name("points")
    beginArray()
    for place in ideal.places { write(place) }
    endArray()
    endObject()
  }

  /// `[x,y]`
  mutating func write(_ place: IdealShape.Place) {
    beginArray()
    number(place.x, decimals: 1)
    number(place.y, decimals: 1)
    endArray()
  }
}
