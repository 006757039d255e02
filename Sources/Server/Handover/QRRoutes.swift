import Imaging
import Transport

/// Pages' addresses to be read by a tablet's camera.
struct QRRoutes: Sendable {
  let isSecure: Bool
  /// Whether other machines reach this server.
  let isOpen: Bool

  var routes: [Route] { [Route(.get, "/api/qr.svg", .everybody, handle: picture)] }

  private func picture(_ call: Call) throws -> Response {
    let place = try Place(
      of: call.request, isSecure: isSecure, network: isOpen ? LocalNetwork.address : nil)
    let address = try place.address(of: call.request.queryValue("path") ?? "/")
    // The path may hold a code that works once: no cache is to keep it.
    return Response(
      status: 200, headers: [("content-type", "image/svg+xml"), ("cache-control", "no-store")],
      body: try QRCode(address).svg())
  }
}
