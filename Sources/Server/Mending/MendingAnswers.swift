import Ink
import Storage
import Transport

extension Response {
  /// A drawing after a change, and the change by which to take it back.
  static func mended(_ drawing: GalleryDrawing, change: Int64?) -> Response {
    var response = Response.json { $0.write(drawing) }
    let change = change.map(String.init) ?? "null"
    response.body.replaceSubrange(
      response.body.indices.suffix(1), with: Array(",\"change\":\(change)}".utf8))
    response.set("etag", drawing.quotedEtag)
    return response
  }
}

extension GalleryDrawing {
  /// As headers have it.
  var quotedEtag: String { "\"\(etag)\"" }
}

extension Problem {
  /// Somebody was faster. The page shows the drawing as it is now, and asks again.
  static func changedMeanwhile(_ drawing: GalleryDrawing, _ by: AuditEntry?) -> Problem {
    let who = by.map { "\($0.actor) changed this drawing at \(timestamp($0.at)) (\($0.action))" }
    var problem = Problem(
      412, "changed_meanwhile",
      (who ?? "This drawing was changed meanwhile") + "; nothing was done. Look again.")
    var writer = JSONWriter()
    writer.write(drawing)
    problem.members = [("drawing", writer.bytes)]
    return problem
  }
}
