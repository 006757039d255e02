import Crypto
import Foundation
import Storage
import Transport

/// The route that describes all routes to programs: OpenAPI 3.1, embedded in the program. A test
/// compares it with the table of routes.
struct OpenAPIRoutes: Sendable {
  var routes: [Route] {
    [Route(.get, "/api/openapi.json", .everybody, isQuick: true, handle: document)]
  }

  private static let etag =
    "\"\(String(hexOf: Array(SHA256.hash(data: Data(PackageResources.openapi_json)))))\""

  private func document(_ call: Call) -> Response {
    var response = Response(
      status: 200, headers: [("etag", Self.etag), ("cache-control", "no-cache")])
    guard !call.request.knows(etag: Self.etag) else {
      response.status = 304
      return response
    }
    response.set("content-type", "application/json")
    response.body = PackageResources.openapi_json
    return response
  }
}
