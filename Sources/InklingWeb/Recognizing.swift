import Ink
import Recognition

// Recognition for the page, as C functions of WebAssembly: load a model, add points, ask.
// A page draws one drawing at a time, so there is one recognizer.

nonisolated(unsafe) private var recognizer: Recognizer?
nonisolated(unsafe) private var ink = Strokes()
nonisolated(unsafe) private var decision = Decision()
nonisolated(unsafe) private var bytes: [UInt8] = []

/// Makes room for a file of `count` bytes and returns where to write it; 0 when that is too much.
@_cdecl("model_buffer")
func modelBuffer(_ count: Int32) -> UnsafeMutablePointer<UInt8>? {
  guard 1...(32 << 20) ~= count else { return nil }
  bytes = [UInt8](repeating: 0, count: Int(count))
  // The array is neither copied nor freed before `model_load` has read it.
  return bytes.withUnsafeMutableBufferPointer { $0.baseAddress }
}

/// Takes the model in the buffer.
/// - Returns: how many classes it has; 0 when it cannot be used.
@_cdecl("model_load")
func modelLoad() -> Int32 {
  defer { bytes = [] }
  do throws(ModelError) {
    let model = try Model(bytes: bytes)
    recognizer = Recognizer(model: model)
    inkReset()
    return Int32(model.labels.count)
  } catch { return 0 }
}

/// One byte of a label in UTF-8; 0 behind its end.
@_cdecl("label_byte")
func labelByte(_ index: Int32, _ position: Int32) -> Int32 {
  guard let labels = recognizer?.model.labels, labels.indices ~= Int(index) else { return 0 }
  var rest = position
  for byte in labels[Int(index)].utf8 {
    if rest == 0 { return Int32(byte) }
    rest -= 1
  }
  return 0
}

/// Begins another drawing, also after undo.
@_cdecl("ink_reset")
func inkReset() {
  ink = Strokes()
  decision = Decision()
  recognizer?.reset()
}

@_cdecl("ink_start_stroke")
func inkStartStroke() {
  if ink.strokes.count < InkLimits.strokes { ink.startStroke(style: .standard) }
}

/// Adds a point in eighths of a canvas unit.
@_cdecl("ink_append")
func inkAppend(_ x: Int32, _ y: Int32) {
  guard !ink.strokes.isEmpty, ink.points.count < InkLimits.points else { return }
  ink.append(Point(x: Int16(clamping: x), y: Int16(clamping: y)))
}

/// Looks at the ink.
/// - Parameter isFinished: not 0 when the pen is up.
/// - Returns: the best class; -1 without a model.
@_cdecl("classify")
func classify(_ isFinished: Int32) -> Int32 {
  recognizer?.classify(ink, isFinished: isFinished != 0)
  guard let guesses = recognizer?.guesses else { return -1 }
  decision.update(guesses, points: ink.points.count, isFinished: isFinished != 0)
  return Int32(guesses.order[0])
}

/// Whether the guesses have settled, as of the last `classify`: 1 or 0.
@_cdecl("decided")
func decided() -> Int32 { decision.isDecided ? 1 : 0 }

/// How sure a class is, 0...1, as of the last `classify`.
@_cdecl("confidence")
func confidence(_ index: Int32) -> Float {
  guard let confidences = recognizer?.guesses.confidences, confidences.indices ~= Int(index)
  else { return 0 }
  return confidences[Int(index)]
}

/// How many pixels wide and high the network's image is; 0 without a model.
@_cdecl("input_size")
func inputSize() -> Int32 { Int32(recognizer?.model.inputSize ?? 0) }

/// A pixel of the image at the last `classify`, 0...127, counted row by row.
@_cdecl("pixel")
func pixel(_ index: Int32) -> Int32 {
  guard let pixels = recognizer?.pixels, pixels.indices ~= Int(index) else { return 0 }
  return Int32(pixels[Int(index)])
}

/// A class's logit in 1/1024 nat, a whole number; for tests.
@_cdecl("logit")
func logit(_ index: Int32) -> Double {
  guard let logits = recognizer?.logits, logits.indices ~= Int(index) else { return 0 }
  return Double(logits[Int(index)])
}
