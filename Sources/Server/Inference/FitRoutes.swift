import Ink
import Recognition
import Transport

/// The route that snaps ink to the ideal shape that it is nearest to.
struct FitRoutes: Sendable {
  let models: ModelShelf
  let access: InferenceAccess
  let shapes: ShapeCatalogue

  var routes: [Route] {
    [Route(.post, "/api/inference/fit", .everybody, bodyLimit: 1 << 20, handle: fit)]
  }

  private func fit(_ call: Call) throws -> Response {
    try access.admit(call.request)
    let body = try call.json()
    let drawing = try AskedDrawing(body)
    let (shape, confidence) = try self.shape(of: drawing, body)
    let kind = shape.flatMap { shapes.find($0)?.kind } ?? .unknown
    let fitted = FittedShape(drawing.ink, kind: kind, canvas: drawing.canvas)
    var scorer = LiveScorer(kind: kind, canvas: drawing.canvas)
    scorer.rebuild(from: drawing.ink)
    let score = scorer.score(finished: drawing.isFinished)
    return .json { writer in
      writer.beginObject()
      writer.name("shape")
      if let shape { writer.string(shape) } else { writer.null() }
      writer.name("confidence")
      if let confidence { writer.number(confidence, decimals: 4) } else { writer.null() }
      writer.member("quality", score.quality)
      writer.name("residual")
      if let fitted { writer.number(fitted.residual, decimals: 4) } else { writer.null() }
      writer.name("ideal")
      writer.write(fitted?.ideal)
      writer.name("geometry")
      if let fitted { writer.write(fitted.geometry) } else { writer.null() }
      writer.endObject()
    }
  }

  /// The shape that was asked for, or else the one that the model sees, with how sure it is; nil
  /// for none of those it knows.
  private func shape(
    of drawing: AskedDrawing, _ body: JSON
  ) throws -> (shape: String?, confidence: Float?) {
    if let asked = try body.text("shape") {
      guard shapes.find(asked) != nil else { throw Problem.unknownShape(asked) }
      return (asked, nil)
    }
    return try models.look(nil) { served, classifier in
      var raster = InkRaster(size: served.model.inputSize)
      classifier.classify(drawing.ink, in: &raster, isFinished: drawing.isFinished)
      let guesses = classifier.guesses
      switch guesses.verdict {
      case .shape(let shape): return (shape, guesses.confidence)
      case .perhaps(let shape): return (shape, guesses.confidence(of: shape))
      case .none: return (nil, guesses.confidence)
      }
    }
  }
}

extension JSONWriter {
  fileprivate mutating func write(_ geometry: FittedShape.Geometry) {
    beginObject()
    switch geometry {
    case .line(let from, let to):
      member("kind", "line")
      name("from")
      write(from)
      name("to")
      write(to)
    case .circle(let centre, let radius):
      member("kind", "circle")
      name("center")
      write(centre)
      member("radius", radius, decimals: 2)
    case .polygon(let corners):
      member("kind", "polygon")
      name("corners")
      beginArray()
      for corner in corners { write(corner) }
      endArray()
    case .outline(let centre, let size):
      member("kind", "outline")
      name("center")
      write(centre)
      member("size", size, decimals: 2)
    }
    endObject()
  }
}
