import Foundation
import Ink
import Recognition
import Transport

/// The route by which thousands of drawings are classified at once: a line each, in and out. The
/// answers are sent while the rest is looked at, as fast as the client takes them.
struct BatchRoutes: Sendable {
  let models: ModelShelf
  let access: InferenceAccess
  let threads: StreamThreads

  static let bodyLimit = 64 << 20
  static let lineLimit = 100_000
  /// Lines between two looks at the budget.
  private static let part = 100
  /// Seconds between two looks whether the key is still good.
  private static let keyPeriod = 2.0

  var routes: [Route] {
    [
      Route(
        .post, "/api/inference/batch", .everybody, bodyLimit: Self.bodyLimit, handle: classify
      ).forThoseWhoShowAnything()
    ]
  }

  private func classify(_ call: Call) throws -> Response {
    let asker = try access.admit(call.request, drawings: 0)
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
    let lines = body.split(separator: UInt8(ascii: "\n"))
    let part = min(Self.part, asker.perSecond)
    var checked = ContinuousClock.now
    for (index, line) in lines.enumerated() {
      if index % part == 0 {
        if checked.millisecondsSince > Self.keyPeriod * 1_000 {
          checked = .now
          guard try !access.isRevoked(asker) else { return try say(.revokedKey, to: stream) }
        }
        guard try wait(for: min(part, lines.count - index), asker, stream) else {
          return try say(.revokedKey, to: stream)
        }
      }
      if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
      var writer = JSONWriter(capacityInBytes: 512)
      writer.beginObject()
      writer.member("index", drawings + faults)
      do {
        let drawing = try BatchDrawing(JSON(parsing: Array(line)))
        raster.reset()
        models.inference.look(at: drawing.ink, drawing.isFinished, served, &classifier, &raster)
        writer.writeMembers(of: classifier.guesses)
        if let expected = drawing.expected { writer.member("expected", expected) }
        drawings += 1
      } catch {
        writer.name("error")
        writer.write(Problem(error))
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
  /// - Returns: false when the key was revoked meanwhile.
  private func wait(for drawings: Int, _ asker: Asker, _ stream: BodyStream) throws -> Bool {
    var checked = ContinuousClock.now
    while !access.trySpend(drawings, by: asker) {
      Thread.sleep(forTimeInterval: 0.05)
      // Finds out whether anybody is still there.
      try stream.write([])
      guard checked.millisecondsSince > Self.keyPeriod * 1_000 else { continue }
      checked = .now
      if try access.isRevoked(asker) { return false }
    }
    return true
  }

  /// The last line of a batch that cannot go on.
  private func say(_ problem: Problem, to stream: BodyStream) throws {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("error")
    writer.write(problem)
    writer.endObject()
    try stream.write(writer.bytes + [UInt8(ascii: "\n")])
  }
}

extension JSONWriter {
  /// `{"code","detail"}`
  fileprivate mutating func write(_ problem: Problem) {
    beginObject()
    member("code", problem.code)
    member("detail", problem.detail)
    endObject()
  }
}

extension Problem {
  fileprivate static var revokedKey: Problem {
    Problem(401, "key_revoked", "This API key was revoked; ask for another one.")
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
