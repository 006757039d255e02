import Ink
import Recognition
import Storage
import Transport

/// The route that shows how score and guesses grow along a drawing.
struct AnalysisRoutes: Sendable {
  let store: Store
  let shapes: ShapeCatalogue
  let inference: Inference

  /// Looks along the way.
  private static let steps = 20

  var routes: [Route] {
    [Route(.get, "/api/admin/drawings/*/analysis", .administrator, handle: analysis)]
  }

  private func analysis(_ call: Call) throws -> Response {
    guard let row = try store.drawing(call.drawingID(), evenDeleted: true) else {
      throw Problem.notFound("There is no such drawing.")
    }
    let ink = try StrokeCodec.decode(row.data)
    let kind = shapes.find(row.shape)?.kind ?? .unknown
    let whole = score(ink, kind, row.canvas, isFinished: row.isComplete)
    return .json { writer in
      writer.beginObject()
      writer.member("quality", whole.quality)
      writer.member("completeness", whole.completeness)
      writer.name("hints")
      writer.beginArray()
      for hint in whole.hints {
        writer.beginObject()
        writer.member("code", hint.code.text)
        writer.member("message", hint.message)
        writer.endObject()
      }
      writer.endArray()
      writer.name("criteria")
      writer.beginArray()
      // Each is what one fault leaves of the quality.
      for hint in whole.hints {
        writer.beginObject()
        writer.member("name", hint.code.text)
        writer.member("value", 1 - hint.loss)
        writer.endObject()
      }
      writer.endArray()
      let model = writeCourse(of: ink, row, kind, to: &writer)
      writer.name("model")
      if let model { writer.string(model) } else { writer.null() }
      writer.endObject()
    }
  }

  /// - Returns: the model that looked; nil while there is none.
  private func writeCourse(
    of ink: Strokes, _ row: DrawingRow, _ kind: ShapeKind, to writer: inout JSONWriter
  ) -> String? {
    writer.name("course")
    writer.beginArray()
    defer { writer.endArray() }
    let seen = inference.look { served, classifier in
      // It grows with the ink, as it does while somebody draws.
      var raster = InkRaster(size: served.model.inputSize)
      for step in 1...Self.steps {
        let isFinished = step == Self.steps && row.isComplete
        let part = ink.part(step, of: Self.steps)
        classifier.classify(part, in: &raster, isFinished: isFinished)
        write(part, step, kind, row.canvas, isFinished, classifier.guesses, to: &writer)
      }
      return served.version
    }
    if seen == nil {
      for step in 1...Self.steps {
        let isFinished = step == Self.steps && row.isComplete
        write(
          ink.part(step, of: Self.steps), step, kind, row.canvas, isFinished, nil, to: &writer)
      }
    }
    return seen
  }

  private func write(
    _ part: Strokes, _ step: Int, _ kind: ShapeKind, _ canvas: Canvas, _ isFinished: Bool,
    _ guesses: Guesses?, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.member("ink", Double(step) / Double(Self.steps), decimals: 2)
    writer.member("points", part.points.count)
    writer.member("quality", score(part, kind, canvas, isFinished: isFinished).quality)
    writer.writeGuesses(guesses)
    writer.endObject()
  }

  private func score(
    _ ink: Strokes, _ kind: ShapeKind, _ canvas: Canvas, isFinished: Bool
  ) -> Score {
    var scorer = LiveScorer(kind: kind, canvas: canvas)
    scorer.rebuild(from: ink)
    return scorer.score(finished: isFinished)
  }
}

extension Strokes {
  /// What was there after a share of the points, at least one.
  fileprivate func part(_ step: Int, of steps: Int) -> Strokes {
    var part = self
    part.truncate(to: max(1, points.count * step / steps))
    return part
  }
}
