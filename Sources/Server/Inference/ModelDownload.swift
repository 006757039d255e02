import Ink
import Recognition
import Storage
import Synchronization
import Transport

/// A model as a file to take away.
struct ModelDownload {
  private static let made = MadeFiles()

  let version: String
  let sha256: [UInt8]
  /// The model's own file.
  let bytes: [UInt8]
  let model: Model

  /// - Parameter formats: what it can be written as, besides its own file.
  func response(to request: Request, formats: [ModelTools.Format]) throws -> Response {
    let name = request.queryValue("format") ?? "inkling"
    let format = formats.first { $0.name == name }
    guard format != nil || name == "inkling" else {
      let known = ["inkling"] + formats.map(\.name).filter { $0 != "inkling" }
      throw Problem(422, "invalid", "A model's format is \(known.joined(separator: ", ")).")
    }
    let file =
      name == "inkling" ? bytes : try Self.made.file(sha256, name) { try format!.file(model) }
    // Another version of the program may write another file of the same model.
    let etag = "\"\(String(hexOf: sha256))-\(name)-\(CRC32C.checksum(file))\""
    var response = Response(
      status: 200, headers: [("etag", etag), ("cache-control", "private, no-cache")])
    if request.knows(etag: etag) || request.knows(etag: "\(etag.dropLast())-gz\"") {
      response.status = 304
      return response
    }
    response.set("content-type", format?.contentType ?? "application/octet-stream")
    // Versions are words of the registry's own: no quotes, no slashes.
    let fileName = format?.fileName(version) ?? "inkling-\(version).inkmodel"
    response.set("content-disposition", "attachment; filename=\"\(fileName)\"")
    response.body = file
    // It travels to pages that recognise by themselves.
    response.pack(for: request)
    return response
  }
}

/// The files that were written of models last: to write one takes longer than to send it.
private final class MadeFiles: Sendable {
  private let files = Mutex<[(name: String, bytes: [UInt8])]>([])
  private static let kept = 12

  func file(_ sha256: [UInt8], _ format: String, make: () throws -> [UInt8]) rethrows -> [UInt8] {
    let name = "\(String(hexOf: sha256))-\(format)"
    if let known = files.withLock({ $0.first { $0.name == name }?.bytes }) { return known }
    let bytes = try make()
    files.withLock { files in
      files = files.filter { $0.name != name }.suffix(Self.kept - 1) + [(name, bytes)]
    }
    return bytes
  }
}
