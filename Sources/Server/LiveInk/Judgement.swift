import Ink

/// What is found of a finished drawing: how good it is, and the ideal that it is nearest to.
struct Judgement: Sendable {
  let score: Score
  let ideal: IdealShape?

  init(score: Score, ideal: IdealShape?) {
    self.score = score
    self.ideal = ideal
  }

  init(_ ink: Strokes, kind: ShapeKind, canvas: Canvas) {
    var scorer = LiveScorer(kind: kind, canvas: canvas)
    scorer.rebuild(from: ink)
    self.init(score: scorer.score(finished: true), ideal: scorer.ideal())
  }

  /// The score's members, no guesses as long as there is no model, and
  /// `"ideal":{"closed":true,"points":[[x,y],…]}` or null.
  func writeMembers(to writer: inout JSONWriter) {
    score.writeMembers(to: &writer)
    writer.name("guesses")
    writer.beginArray()
    writer.endArray()
    writer.name("ideal")
    guard let ideal else { return writer.null() }
    writer.beginObject()
    writer.member("closed", ideal.isClosed)
    writer.name("points")
    writer.beginArray()
    for place in ideal.places {
      writer.beginArray()
      writer.number(place.x, decimals: 1)
      writer.number(place.y, decimals: 1)
      writer.endArray()
    }
    writer.endArray()
    writer.endObject()
  }
}
