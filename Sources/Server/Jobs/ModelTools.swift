public import Recognition
public import Storage

/// What a server cannot do with models by itself; nil for what was not built in.
public struct ModelTools: Sendable {
  public var compare: ModelComparison?
  public var judge: ModelJudge?
  /// The forms in which a model can be taken away, besides its own file.
  public var formats: [Format] = []

  public init() {}

  /// A form in which a model can be taken away.
  public struct Format: Sendable {
    /// As a request names it.
    public var name: String
    public var contentType: String
    /// What a browser calls the file of a model's version.
    public var fileName: @Sendable (_ version: String) -> String
    public var file: @Sendable (Model) throws -> [UInt8]

    public init(
      name: String, contentType: String,
      fileName: @escaping @Sendable (_ version: String) -> String,
      file: @escaping @Sendable (Model) throws -> [UInt8]
    ) {
      self.name = name
      self.contentType = contentType
      self.fileName = fileName
      self.file = file
    }
  }
}

/// Measures two models on the same drawings, which neither has seen.
///
/// It is given both and a reader of drawings that are set aside, of 1 to 63 shapes that one of them
/// knows.
/// - Parameter growing: whether to look at unfinished drawings as well, which takes far longer.
public typealias ModelComparison =
  @Sendable (
    _ a: LoadedModel, _ b: LoadedModel, _ heldOut: DrawingSnapshot, _ growing: Bool
  ) throws -> ComparedModels

/// How two models compare.
public struct ComparedModels: Sendable {
  /// JSON, an object.
  public var json: String
  public var drawings: Int
  /// The second is less accurate, by more than chance explains.
  public var isSecondWorse: Bool

  public init(json: String, drawings: Int, isSecondWorse: Bool) {
    self.json = json
    self.drawings = drawings
    self.isSecondWorse = isSecondWorse
  }
}

/// Lets a model look at the drawings that it was judged by, and no others.
///
/// It is given the drawings that the model was trained and judged with.
/// - Parameter shape: only drawings of this one; nil for all.
public typealias ModelJudge =
  @Sendable (
    _ model: LoadedModel, _ drawings: DrawingSnapshot, _ shape: String?
  ) throws -> [JudgedDrawing]

/// What a model said of a drawing.
public struct JudgedDrawing: Sendable {
  /// Its place in the snapshot's entries.
  public var place: Int
  /// What it is, and what the model said.
  public var shape, guess: String
  public var confidence: Float

  public init(place: Int, shape: String, guess: String, confidence: Float) {
    self.place = place
    self.shape = shape
    self.guess = guess
    self.confidence = confidence
  }
}
