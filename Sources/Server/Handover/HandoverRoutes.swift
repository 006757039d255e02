import Ink
import Storage
import Transport

/// A person's way to another device, with the drawing that is under way.
struct HandoverRoutes: Sendable {
  let store: Store
  let sessions: Sessions
  let open: OpenDrawings
  let handovers = Handovers()
  let isSecure: Bool

  var routes: [Route] {
    [
      Route(.post, "/api/session/handover", .session, bodyLimit: 1_024, handle: offer),
      Route(.post, "/api/session/take", .everybody, bodyLimit: 1_024, handle: take),
    ]
  }

  private func offer(_ call: Call) throws -> Response {
    let offer = try handovers.offer(call.requireSession().user)
    return .json(status: 201) { writer in
      writer.beginObject()
      writer.member("code", offer.code)
      writer.member(
        "expires",
        timestamp(storeTime() + Int64(Handovers.lifetimeInSeconds) * 1_000))
      writer.endObject()
    }
  }

  private func take(_ call: Call) throws -> Response {
    guard let text = try call.json()["code"]?.string else {
      throw Problem.invalid(
        "A code is taken with {\"code\":\"HKMRTW\"}.",
        [Fault(path: "code", message: "\(Handovers.length) letters")])
    }
    // What cannot be a code is counted as a guess as well.
    let code = Handovers.normalized(text) ?? ""
    guard let offer = try handovers.take(code, peer: call.request.peer) else {
      throw Problem(
        404, "no_code", "This code is not known, was used, or is over five minutes old.")
    }
    let session: Session
    do {
      session = try store.waitForChange { sessions.create(for: offer.user, completion: $0) }
    } catch {
      handovers.giveBack(offer)
      throw error
    }
    var response = Response.json(status: 201) { writer in
      writer.beginObject()
      writer.name("user")
      session.user.write(to: &writer)
      writer.member("token", session.token)
      // `welcome` tells of drawings that nobody is connected to; this one is still at the other device.
      writer.name("open")
      if let drawing = open.newest(ofUser: session.user.id) {
        writer.beginObject()
        writer.member("drawing", drawing.id)
        writer.member("shape", drawing.shape)
        writer.endObject()
      } else {
        writer.null()
      }
      writer.endObject()
    }
    response.set("set-cookie", Site.cookie(session, isSecure: isSecure))
    return response
  }
}
