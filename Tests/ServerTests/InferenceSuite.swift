import Foundation
import Ink
import Testing

@testable import Server

/// What tests of the model as clients ask it have in common.
protocol InferenceSuite {}

extension InferenceSuite {
  func circle(_ count: Int = 60) -> [Point] {
    (0..<count).map { index in
      let angle = Double(index) / Double(count - 1) * 2 * .pi
      return Point(
        x: Int16((200 + 120 * cos(angle)) * 8), y: Int16((200 + 120 * sin(angle)) * 8),
        elapsed: index == 0 ? 0 : 12, pressure: 128)
    }
  }

  func ink(_ points: [Point]) -> Strokes {
    Strokes(points: points, strokes: [Stroke(start: 0, style: .standard)])
  }

  func frame(_ points: [Point], seq: UInt32, flags: UInt8) -> [UInt8] {
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

  func body(_ ink: Strokes, finished: Bool = true) -> String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.name("strokes")
    ink.write(to: &writer)
    writer.member("finished", finished)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  func begin(_ client: TestClient) throws {
    client.send(
      #"{"type":"begin","drawing":"\#(DrawingID.random().string)","shape":"circle","canvas":{"width":400,"height":400}}"#
    )
    _ = try client.next("begun")
  }

  /// - Parameter body: sent with POST; nil asks with GET.
  func ask(_ server: TestServer, _ path: String, _ body: String?) throws -> TestAnswer {
    try server.ask(body == nil ? "GET" : "POST", path, body: body)
  }
}
