import Foundation
import Ink
import Logging
import Recognition
import Storage
import Testing

@testable import Server
@testable import Transport

/// Which model answers, as it changes under its clients or cannot be used.
@Suite struct InferenceModelTests: InferenceSuite {
  @Test func `a new model takes over within the stream, without a gap or a mixed answer`() throws {
    let models = ["starter": try TestModels.make(seed: 4), "better": try TestModels.make(seed: 5)]
    let server = try TestServer(starter: TestModels.row("starter", try #require(models["starter"])))
    let client = try server.open("/ws/classify")
    client.send(#"{"type":"begin"}"#)
    let store = try Store(
      folder: DataFolder(path: server.path, exclusive: false), upgrades: false, role: .worker)
    defer { store.close() }
    let points = circle(400)
    var announced = false
    var versions: Set<String> = []
    for seq in 1...200 {
      if seq == 50 {
        _ = try store.models.register(
          TestModels.row("better", try #require(models["better"])), activate: true, actor: "test")
      }
      let part = Array(points[(seq - 1) * 2..<seq * 2])
      client.send(frame(part, seq: UInt32(seq), flags: seq == 1 ? 1 : 0))
      func note(_ message: JSON) {
        guard message["type"]?.string == "model" else { return }
        announced = true
        #expect(message["version"]?.string == "better")
      }
      let guess = try client.next(
        "guess", where: { $0["seq"]?.integer == seq }, skipped: note)
      let version = try #require(guess["model"]?.string)
      versions.insert(version)
      // The announcement stands before the new model's first answer.
      #expect(announced == (version == "better"))
      #expect(
        guess.sharesByShape
          == TestModels.shares(
            try #require(models[version]), ink(Array(points[..<(seq * 2)])), isFinished: false))
      if seq >= 50 && versions.count < 2 { Thread.sleep(forTimeInterval: 0.01) }
    }
    #expect(versions == ["starter", "better"])
    let drawing = body(ink(circle()))
    #expect(
      try ask(server, "/api/inference/classify", drawing).json["model"]?.string == "better")
  }

  @Test func `a damaged file at the start falls back on the model before`() throws {
    let first = try TestModels.make(seed: 6)
    let server = try TestServer(starter: TestModels.row("starter", first))
    let store = try Store(
      folder: DataFolder(path: server.path, exclusive: false), upgrades: false, role: .worker)
    _ = try store.models.register(
      TestModels.row("better", try TestModels.make(seed: 7)), activate: true, actor: "test")
    store.close()
    let file = server.path + "/models/better.ink"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
    bytes[200] ^= 1
    try bytes.write(to: URL(fileURLWithPath: file))
    try server.restart()
    let drawing = body(ink(circle()))
    let answer = try ask(server, "/api/inference/classify", drawing).json
    #expect(answer["model"]?.string == "starter")
    // When no file is whole, the one that the program came with serves.
    try Data().write(to: URL(fileURLWithPath: server.path + "/models/starter.ink"))
    try server.restart()
    let last = try ask(server, "/api/inference/classify", drawing).json
    #expect(last.sharesByShape == TestModels.shares(first, ink(circle()), isFinished: true))
  }

  @Test func `a file that is whole but no model changes nothing, and health tells`() throws {
    let good = TestModels.row("starter", try TestModels.make(seed: 8))
    let server = try TestServer(starter: good)
    func health() throws -> JSON? { try ask(server, "/health", nil).json["model"] }
    #expect(try health()?["status"]?.string == "ok")
    var bad = good
    (bad.version, bad.bytes) = ("bad", Array("onnx".utf8))
    let store = try Store(
      folder: DataFolder(path: server.path, exclusive: false), upgrades: false, role: .worker)
    _ = try store.models.register(bad, activate: true, actor: "test")
    store.close()
    for _ in 0..<100 where try health()?["status"]?.string == "ok" {
      Thread.sleep(forTimeInterval: 0.02)
    }
    func expectStarter() throws {
      #expect(try health()?["status"]?.string == "failing")
      #expect(try health()?["detail"]?.string?.contains("bad") == true)
      #expect(try health()?["version"]?.string == "starter")
      let answer = try ask(server, "/api/inference/classify", body(ink(circle()))).json
      #expect(answer["model"]?.string == "starter")
    }
    try expectStarter()
    try server.restart()
    try expectStarter()
  }

  @Test func `a starter that is no model does not serve`() throws {
    let inference = Inference(log: Logger(label: "test"))
    let good = TestModels.row("good", try TestModels.make(seed: 8))
    var bad = good
    bad.bytes = Array("onnx".utf8)
    inference.fallBack(on: bad)
    #expect(inference.current == nil)
    inference.fallBack(on: good)
    #expect(inference.current?.version == "good")
  }
}
