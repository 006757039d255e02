import Foundation
import Ink
import Recognition

/// What a network saw of a drawing, and which strokes its answer hangs on.
struct Explanation {
  private let size: Int
  private let pixels: [UInt8]
  /// By stroke: by how much the best answer's confidence falls without it, -1...1.
  private let importances: [Float]

  /// - Parameter raster: with the drawing in it.
  init(
    of drawing: AskedDrawing, _ raster: InkRaster, _ classifier: inout Classifier
  ) {
    (size, pixels) = (raster.size, raster.pixels)
    let whole = classifier.guesses
    let best = whole.order[0]
    var others = InkRaster(size: raster.size)
    importances = drawing.ink.strokes.indices.map { left in
      guard let rest = drawing.ink.without(stroke: left) else { return whole.confidence }
      others.reset()
      classifier.classify(rest, in: &others, isFinished: drawing.isFinished)
      return whole.confidence - classifier.guesses.confidences[best]
    }
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.name("input")
    writer.beginObject()
    writer.member("size", size)
    writer.member("pixels", Data(pixels).base64EncodedString())
    writer.endObject()
    writer.name("strokes")
    writer.beginArray()
    for importance in importances {
      writer.beginObject()
      writer.member("importance", importance)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }
}

extension Strokes {
  /// Nil where nothing would be left.
  fileprivate func without(stroke left: Int) -> Strokes? {
    var rest = Strokes()
    for (index, stroke) in strokes.enumerated() where index != left {
      rest.startStroke(style: stroke.style)
      for point in points[range(ofStroke: index)] { rest.append(point) }
    }
    return rest.isEmpty ? nil : rest
  }
}
