import Foundation
import Ink
import Synchronization
import Testing

@testable import Server

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The wire as a client in Swift sees it, against the whole server.
@Suite struct LiveInkTests {
  private func begin(_ client: TestClient, _ id: DrawingID, shape: String = "circle") throws {
    client.send(
      #"{"type":"begin","drawing":"\#(id.string)","shape":"\#(shape)","canvas":{"width":400,"height":400},"device":"pen"}"#
    )
    _ = try client.next("begun")
  }

  private func frame(_ points: [Point], seq: UInt32, flags: UInt8) -> [UInt8] {
    var bytes: [UInt8] = [1, flags, 0, 0]
    bytes.appendInteger(seq)
    for point in points {
      bytes.appendInteger(point.x)
      bytes.appendInteger(point.y)
      bytes.appendInteger(point.elapsed)
      bytes += [point.pressure, 0]
    }
    return bytes
  }

  private func circle(_ count: Int = 60) -> [Point] {
    (0..<count).map { index in
      let angle = Double(index) / Double(count - 1) * 2 * .pi
      return Point(
        x: Int16((200 + 120 * cos(angle)) * 8), y: Int16((200 + 120 * sin(angle)) * 8),
        elapsed: index == 0 ? 0 : 12, pressure: UInt8(index))
    }
  }

  @Test func `a circle is scored while it is drawn, saved, and stored as it was sent`() throws {
    let server = try TestServer()
    let client = try server.connect()
    let id = DrawingID.random()
    try begin(client, id)
    let points = circle()
    client.send(frame(Array(points[..<30]), seq: 1, flags: 1))
    let half = try client.next("feedback") { $0["seq"]?.integer == 1 }
    #expect(try #require(half["quality"]?.number) > 0.7)
    #expect(try #require(half["completeness"]?.number) < 0.8)
    client.send(frame(Array(points[30...]), seq: 2, flags: 2))
    let whole = try client.next("feedback") { $0["seq"]?.integer == 2 }
    #expect(try #require(whole["completeness"]?.number) > 0.9)
    client.send(#"{"type":"submit","seq":3}"#)
    let submitted = try client.next("submitted")
    #expect(try #require(submitted["quality"]?.number) > 0.9)
    #expect(submitted["stats"]?["drawings"]?.integer == 1)

    let url = "\(server.server.url)/api/drawings/\(id.string)"
    let stored = try Drawing(json: JSON(parsing: try fetch(url, token: client.token))) { id }
    #expect(stored.ink.points == points)
  }

  @Test func `a lost connection is gone on with from another one, across a restart`() throws {
    let server = try TestServer()
    let id = DrawingID.random()
    let points = circle()
    let first = try server.connect()
    try begin(first, id)
    first.send(frame(Array(points[..<20]), seq: 1, flags: 1))
    _ = try first.next("feedback") { $0["saved"]?.integer == 1 || $0["seq"]?.integer == 1 }
    // A second page takes it over.
    let second = try server.connect(token: first.token)
    second.send(#"{"type":"resume","drawing":"\#(id.string)"}"#)
    #expect(try second.next("resumed")["seq"]?.integer == 1)
    #expect(try first.next("error")["code"]?.string == "taken_over")
    second.send(frame(Array(points[20..<40]), seq: 2, flags: 0))
    _ = try second.next("feedback") { $0["seq"]?.integer == 2 }
    try server.restart()
    let third = try server.connect(token: first.token)
    third.send(#"{"type":"resume","drawing":"\#(id.string)"}"#)
    let resumed = try third.next("resumed")
    #expect(resumed["seq"]?.integer == 2)
    #expect(resumed["points"]?.integer == 40)
    // What was sent before is known, what is missing is said.
    third.send(frame(Array(points[20..<40]), seq: 2, flags: 0))
    third.send(frame(Array(points[50...]), seq: 4, flags: 2))
    #expect(try third.next("error")["seq"]?.integer == 3)
    third.send(frame(Array(points[40...]), seq: 3, flags: 2))
    third.send(#"{"type":"submit","seq":4}"#)
    _ = try third.next("submitted")
    // Asked once more, after the fact.
    third.send(#"{"type":"resume","drawing":"\#(id.string)"}"#)
    _ = try third.next("submitted")
    let url = "\(server.server.url)/api/drawings/\(id.string)"
    let stored = try Drawing(json: JSON(parsing: try fetch(url, token: first.token))) { id }
    #expect(stored.ink.points == points)
  }

  @Test func `what is sent without waiting for answers is taken up in order`() throws {
    let server = try TestServer(threads: 1)
    let client = try server.connect()
    let (a, b) = (DrawingID.random(), DrawingID.random())
    let points = circle(40)
    func begin(_ id: DrawingID) {
      client.send(
        #"{"type":"begin","drawing":"\#(id.string)","shape":"circle","canvas":{"width":400,"height":400}}"#
      )
    }
    func resume(_ id: DrawingID) { client.send(#"{"type":"resume","drawing":"\#(id.string)"}"#) }
    begin(a)
    client.send(frame(Array(points[..<10]), seq: 1, flags: 1))
    begin(b)
    client.send(frame(Array(points[..<20]), seq: 1, flags: 1))
    resume(a)
    client.send(frame(Array(points[10..<20]), seq: 2, flags: 0))
    resume(b)
    client.send(frame(Array(points[20...]), seq: 2, flags: 2))
    client.send(#"{"type":"submit","seq":3}"#)
    resume(a)
    client.send(frame(Array(points[20...]), seq: 3, flags: 2))
    client.send(#"{"type":"submit","seq":4}"#)
    for id in [b, a] {
      _ = try client.next("submitted") { $0["drawing"]?.string == id.string }
      let url = "\(server.server.url)/api/drawings/\(id.string)"
      let stored = try Drawing(json: JSON(parsing: try fetch(url, token: client.token))) { id }
      #expect(stored.ink.points == points)
    }
  }

  @Test func `somebody else's drawing is out of reach`() throws {
    let server = try TestServer()
    let owner = try server.connect()
    let id = DrawingID.random()
    try begin(owner, id)
    owner.send(frame(circle(), seq: 1, flags: 3))
    _ = try owner.next("feedback")
    let other = try server.connect()
    other.send(#"{"type":"resume","drawing":"\#(id.string)"}"#)
    #expect(try other.next("error")["code"]?.string == "not_yours")
    other.send(
      #"{"type":"begin","drawing":"\#(id.string)","shape":"line","canvas":{"width":400,"height":400}}"#
    )
    #expect(try other.next("error")["code"]?.string == "not_yours")
    owner.send(#"{"type":"submit","seq":2}"#)
    _ = try owner.next("submitted")
    other.send(#"{"type":"resume","drawing":"\#(id.string)"}"#)
    #expect(try other.next("error")["code"]?.string == "not_yours")
  }

  private func fetch(_ address: String, token: String) throws -> [UInt8] {
    var request = URLRequest(url: try #require(URL(string: address)))
    request.setValue("Bearer \(token)", forHTTPHeaderField: "authorization")
    let done = DispatchSemaphore(value: 0)
    let body = Mutex<[UInt8]>([])
    URLSession.shared.dataTask(with: request) { data, _, _ in
      body.withLock { $0 = [UInt8](data ?? Data()) }
      done.signal()
    }.resume()
    done.wait()
    return body.withLock { $0 }
  }
}
