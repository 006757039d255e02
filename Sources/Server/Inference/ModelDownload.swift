import Recognition
import Storage
import Transport

/// A model as a file to take away.
struct ModelDownload {
  let version: String
  let sha256: [UInt8]
  /// The model's own file.
  let bytes: [UInt8]
  let model: Model

  /// - Parameter onnx: writes a model as ONNX; nil where that was not built in.
  func response(
    to request: Request, onnx: (@Sendable (Model) throws -> [UInt8])?
  ) throws -> Response {
    let format = request.queryValue("format") ?? "inkling"
    let etag = "\"\(String(hexOf: sha256))-\(format)\""
    var response = Response(
      status: 200, headers: [("etag", etag), ("cache-control", "private, no-cache")])
    guard ["inkling", "onnx"].contains(format) else {
      throw Problem(422, "invalid", "A model's format is inkling or onnx.")
    }
    guard format == "inkling" || onnx != nil else {
      throw Problem(501, "not_available", "This server was built without ONNX.")
    }
    if request.knows(etag: etag) {
      response.status = 304
      return response
    }
    response.set("content-type", "application/octet-stream")
    let ending = format == "onnx" ? "onnx" : "inkmodel"
    // Versions are words of the registry's own: no quotes, no slashes.
    response.set(
      "content-disposition", "attachment; filename=\"inkling-\(version).\(ending)\"")
    response.body = format == "onnx" ? try onnx!(model) : bytes
    return response
  }
}
