import Generation
import Ink
import Recognition
import Transport

/// The routes by which programs have ink drawn: whole drawings, and the rest of begun ones.
struct GenerateRoutes: Sendable {
  let models: ModelShelf
  let generators: GeneratorShelf
  let access: InferenceAccess

  /// A begun drawing is compared with some hundred: it takes as long as so many that are classified.
  private static let completionCost = 100

  var routes: [Route] {
    [
      Route(.post, "/api/inference/generate", .everybody, bodyLimit: 4_096, handle: generate)
        .slow(),
      Route(.post, "/api/inference/complete", .everybody, bodyLimit: 1 << 20, handle: complete)
        .slow(),
    ]
  }

  // MARK: - Whole drawings

  private func generate(_ call: Call) throws -> Response {
    let asker = try access.admit(call.request, for: .generate)
    let wish = try GenerationWish(call.json())
    try access.spend(wish.count - 1, by: asker)
    let named = try generators.find(for: wish.shape)
    let judge = models.inference.current.flatMap { ShapeJudge(wish.shape, $0) }
    var seeds = SplitMix64(seed: UInt64(wish.manner.seed))
    let drawings = (0..<wish.count).compactMap { _ in
      named.generator.generate(
        shape: wish.shape, seed: seeds.next(), temperature: wish.manner.temperature,
        on: wish.canvas, judge: judge.map { $0.confidence })
    }
    return .json { writer in
      writer.beginObject()
      writer.member("shape", wish.shape)
      writer.writeMembers(of: wish.manner)
      writer.member("generator", named.version)
      writer.name("drawings")
      writer.beginArray()
      for drawing in drawings { drawing.write(to: &writer) }
      writer.endArray()
      writer.endObject()
    }
  }

  // MARK: - The rest of a drawing

  private func complete(_ call: Call) throws -> Response {
    let asker = try access.admit(call.request, for: .generate, drawings: 0)
    try access.spend(1, each: Self.completionCost, by: asker)
    let body = try call.json()
    let drawing = try AskedDrawing(body)
    let manner = try GenerationManner(body)
    let (shape, confidence) = try self.shape(of: drawing, body)
    let named = try generators.find(for: shape)
    let rest = named.generator.complete(
      drawing.ink, as: shape, isPenDown: !drawing.isFinished, seed: UInt64(manner.seed),
      temperature: manner.temperature, on: drawing.canvas)
    guard let rest else { throw Problem.unknownShape(shape) }
    return .json { writer in
      writer.beginObject()
      writer.member("shape", shape)
      writer.name("confidence")
      if let confidence { writer.number(confidence, decimals: 4) } else { writer.null() }
      writer.member("match", rest.match)
      writer.writeMembers(of: manner)
      writer.member("generator", named.version)
      writer.member("continues_stroke", rest.continuesStroke)
      writer.name("strokes")
      rest.ink.write(to: &writer, after: Int(drawing.ink.durationInMilliseconds))
      writer.endObject()
    }
  }

  /// The shape that was asked for, or the likeliest of those that can be drawn.
  private func shape(
    of drawing: AskedDrawing, _ body: JSON
  ) throws -> (shape: String, confidence: Float?) {
    if let asked = try body.text("shape") { return (asked, nil) }
    let known = try generators.labels()
    return try models.look(nil) { served, classifier in
      var raster = InkRaster(size: served.model.inputSize)
      classifier.classify(drawing.ink, in: &raster, isFinished: drawing.isFinished)
      let guesses = classifier.guesses
      guard let best = guesses.order.first(where: { known.contains(guesses.labels[$0]) }) else {
        throw Problem.unknownShape(guesses.label)
      }
      return (guesses.labels[best], guesses.confidences[best])
    }
  }
}

/// What fixes a drawing that is made up, besides its shape.
struct GenerationManner {
  /// 0 ... 2^53 - 1, so that every reader of JSON has it exactly.
  let seed: Int
  let temperature: Double

  private static let seeds = 0...(1 << 53 - 1)

  /// - Throws: `InvalidDrawing` with a fault for each member that is out of its range.
  init(_ json: JSON) throws(InvalidDrawing) {
    var faults: [Fault] = []
    func member(_ name: String) -> JSON? { json[name].flatMap { $0.isNull ? nil : $0 } }
    let seed = member("seed").map { $0.integer ?? -1 }
    if let seed, !Self.seeds.contains(seed) {
      faults.append(Fault(path: "seed", message: "a whole number from 0 to 2^53 - 1"))
    }
    let temperature = member("temperature").map { $0.number ?? -1 }
    if let temperature, !Generator.temperatures.contains(temperature) {
      faults.append(Fault(path: "temperature", message: "a number from 0 to 2"))
    }
    guard faults.isEmpty else { throw InvalidDrawing(faults: faults) }
    self.seed = seed ?? .random(in: Self.seeds)
    self.temperature = temperature ?? 1
  }
}

/// Which drawings are to be made up.
private struct GenerationWish {
  let shape: String
  let count: Int
  let canvas: Canvas
  let manner: GenerationManner

  private static let counts = 1...100

  init(_ json: JSON) throws {
    guard case .object = json, let shape = try json.text("shape") else {
      throw Problem.invalid(
        "Drawings are asked for with {\"shape\":\"heart\",\"count\":3}.",
        [Fault(path: "shape", message: "the name of a shape is needed")])
    }
    self.shape = shape
    count = json["count"].flatMap { $0.isNull ? nil : $0 }.map { $0.integer ?? 0 } ?? 1
    guard Self.counts ~= count else {
      throw Problem.invalid(
        "Up to 100 drawings are made at once.",
        [Fault(path: "count", message: "a whole number from 1 to 100")])
    }
    canvas = try Canvas.read(json["canvas"])
    manner = try GenerationManner(json)
  }
}

extension JSONWriter {
  fileprivate mutating func writeMembers(of manner: GenerationManner) {
    member("seed", manner.seed)
    member("temperature", manner.temperature)
  }
}
