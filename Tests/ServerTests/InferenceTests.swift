import Foundation
import Ink
import Recognition
import Storage
import Testing

@testable import Server
@testable import Transport

/// The model as clients ask it, and as it changes under them.
@Suite struct InferenceTests: InferenceSuite {
  // MARK: - HTTP

  @Test func `an answer is what the model says, alone and among many`() throws {
    let model = try TestModels.make(seed: 1)
    let server = try TestServer(starter: TestModels.row("starter", model))
    let whole = ink(circle())
    let half = ink(Array(circle()[..<30]))
    let one = try ask(server, "/api/inference/classify", body(whole)).json
    #expect(one.sharesByShape == TestModels.shares(model, whole, isFinished: true))
    #expect(one["model"]?.string == "starter")
    #expect(one["shape"] == one["guesses"]?.array?.first?["shape"])
    #expect(one["confidence"] == one["guesses"]?.array?.first?["confidence"])
    #expect(try #require(one["latency_ms"]?.number) < 1_000)

    let many = try ask(
      server, "/api/inference/classify",
      #"{"drawings":[\#(body(half, finished: false)),\#(body(whole)),\#(body(half))]}"#
    ).json
    let results = try #require(many["results"]?.array)
    let expected = [(half, false), (whole, true), (half, true)].map {
      TestModels.shares(model, $0, isFinished: $1)
    }
    #expect(results.map(\.sharesByShape) == expected)
  }

  @Test func `only a drawing alone is looked at where others wait for it`() {
    let one = body(ink(circle()))
    #expect(InferenceRoutes.isQuick(Array(one.utf8)))
    for many in [#"{"drawings":[\#(one)]}"#, #"{"draw\u0069ngs":[\#(one)]}"#] {
      #expect(!InferenceRoutes.isQuick(Array(many.utf8)))
    }
    #expect(!InferenceRoutes.isQuick([UInt8](repeating: 32, count: (16 << 10) + 1)))
  }

