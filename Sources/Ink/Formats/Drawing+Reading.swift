extension Drawing {
  /// The canvas of ink whose own units mean nothing: 400 units square.
  public static let standardCanvas = Canvas(square: 400)
  /// Quick, Draw!'s simplified drawings lie in 0 ... 255.
  static let quickDrawCanvas = Canvas(square: 256)

  /// Reads a drawing in Inkling's own format (docs/api.md) or in Quick, Draw!'s.
  ///
  /// Points may be objects, `[x,y]`, `[x,y,t]` or `[x,y,pressure,t]`. Quick, Draw!'s ink lies on
  /// a canvas of 256 units; where it leaves that (the raw files), it is fitted into
  /// `standardCanvas`. Members of other names are ignored, and so is `duration_ms`: the points
  /// say it.
  /// - Parameter newID: makes the id when the text has none.
  /// - Throws: every fault with its path, at most 20.
  public init(json: JSON, newID: () -> DrawingID) throws(InvalidDrawing) {
    try self.init(json: json, isRecording: false, newID: newID)
  }

  private init(
    json: JSON, isRecording: Bool, newID: () -> DrawingID
  ) throws(InvalidDrawing) {
    var faults = FaultList()
    guard case .object = json else {
      throw InvalidDrawing(faults: [
        Fault(path: "", message: "a drawing is an object\(instead(of: json))")
      ])
    }
    let (ink, canvas) = Self.ink(json, isRecording: isRecording, faults: &faults)
    self.init(
      id: Self.id(json["id"], faults: &faults) ?? newID(),
      shape: Self.shape(json, faults: &faults), canvas: canvas,
      device: Self.device(json["device"], faults: &faults), ink: ink,
      userAgent: Self.userAgent(json["user_agent"], faults: &faults))
    try faults.throwIfAny()
  }

  /// Reads a line of a data set: any of the above, or a researcher's
  /// `{"source","user","label","strokes":[[[x,y,t],…],…]}` in units of its own.
  ///
  /// The latter is fitted into `standardCanvas`: aspect kept, the larger side two thirds of the
  /// canvas, in the middle. Recordings are taken as they are: where a clock steps back no time
  /// passes, and a word becomes a name in lower case with `_` for spaces.
  public init(recorded json: JSON, newID: () -> DrawingID) throws(InvalidDrawing) {
    try self.init(json: json, isRecording: true, newID: newID)
  }

  /// Reads ink alone, as a classification takes it: `strokes` and `canvas`, or Quick, Draw!'s
  /// `drawing`. Without a canvas it is `standardCanvas`.
  public static func strokes(
    json: JSON
  ) throws(InvalidDrawing) -> (ink: Strokes, canvas: Canvas) {
    var faults = FaultList()
    let result =
      json["drawing"] != nil && json["strokes"] == nil
      ? quickDrawInk(json, isRecording: false, faults: &faults)
      : ownInk(json, canvasIfNone: standardCanvas, faults: &faults)
    try faults.throwIfAny()
    return result
  }
}

extension Drawing {
  /// Reads the ink of a data set's line alone; nothing has to say what it is.
  public static func strokes(recorded json: JSON) throws(InvalidDrawing) -> Strokes {
    var faults = FaultList()
    let ink = ink(json, isRecording: true, faults: &faults).ink
    try faults.throwIfAny()
    return ink
  }

  private static func ink(
    _ json: JSON, isRecording: Bool, faults: inout FaultList
  ) -> (ink: Strokes, canvas: Canvas) {
    if json["drawing"] != nil && json["strokes"] == nil {
      return quickDrawInk(json, isRecording: isRecording, faults: &faults)
    }
    return isRecording && json["canvas"] == nil
      ? researchInk(json, faults: &faults) : ownInk(json, faults: &faults)
  }

  private static func ownInk(
    _ json: JSON, canvasIfNone: Canvas? = nil, faults: inout FaultList
  ) -> (ink: Strokes, canvas: Canvas) {
    let canvas: Canvas?
    if let standard = canvasIfNone, json["canvas"] == nil {
      canvas = standard
    } else {
      canvas = Canvas(json: json["canvas"], faults: &faults)
    }
    let loose = LooseInk(strokes: json["strokes"], faults: &faults)
    return (loose.quantised(on: canvas, faults: &faults), canvas ?? standardCanvas)
  }

