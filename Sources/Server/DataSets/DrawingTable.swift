import Ink
import Storage

/// Drawings as rows of a table (RFC 4180), beside their pictures.
enum DrawingTable {
  static let columns =
    "file,id,shape,user,status,quality,completeness,guess,confidence,device,canvas_width,"
    + "canvas_height,strokes,points,duration_ms,flagged,stored_at"

  static func row(_ drawing: WholeDrawing, file: String) -> String {
    let shown = drawing.shown
    let guess = shown.guessConfidence.map { (shown.guess ?? "none", "\($0)") } ?? ("", "")
    return [
      file, shown.publicID.string, shown.shape, drawing.hasPerson ? shown.user.string : "",
      shown.isComplete ? "complete" : "partial", "\(shown.quality)", "\(shown.completeness)",
      guess.0, guess.1, shown.device.name ?? "unknown", "\(Float(shown.canvas.width) / 8)",
      "\(Float(shown.canvas.height) / 8)", "\(shown.strokes)", "\(shown.points)",
      "\(shown.durationInMilliseconds)", "\(shown.isFlagged)", timestamp(shown.stored),
    ].joined(separator: ",")
  }
}

/// A value as a table has it: in quotes where it needs them.
func quoted(_ text: String) -> String {
  guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
  return "\"\(text.replacing("\"", with: "\"\""))\""
}