  @Test func `what is wrong in a batch has a path`() throws {
    let server = try TestServer(
      starter: TestModels.row("starter", try TestModels.make(seed: 1)))
    let good = body(ink(circle(3)))
    let bad = #"{"strokes":[[[1,1],[2,"x"]]]}"#
    let answer = try ask(
      server, "/api/inference/classify", #"{"drawings":[\#(good),\#(good),\#(good),\#(bad),7]}"#)
    #expect(answer.status == 422)
    let paths = answer.json["errors"]?.array?.compactMap { $0["path"]?.string } ?? []
    #expect(paths.first?.hasPrefix("drawings[3].strokes[0][1]") == true, "\(paths)")
    #expect(paths.contains { $0.hasPrefix("drawings[4]") })
    let manyDrawings = Array(repeating: "{}", count: 1_001).joined(separator: ",")
    #expect(
      try ask(server, "/api/inference/classify", #"{"drawings":[\#(manyDrawings)]}"#).status == 422)
    #expect(try ask(server, "/api/inference/classify", #"{"drawings":[]}"#).status == 200)
    for body in ["[]", "7", "{}", #"{"strokes":[]}"#, #"{"drawings":{}}"#] {
      #expect(try ask(server, "/api/inference/classify", body).status == 422, "\(body)")
    }
    #expect(try ask(server, "/api/inference/classify", "{").status == 400)
  }

  @Test func `without a model everything says how to get one`() throws {
    let server = try TestServer()
    for (path, body) in [
      ("/api/inference/classify", body(ink(circle()))), ("/api/inference/model/info", nil),
      ("/api/inference/model/file", nil),
    ] as [(String, String?)] {
      let answer = try ask(server, path, body)
      #expect(answer.status == 503)
      #expect(answer.json["code"]?.string == "no_model")
    }
    // Drawing goes on, with no guesses.
    let client = try server.connect()
    try begin(client)
    client.send(frame(circle(), seq: 1, flags: 3))
    #expect(try client.next("feedback")["guesses"]?.array?.isEmpty == true)
  }

  @Test func `the model is described and given away whole`() throws {
    let model = try TestModels.make(seed: 1)
    let server = try TestServer(starter: TestModels.row("starter", model))
    let info = try ask(server, "/api/inference/model/info", nil).json
    #expect(info["version"]?.string == "starter")
    #expect(info["classes"]?.array?.last?.string == "none")
    #expect(info["input"]?["width"]?.integer == 16)
    #expect(info["accuracy"]?.number == 0.75)
    #expect(info["per_class"]?.array?.first?["recall"]?.number == 0.25)
    #expect(info["trained_at"]?.string == "2026-01-02T03:04:05Z")
    let file = try ask(server, "/api/inference/model/file", nil)
    #expect(file.body == model.bytes)
    #expect(try ask(server, "/api/inference/model/file?format=pickle", nil).status == 422)
  }

  // MARK: - Drawing

  @Test func `a drawing is guessed with the pen down until it is submitted`() throws {
    let model = try TestModels.make(seed: 2)
    let server = try TestServer(starter: TestModels.row("starter", model))
    let client = try server.connect()
    try begin(client)
    let points = circle()
    client.send(frame(Array(points[..<30]), seq: 1, flags: 1))
    let half = try client.next("feedback") { $0["seq"]?.integer == 1 }
    #expect(
      half.sharesByShape
        == TestModels.shares(model, ink(Array(points[..<30])), isFinished: false))
    client.send(frame(Array(points[30...]), seq: 2, flags: 2))
    let whole = try client.next("feedback") { $0["seq"]?.integer == 2 }
    #expect(whole.sharesByShape == TestModels.shares(model, ink(points), isFinished: false))
    client.send(#"{"type":"truncate","seq":3,"points":20}"#)
    let cut = try client.next("feedback") { $0["seq"]?.integer == 3 }
    #expect(
      cut.sharesByShape == TestModels.shares(model, ink(Array(points[..<20])), isFinished: false))
    client.send(#"{"type":"submit","seq":4}"#)
    let submitted = try client.next("submitted")
    #expect(
      submitted.sharesByShape
        == TestModels.shares(model, ink(Array(points[..<20])), isFinished: true))

    // The best of them is kept with the drawing.
    let best = try #require(submitted["guesses"]?.array?.first)
    let store = try Store(
      folder: DataFolder(path: server.path, exclusive: false), upgrades: false, role: .worker)
    let id = try #require(submitted["drawing"]?.string.flatMap { DrawingID(text: $0.utf8) })
    let kept = try #require(try store.galleryDrawing(id))
    let shape = try #require(best["shape"]?.string)
    #expect(kept.guess == (shape == "none" ? nil : shape))
    let confidence = try #require(kept.guessConfidence)
    #expect(abs(Double(confidence) - (best["confidence"]?.number ?? 0)) < 0.001)
  }

  @Test func `a stream of points is answered with the newest operation's guess`() throws {
    let model = try TestModels.make(seed: 3)
    let server = try TestServer(starter: TestModels.row("starter", model))
    let client = try server.open("/ws/classify")
    client.send(#"{"type":"begin","canvas":{"width":400,"height":400}}"#)
    _ = try client.next("begun")
    let points = circle()
    for index in 0..<12 {
      let part = Array(points[index * 5..<index * 5 + 5])
      client.send(frame(part, seq: UInt32(index + 1), flags: index == 0 ? 1 : index == 11 ? 2 : 0))
    }
    let guess = try client.next("guess") { $0["seq"]?.integer == 12 }
    #expect(guess["points"]?.integer == 60)
    #expect(guess.sharesByShape == TestModels.shares(model, ink(points), isFinished: true))
    #expect(guess["model"]?.string == "starter")
    #expect(try #require(guess["latency_us"]?.integer) < 1_000_000)
    // A gap is answered with what is expected.
    client.send(frame(Array(points[..<2]), seq: 20, flags: 1))
    #expect(try client.next("error")["seq"]?.integer == 13)
    client.send(#"{"type":"truncate","seq":13,"points":0}"#)
    #expect(try client.next("guess") { $0["seq"]?.integer == 13 }["shape"]?.isNull == true)
    client.send(#"{"type":"reset"}"#)
    _ = try client.next("begun")
    client.send(
      #"{"type":"points","seq":1,"starts_stroke":true,"points":[[1,1,0.5,0],[90,90,0.5,9]]}"#)
    #expect(try client.next("guess")["seq"]?.integer == 1)
    client.send(#"{"type":"submit","seq":2}"#)
    #expect(try client.next("error")["code"]?.string == "unknown_type")
  }

  @Test func `a lost stream is gone on with from another connection`() throws {
    let server = try TestServer(
      starter: TestModels.row("starter", try TestModels.make(seed: 3)))
    let id = DrawingID.random().string
    let first = try server.open("/ws/classify")
    first.send(#"{"type":"begin","drawing":"\#(id)"}"#)
    first.send(frame(Array(circle()[..<20]), seq: 1, flags: 1))
    _ = try first.next("guess")
    first.close()
    let second = try server.open("/ws/classify")
    var resumed: JSON?
    for _ in 0..<100 where resumed == nil {
      second.send(#"{"type":"begin","drawing":"\#(id)"}"#)
      resumed = try? second.next("resumed", patience: 0.05)
    }
    #expect(resumed?["seq"]?.integer == 1)
    #expect(resumed?["points"]?.integer == 20)
    #expect(try second.next("guess")["seq"]?.integer == 1)
    second.send(#"{"type":"resume","drawing":"\#(DrawingID.random().string)"}"#)
    #expect(try second.next("error")["code"]?.string == "unknown_drawing")
  }
}
