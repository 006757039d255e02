import Ink
import Recognition
import Transport

/// The route by which programs ask what drawings are.
struct InferenceRoutes: Sendable {
  let models: ModelShelf
  let access: InferenceAccess

  private var inference: Inference { models.inference }

  /// Drawings of one request.
  static let batchLimit = 1_000
  /// One drawing in up to this many bytes is read and answered on the loop, in some 100 us.
  private static let quickBodyLimit = 16 << 10
  /// What makes a request one that takes longer, or reads the store.
  private static let slowMembers = ["drawings", "model", "explain"].map { Array("\"\($0)\"".utf8) }

  var routes: [Route] {
    [
      Route(
        .post, "/api/inference/classify", .everybody, bodyLimit: 8 << 20, handle: classify
      ).quick { request in Shown(request).isPlace && Self.isQuick(request.body) }
    ]
  }

  /// Whether a body is certainly one drawing alone, for the model that serves: even a small one of
  /// many would take long.
  ///
  /// A name that is escaped could be any.
  static func isQuick(_ body: [UInt8]) -> Bool {
    let (quote, escape) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
    return body.count <= quickBodyLimit && !body.contains(escape)
      && !body.indices.contains { place in
        body[place] == quote && slowMembers.contains { body[place...].starts(with: $0) }
      }
  }

  private func classify(_ call: Call) throws -> Response {
    let begun = ContinuousClock.now
    // Nobody learns more than that they need a key.
    let asker = try access.admit(call.request)
    let body = try call.json()
    guard case .object = body else {
      throw Problem(
        422, "invalid", "A drawing is an object with strokes; many are {\"drawings\":[…]}.")
    }
    let version = try body.text("model")
    if let drawings = body["drawings"] {
      return try classify(drawings, by: asker, version, begun)
    }
    let drawing = try AskedDrawing(body)
    let explains = try body.flag("explain") ?? false
    // Each stroke is left out once.
    if explains { try access.spend(drawing.ink.strokes.count, by: asker) }
    return try models.look(version) { served, classifier in
      var raster = InkRaster(size: served.model.inputSize)
      inference.look(at: drawing.ink, drawing.isFinished, served, &classifier, &raster)
      return Response.json { writer in
        writer.beginObject()
        writer.writeMembers(of: classifier.guesses)
        writer.member("model", served.version)
        if explains {
          writer.name("explanation")
          Explanation(of: drawing, raster, &classifier).write(to: &writer)
        }
        writer.member("latency_ms", begun.millisecondsSince, decimals: 3)
        writer.endObject()
      }
    }
  }

  private func classify(
    _ list: JSON, by asker: Asker, _ version: String?, _ begun: ContinuousClock.Instant
  ) throws -> Response {
    guard let list = list.array, list.count <= Self.batchLimit else {
      throw Problem.invalid(
        "\"drawings\" is an array of at most \(Self.batchLimit) drawings.",
        [Fault(path: "drawings", message: "an array of at most \(Self.batchLimit) is taken")])
    }
    try access.spend(list.count - 1, by: asker)
    let drawings = try AskedDrawing.all(list)
    return try models.look(version) { served, classifier in
      var raster = InkRaster(size: served.model.inputSize)
      return Response.json { writer in
        writer.beginObject()
        writer.name("results")
        writer.beginArray()
        for drawing in drawings {
          raster.reset()
          inference.look(at: drawing.ink, drawing.isFinished, served, &classifier, &raster)
          writer.beginObject()
          writer.writeMembers(of: classifier.guesses)
          writer.endObject()
        }
        writer.endArray()
        writer.member("model", served.version)
        writer.member("latency_ms", begun.millisecondsSince, decimals: 3)
        writer.endObject()
      }
    }
  }
}

extension ContinuousClock.Instant {
  /// From this instant to now.
  var millisecondsSince: Double {
    let passed = ContinuousClock.now - self
    return Double(passed.components.seconds) * 1e3 + Double(passed.components.attoseconds) / 1e15
  }
}
