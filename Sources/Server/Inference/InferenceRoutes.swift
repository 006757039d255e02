import Ink
import Recognition
import Storage
import Transport

/// The routes by which programs ask what a drawing is, and what the model is.
struct InferenceRoutes: Sendable {
  let inference: Inference
  let access: InferenceAccess
  /// Writes a model as ONNX; nil where that was not built in.
  let onnx: (@Sendable (Model) throws -> [UInt8])?

  /// Drawings of one request.
  static let batchLimit = 1_000
  /// One drawing in up to this many bytes is read and answered on the loop, in some 100 us.
  private static let quickBodyLimit = 16 << 10

  var routes: [Route] {
    [
      Route(
        .post, "/api/inference/classify", .everybody, bodyLimit: 8 << 20, handle: classify
      ).quick { request in
        InferenceAccess.isOpen(to: request) && Self.isQuick(request.body)
      },
      Route(.get, "/api/inference/model/info", .everybody, handle: info),
      Route(.get, "/api/inference/model/file", .everybody, handle: file),
    ]
  }

  /// Whether a body is certainly one drawing alone: even a small one of many would take long.
  ///
  /// A name that is escaped could be any.
  static func isQuick(_ body: [UInt8]) -> Bool {
    let (quote, escape) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
    let many = Array("\"drawings\"".utf8)
    return body.count <= quickBodyLimit && !body.contains(escape)
      && !body.indices.contains { body[$0] == quote && body[$0...].starts(with: many) }
  }

  // MARK: - Drawings

  private func classify(_ call: Call) throws -> Response {
    let begun = ContinuousClock.now
    // Nobody learns more than that they need a key.
    try access.admit(call.request, drawings: 0)
    let body = try call.json()
    guard case .object = body else {
      throw Problem(
        422, "invalid", "A drawing is an object with strokes; many are {\"drawings\":[…]}.")
    }
    if let drawings = body["drawings"] { return try classify(drawings, call, begun) }
    let drawing = try AskedDrawing(body)
    let response = inference.look { served, classifier in
      var raster = InkRaster(size: served.model.inputSize)
      classify(drawing, served, &classifier, &raster)
      return Response.json { writer in
        writer.beginObject()
        writer.writeMembers(of: classifier.guesses)
        writer.member("model", served.version)
        writer.member("latency_ms", begun.millisecondsSince, decimals: 3)
        writer.endObject()
      }
    }
    guard let response else { throw Problem.noModel }
    return response
  }

  private func classify(
    _ list: JSON, _ call: Call, _ begun: ContinuousClock.Instant
  ) throws -> Response {
    guard let list = list.array, list.count <= Self.batchLimit else {
      var problem = Problem(
        422, "invalid", "\"drawings\" is an array of at most \(Self.batchLimit) drawings.")
      problem.faults = [
        Fault(path: "drawings", message: "an array of at most \(Self.batchLimit) is taken")
      ]
      throw problem
    }
    try access.admit(call.request, drawings: list.count - 1)
    let drawings = try AskedDrawing.all(list)
    let response = inference.look { served, classifier in
      var raster = InkRaster(size: served.model.inputSize)
      return Response.json { writer in
        writer.beginObject()
        writer.name("results")
        writer.beginArray()
        for drawing in drawings {
          raster.reset()
          classify(drawing, served, &classifier, &raster)
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
    guard let response else { throw Problem.noModel }
    return response
  }

  private func classify(
    _ drawing: AskedDrawing, _ served: ServedModel, _ classifier: inout Classifier,
    _ raster: inout InkRaster
  ) {
    let begun = monotonicMicroseconds()
    classifier.classify(drawing.ink, in: &raster, isFinished: drawing.isFinished)
    inference.answers?.note(
      classifier.guesses, of: served, for: .http, microseconds: monotonicMicroseconds() - begun)
  }

  // MARK: - The model

  private func info(_ call: Call) throws -> Response {
    try access.admit(call.request, drawings: 1)
    guard let served = inference.current else { throw Problem.noModel }
    return .json { $0.write(served) }
  }

  private func file(_ call: Call) throws -> Response {
    try access.admit(call.request, drawings: 1)
    guard let served = inference.current else { throw Problem.noModel }
    return try ModelDownload(
      version: served.version, sha256: served.sha256, bytes: served.bytes, model: served.model
    ).response(to: call.request, onnx: onnx)
  }
}

/// A drawing that is asked about.
struct AskedDrawing {
  let ink: Strokes
  /// The pen is up.
  let isFinished: Bool

  /// - Throws: `InvalidDrawing`.
  init(_ json: JSON) throws(InvalidDrawing) {
    if let finished = json["finished"], !finished.isNull, finished.bool == nil {
      throw InvalidDrawing(faults: [
        Fault(path: "finished", message: "true or false is needed, not \(finished.kind)")
      ])
    }
    isFinished = json["finished"]?.bool ?? true
    ink = try Drawing.strokes(json: json).ink
  }

  /// Reads many.
  /// - Throws: `InvalidDrawing` with the first faults of all of them.
  static func all(_ list: [JSON]) throws(InvalidDrawing) -> [AskedDrawing] {
    var drawings: [AskedDrawing] = []
    var faults: [Fault] = []
    for (index, json) in list.enumerated() where faults.count < InvalidDrawing.faultsAtMost {
      do throws(InvalidDrawing) { drawings.append(try AskedDrawing(json)) } catch {
        faults += error.faults.map {
          Fault(path: "drawings[\(index)].\($0.path)", message: $0.message)
        }
      }
    }
    guard faults.isEmpty else {
      throw InvalidDrawing(faults: Array(faults.prefix(InvalidDrawing.faultsAtMost)))
    }
    return drawings
  }
}

extension ContinuousClock.Instant {
  /// From this instant to now.
  var millisecondsSince: Double {
    let passed = ContinuousClock.now - self
    return Double(passed.components.seconds) * 1e3 + Double(passed.components.attoseconds) / 1e15
  }
}
