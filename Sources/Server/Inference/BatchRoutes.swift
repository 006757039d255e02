import Foundation
import Ink
import Recognition
import Transport

/// The route by which thousands of drawings are classified at once: a line each, in and out. The
/// answers are sent while the rest is read, as fast as the client takes them.
struct BatchRoutes: Sendable {
  let models: ModelShelf
  let access: InferenceAccess
  let threads: StreamThreads

  static let bodyLimit = 64 << 20
  static let lineLimit = 100_000
  /// Lines between two looks at the budget.
  private static let part = 100

  var routes: [Route] {
    [
      Route(
        .post, "/api/inference/batch", .everybody, bodyLimit: Self.bodyLimit, handle: classify)
    ]
  }

  private func classify(_ call: Call) throws -> Response {
    let asker = try access.admit(call.request)
    let served = try models.find(call.request.queryValue("model"))
    let body = call.request.body
    guard body.lazy.filter({ $0 == UInt8(ascii: "\n") }).count <= Self.lineLimit else {
      throw Problem.invalid(
        "At most \(Self.lineLimit) lines are taken at once; send the rest after them.", [])
    }
    return try threads.answer(
      headers: [("content-type", "application/x-ndjson"), ("cache-control", "no-store")]
    ) { stream in
      try answer(body, by: asker, served, to: stream)
    }
  }

  private func answer(
    _ body: [UInt8], by asker: Asker, _ served: ServedModel, to stream: BodyStream
  ) throws {
    let begun = ContinuousClock.now
    var classifier = served.classifier()
    var raster = InkRaster(size: served.model.inputSize)
    var (drawings, faults) = (0, 0)
    for (index, line) in body.split(separator: UInt8(ascii: "\n")).enumerated() {
      if index % Self.part == 0 { try wait(for: asker, stream) }
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
      var writer = JSONWriter(capacityInBytes: 512)
      writer.beginObject()
      writer.member("index", drawings + faults)
      do {
        let drawing = try BatchDrawing(JSON(parsing: Array(line)))
        raster.reset()
        let start = monotonicMicroseconds()
        classifier.classify(drawing.ink, in: &raster, isFinished: drawing.isFinished)
        models.inference.answers?.note(
          classifier.guesses, of: served, for: .http,
          microseconds: monotonicMicroseconds() - start)
        writer.writeMembers(of: classifier.guesses)
        if let expected = drawing.expected { writer.member("expected", expected) }
        drawings += 1
      } catch {
        let problem = Problem(error)
        writer.name("error")
        writer.beginObject()
        writer.member("code", problem.code)
        writer.member("detail", problem.detail)
        writer.endObject()
        faults += 1
      }
      writer.endObject()
      try stream.write(writer.bytes + [UInt8(ascii: "\n")])
    }
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("done", true)
    writer.member("drawings", drawings)
    writer.member("faults", faults)
    writer.member("model", served.version)
    writer.member("elapsed_ms", begun.millisecondsSince, decimals: 1)
    writer.endObject()
    try stream.write(writer.bytes + [UInt8(ascii: "\n")])
  }

  /// Whoever asks for more than they may have is answered more slowly.
  private func wait(for asker: Asker, _ stream: BodyStream) throws {
    while !access.trySpend(Self.part, by: asker) {
      Thread.sleep(forTimeInterval: 0.05)
      // Finds out whether anybody is still there.
      try stream.write([])
    }
  }
}

/// A line of a batch: any that a data set has, which may say itself what it shows.
private struct BatchDrawing {
  let ink: Strokes
  let isFinished: Bool
  let expected: String?

  init(_ json: JSON) throws {
    isFinished = try json.flag("finished") ?? true
    ink = try Drawing.strokes(recorded: json)
    expected = ["shape", "word", "label"].lazy.compactMap { json[$0]?.string }.first
      .map { String($0.lowercased().replacing(" ", with: "_").prefix(64)) }
  }
}
