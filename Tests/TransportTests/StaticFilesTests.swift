import Foundation
import Testing

@testable import Transport

@Suite struct StaticFilesTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("inkling-web-\(UUID().uuidString)")

  private func files() throws -> StaticFiles {
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("game"), withIntermediateDirectories: true)
    let page = String(repeating: "<p>a page that repeats itself</p>\n", count: 100)
    try page.write(
      to: folder.appendingPathComponent("index.html"), atomically: true, encoding: .utf8)
    try "let a = 1".write(
      to: folder.appendingPathComponent("game/app.js"), atomically: true, encoding: .utf8)
    try "secret".write(
      to: folder.appendingPathComponent(".hidden.js"), atomically: true, encoding: .utf8)
    try "secret".write(
      to: folder.appendingPathComponent("notes.key"), atomically: true, encoding: .utf8)
    return StaticFiles(mounts: [("/", folder.path)])
  }

  private func request(_ path: String, _ headers: [String: String] = [:]) -> Request {
    Request(method: .get, path: path, query: [], headers: headers, peer: "")
  }

  @Test func `a page is sent packed to those who take that, and plain to others`() throws {
    let files = try files()
    let plain = try #require(files.response(to: request("/")))
    #expect(plain.headers.first { $0.name == "content-type" }?.value == "text/html; charset=utf-8")
    let packed = try #require(
      files.response(to: request("/", ["accept-encoding": "br, gzip;q=1.0"])))
    #expect(packed.headers.contains { $0 == ("content-encoding", "gzip") })
    #expect(packed.body.count < plain.body.count / 2)
    let refused = try #require(files.response(to: request("/", ["accept-encoding": "gzip;q=0"])))
    #expect(refused.body == plain.body)
  }

  @Test func `a large file is there at once, and packed soon`() throws {
    _ = try files()
    try String(repeating: "0123456789", count: 40_000).write(
      to: folder.appendingPathComponent("large.js"), atomically: true, encoding: .utf8)
    let files = StaticFiles(mounts: [("/", folder.path)])
    let asked = request("/large.js", ["accept-encoding": "gzip"])
    let deadline = Date(timeIntervalSinceNow: 20)
    var answer = try #require(files.response(to: asked))
    while !answer.headers.contains(where: { $0 == ("content-encoding", "gzip") }) {
      #expect(answer.body.count == 400_000)
      try #require(Date() < deadline)
      Thread.sleep(forTimeInterval: 0.01)
      answer = try #require(files.response(to: asked))
    }
    #expect(answer.body.count < 10_000)
  }

  @Test func `a known tag is answered without the body`() throws {
    let files = try files()
    let first = try #require(files.response(to: request("/game/app.js")))
    let tag = try #require(first.headers.first { $0.name == "etag" }?.value)
    let second = try #require(
      files.response(to: request("/game/app.js", ["if-none-match": "\"other\", \(tag)"])))
    #expect(second.status == 304)
    #expect(second.body.isEmpty)
  }

  @Test(arguments: [
    "/../etc/passwd", "/game/../../etc/passwd", "/.hidden.js", "/notes.key", "//index.html",
    "/game/", "/game", "/game/app.js/", "/index.html\0.js", "/..\\..\\x.js", "/unknown.js",
  ])
  func `nothing else is found`(path: String) throws {
    _ = try files()
    #expect(StaticFiles(mounts: [("/", folder.path)]).response(to: request(path)) == nil)
    #expect(
      StaticFiles(mounts: [("/", folder.path)], live: true).response(to: request(path)) == nil)
  }
}

@Suite struct RequestTests {
  private func request(_ headers: [String: String]) -> Request {
    Request(method: .get, path: "/", query: [("a", "1")], headers: headers, peer: "")
  }

  @Test func `a cookie is found among others`() {
    let request = request(["cookie": "x=1; inkling_session=abc=; xinkling_session=no"])
    #expect(request.cookie("inkling_session") == "abc=")
    #expect(request.cookie("session") == nil)
  }

  @Test(arguments: [
    (["host": "h:1", "origin": "http://h:1"], true),
    (["host": "h:1", "origin": "https://h:1"], true),
    (["host": "h:1", "origin": "http://h:2"], false), (["host": "h:1", "origin": "null"], false),
    (["host": "h:1"], true), (["origin": "http://h"], false),
  ])
  func `only pages of this very server are its own`(headers: [String: String], isOwn: Bool) {
    #expect(request(headers).originIsOwn == isOwn)
  }
}