  private static func researchInk(
    _ json: JSON, faults: inout FaultList
  ) -> (ink: Strokes, canvas: Canvas) {
    var loose = LooseInk(strokes: json["strokes"], faults: &faults)
    loose.straightenClock()
    loose.fit(into: 400)
    return (loose.quantised(on: standardCanvas, faults: &faults), standardCanvas)
  }

  private static func quickDrawInk(
    _ json: JSON, isRecording: Bool, faults: inout FaultList
  ) -> (ink: Strokes, canvas: Canvas) {
    var loose = LooseInk(columns: json["drawing"], faults: &faults)
    if isRecording { loose.straightenClock() }
    var canvas: Canvas? = quickDrawCanvas
    if json["canvas"] != nil {
      canvas = Canvas(json: json["canvas"], faults: &faults)
    } else if !loose.fitsSquare(of: 256) {
      loose.fit(into: 400)
      canvas = standardCanvas
    }
    return (loose.quantised(on: canvas, faults: &faults), canvas ?? standardCanvas)
  }

  private static func id(_ json: JSON?, faults: inout FaultList) -> DrawingID? {
    guard let json, !json.isNull else { return nil }
    if let text = json.string, let id = DrawingID(text: text.utf8) { return id }
    faults.add("id", "an id is a UUID: xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")
    return nil
  }

  /// The shape under the name that the format has for it.
  private static func shape(_ json: JSON, faults: inout FaultList) -> String {
    if let shape = json["shape"] {
      if let name = shape.string, ShapeName.isValid(name) { return name }
      faults.add("shape", ShapeName.rule)
    } else if let word = json["word"] ?? json["label"] {
      if let name = word.string.flatMap(ShapeName.imported) { return name }
      faults.add(json["word"] != nil ? "word" : "label", ShapeName.rule)
    } else {
      faults.add("shape", "the shape that was asked for is needed; \(ShapeName.rule)")
    }
    return ""
  }

  private static func device(_ json: JSON?, faults: inout FaultList) -> Device {
    guard let json, !json.isNull else { return .unknown }
    if let name = json.string, let device = Device(name: name) { return device }
    faults.add("device", "a device is mouse, touch, pen or keyboard")
    return .unknown
  }

  private static func userAgent(_ json: JSON?, faults: inout FaultList) -> String {
    guard let json, !json.isNull else { return "" }
    if let text = json.string, text.utf8.count <= 1_024 { return text }
    faults.add("user_agent", "a user agent is a string of at most 1024 bytes")
    return ""
  }
}

extension Canvas {
  /// Reads one that may be missing: then it is the standard one.
  public static func read(_ json: JSON?) throws(InvalidDrawing) -> Canvas {
    guard let json, !json.isNull else { return Drawing.standardCanvas }
    var faults = FaultList()
    let canvas = Canvas(json: json, faults: &faults)
    try faults.throwIfAny()
    return canvas ?? Drawing.standardCanvas
  }

  /// Reads `{"width":…,"height":…}` in units; nil after a fault.
  init?(json: JSON?, faults: inout FaultList) {
    guard let json, case .object = json else {
      faults.add("canvas", "{\"width\",\"height\"} is needed\(instead(of: json))")
      return nil
    }
    let width = Self.side(json["width"], "canvas.width", faults: &faults)
    let height = Self.side(json["height"], "canvas.height", faults: &faults)
    guard let width, let height else { return nil }
    self.init(width: width, height: height)
  }

  private static func side(_ json: JSON?, _ path: String, faults: inout FaultList) -> UInt16? {
    if let units = json?.number, InkLimits.canvas ~= Float(units) {
      return UInt16((units * 8).rounded())
    }
    faults.add(
      path,
      "a side is \(plain(Double(InkLimits.canvas.lowerBound))) to "
        + "\(plain(Double(InkLimits.canvas.upperBound))) units"
        + (json?.number.map { "; this is \(plain($0))" } ?? instead(of: json)))
    return nil
  }
}
