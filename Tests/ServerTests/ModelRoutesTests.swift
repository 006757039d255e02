import Foundation
import Storage
import Testing

@testable import Server
@testable import Transport

@Suite struct ModelRoutesTests {
  @Test
  func `models are compared on the shapes that one of them knows; without one that is refused`()
    throws
  {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("inkling-test-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let store = try Store(folder: DataFolder(path: path, exclusive: true))
    defer { store.close() }
    for (version, labels) in [
      ("usual", TestModels.labels), ("few", ["circle", "none"]), ("foreign", ["anchor", "none"]),
    ] {
      let model = try TestModels.make(seed: 1, labels: labels)
      _ = try store.models.register(
        TestModels.row(version, model), activate: false, actor: "test")
    }
    var tools = ModelTools()
    tools.compare = { _, _, drawings, _ in
      ComparedModels(json: "\(drawings.shapes)", drawings: 1, isSecondWorse: false)
    }
    let routes = try ModelRoutes(
      store: store, shapes: ShapeCatalogue(store: store), tools: tools)
    func compare(_ a: String, _ b: String) throws -> String {
      let request = Request(
        method: .get, path: "/", query: [("a", a), ("b", b)], headers: [:], peer: "127.0.0.1")
      let route = try #require(routes.routes.first { $0.pattern.last == "compare" })
      let response = try route.handle(
        Call(request: request, parameters: [], session: nil, administrator: nil))
      return String(decoding: response.body, as: UTF8.self)
    }
    #expect(try compare("foreign", "few") == #"["circle"]"#)
    #expect(
      try compare("usual", "few") == #"["line", "circle", "square", "triangle", "heart"]"#)
    #expect { try compare("foreign", "foreign") } throws: { ($0 as? Problem)?.status == 422 }
  }
}
