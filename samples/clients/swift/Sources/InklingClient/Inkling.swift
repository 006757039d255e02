import Foundation

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Inkling for programs: what a drawing is, said while it is drawn; drawings that are made up;
/// ideal shapes; the model itself.
///
/// ```swift
/// let inkling = try Inkling("http://127.0.0.1:8080", key: "inkling_…")
/// let stream = await inkling.stream()
/// try await stream.point(x: 100, y: 100)
/// try await stream.point(x: 300, y: 102)
/// try await stream.lift()
/// print(try await stream.settled().shape ?? "nothing")
/// ```
public struct Inkling: Sendable {
  public let address: URL
  /// An API key; from the server's own machine none is needed.
  public let key: String?
  /// Until an answer has to come.
  public var timeoutSeconds: Double = 15
  /// How often a request is sent again that met 429, 503 or no server.
  public var retries = 4

  /// - Throws: `InklingError` when the address is none of HTTP.
  public init(_ address: String, key: String? = nil) throws {
    let trimmed = address.hasSuffix("/") ? String(address.dropLast()) : address
    guard let url = URL(string: trimmed), ["http", "https"].contains(url.scheme), url.host != nil
    else { throw InklingError("invalid", "\(address) is no address of a server") }
    self.address = url
    self.key = key?.isEmpty == true ? nil : key
  }

  /// Opens a stream of ink; draw at once, it connects by itself. `close()` it in the end.
  ///
  /// - Parameter model: a version; nil for the active one.
  public func stream(
    canvas: Canvas = Canvas(width: 400, height: 400), model: String? = nil,
    options: InkStream.Options = .init()
  ) async -> InkStream {
    let text = "ws" + address.absoluteString.dropFirst(4) + "/ws/classify"
    let stream = InkStream(
      url: URL(string: text)!, key: key, canvas: canvas, model: model, options: options)
    await stream.start()
    return stream
  }

  /// What a drawing is. With `explain` the answer has an `explanation`.
  public func classify(
    _ drawing: Drawing, model: String? = nil, explain: Bool? = nil
  ) async throws -> Answer {
    try await post("classify", Asked(drawing, model: model, explain: explain))
  }

  /// What up to 1,000 drawings are, in their order, all by one model.
  public func classify(_ drawings: [Drawing], model: String? = nil) async throws -> Answers {
    struct Many: Encodable {
      let drawings: [Drawing]
      let model: String?
    }
    return try await post("classify", Many(drawings: drawings, model: model))
  }

  /// Makes drawings up. The same seed, temperature and generator give the same drawings.
  public func generate(
    _ shape: String, count: Int? = nil, seed: Int? = nil, temperature: Double? = nil,
    canvas: Canvas? = nil
  ) async throws -> Generated {
    struct Wanted: Encodable {
      let shape: String
      let count, seed: Int?
      let temperature: Double?
      let canvas: Canvas?
    }
    return try await post(
      "generate",
      Wanted(shape: shape, count: count, seed: seed, temperature: temperature, canvas: canvas))
  }

  /// The ideal shape that a drawing is meant to be, where it lies.
  /// - Parameter shape: which, if that is known.
  public func fit(_ drawing: Drawing, shape: String? = nil) async throws -> Fit {
    try await post("fit", Asked(drawing, shape: shape))
  }

  /// The rest of a begun drawing.
  public func complete(
    _ drawing: Drawing, shape: String? = nil, seed: Int? = nil, temperature: Double? = nil
  ) async throws -> Completion {
    try await post(
      "complete", Asked(drawing, shape: shape, seed: seed, temperature: temperature))
  }

  /// All models, the active one among them.
  public func models() async throws -> [ModelEntry] {
    struct List: Decodable { let models: [ModelEntry] }
    return try decode(List.self, try await ask("GET", "models")).models
  }

  /// Version, classes and figures of a model; of the active one unless told.
  public func modelInfo(model: String? = nil) async throws -> ModelInfo {
    try decode(ModelInfo.self, try await ask("GET", "model/info", query: ["model": model]))
  }

  /// The model as a file.
  public func modelFile(_ format: ModelFormat = .inkling, model: String? = nil) async throws -> Data
  {
    try await ask("GET", "model/file", query: ["format": format.rawValue, "model": model])
  }

  private func post<Body: Encodable, Result: Decodable>(
    _ path: String, _ body: Body
  ) async throws -> Result {
    try decode(Result.self, try await ask("POST", path, body: JSONEncoder().encode(body)))
  }
}

/// A drawing and what is asked about it; what is nil is left out.
private struct Asked: Encodable {
  let strokes: [Stroke]
  let canvas: Canvas?
  let finished: Bool?
  let model: String?
  let explain: Bool?
  let shape: String?
  let seed: Int?
  let temperature: Double?

  init(
    _ drawing: Drawing, model: String? = nil, explain: Bool? = nil, shape: String? = nil,
    seed: Int? = nil, temperature: Double? = nil
  ) {
    strokes = drawing.strokes
    canvas = drawing.canvas
    finished = drawing.finished
    self.model = model
    self.explain = explain
    self.shape = shape
    self.seed = seed
    self.temperature = temperature
  }
}

func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws -> Value {
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(type, from: data)
}
