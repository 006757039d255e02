import Ink

// Scoring for the page, as C functions of WebAssembly: name a shape, add points, ask. A page draws
// one drawing at a time, so there is one scorer.

nonisolated(unsafe) private var scorer = LiveScorer(kind: .unknown, canvas: Canvas(square: 400))
nonisolated(unsafe) private var room = [UInt8](repeating: 0, count: roomSize)
nonisolated(unsafe) private var figures = [Float](repeating: 0, count: 2 + 2 * 64)
nonisolated(unsafe) private var hints: [Hint] = []

/// For a shape's id, which has 64 bytes at most, a template behind it, and a hint's text.
private let roomSize = 64 + ShapeTemplate.byteCount

/// Where the shape's id is written, in UTF-8, and behind it its template.
@_cdecl("scorer_room")
func scorerRoom() -> UnsafeMutablePointer<UInt8>? {
  // The array is neither copied nor grown as long as the module lives.
  room.withUnsafeMutableBufferPointer { $0.baseAddress }
}

/// Begins a drawing.
/// - Parameters:
///   - idLength: of the shape's id in the room, bytes.
///   - templateLength: of its template behind that; 0 where there is none.
///   - width, height: of the canvas, eighths of a unit.
/// - Returns: 1, or 0 for what cannot be.
@_cdecl("scorer_begin")
func scorerBegin(
  _ idLength: Int32, _ templateLength: Int32, _ width: Int32, _ height: Int32
) -> Int32 {
  guard 1...64 ~= idLength, 0...65_535 ~= width, 0...65_535 ~= height else { return 0 }
  var kind = ShapeKind(id: room[..<Int(idLength)])
  if case .unknown = kind, templateLength > 0 {
    guard templateLength == ShapeTemplate.byteCount,
      let template = ShapeTemplate(bytes: Array(room[Int(idLength)...].prefix(Int(templateLength))))
    else { return 0 }
    kind = .template(template)
  }
  scorer = LiveScorer(kind: kind, canvas: Canvas(width: UInt16(width), height: UInt16(height)))
  return 1
}

/// Forgets the ink: undo begins so.
@_cdecl("scorer_clear")
func scorerClear() { scorer.rebuild(from: Strokes()) }

@_cdecl("scorer_start_stroke")
func scorerStartStroke() { scorer.startStroke() }

/// Adds a point in eighths of a canvas unit.
@_cdecl("scorer_append")
func scorerAppend(_ x: Int32, _ y: Int32) {
  scorer.append(Point(x: Int16(clamping: x), y: Int16(clamping: y)))
}

/// Scores what is there.
/// - Parameter isFinished: not 0 when no more comes.
/// - Returns: where quality, completeness, and each hint's x and y stand, as `f32`.
@_cdecl("scorer_score")
func scorerScore(_ isFinished: Int32) -> UnsafeMutablePointer<Float>? {
  let score = scorer.score(finished: isFinished != 0)
  hints = Array(score.hints)
  (figures[0], figures[1]) = (score.quality, score.completeness)
  for (index, hint) in hints.enumerated() {
    (figures[2 + 2 * index], figures[3 + 2 * index]) = (hint.x, hint.y)
  }
  return figures.withUnsafeMutableBufferPointer { $0.baseAddress }
}

/// How many hints the last score has.
@_cdecl("scorer_hint_count")
func scorerHintCount() -> Int32 { Int32(hints.count) }

/// The amount behind a hint; its unit is the code's.
@_cdecl("scorer_hint_amount")
func scorerHintAmount(_ index: Int32) -> Float {
  hints.indices ~= Int(index) ? hints[Int(index)].amount : 0
}

/// Writes a hint's text into the room: 0 its code, 1 its place, 2 the sentence.
/// - Returns: how many bytes.
@_cdecl("scorer_hint_text")
func scorerHintText(_ index: Int32, _ which: Int32) -> Int32 {
  guard hints.indices ~= Int(index) else { return 0 }
  let hint = hints[Int(index)]
  let text = which == 0 ? hint.code.text : which == 1 ? hint.place.text : hint.message
  var count = 0
  for byte in text.utf8 where count < room.count {
    room[count] = byte
    count += 1
  }
  return Int32(count)
}

/// Fits the ideal to the ink.
/// - Returns: where it stands, as `f32`: the number of places, 1 when it is closed, x and y of each.
@_cdecl("scorer_ideal")
func scorerIdeal() -> UnsafeMutablePointer<Float>? {
  let ideal = scorer.ideal()
  let places = ideal?.places ?? []
  (figures[0], figures[1]) = (Float(min(places.count, 64)), ideal?.isClosed == true ? 1 : 0)
  for (index, place) in places.prefix(64).enumerated() {
    (figures[2 + 2 * index], figures[3 + 2 * index]) = (place.x, place.y)
  }
  return figures.withUnsafeMutableBufferPointer { $0.baseAddress }
}
