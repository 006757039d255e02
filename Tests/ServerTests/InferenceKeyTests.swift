import Foundation
import Storage
import Testing

@testable import Server
@testable import Transport

/// Who may ask the model.
@Suite struct InferenceKeyTests {
  @Test func `elsewhere a key is needed, of the right kind and not revoked`() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("inkling-test-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let store = try Store(folder: DataFolder(path: path, exclusive: true))
    defer { store.close() }
    let access = InferenceAccess(
      administrators: AdministratorSessions(store: store, keys: KeyRing(store: store)))
    let keys = [KeyRing.newText(), KeyRing.newText()]
    let nobody = KeyRing.newText()
    let id = try store.addAPIKey(
      name: "a", scopes: ["classify"], hash: Sessions.hash(of: keys[0]), actor: "test")
    _ = try store.addAPIKey(
      name: "b", scopes: ["admin"], hash: Sessions.hash(of: keys[1]), actor: "test")
    func refusal(_ key: String?, peer: String = "10.0.0.7") -> String? {
      let headers = key.map { ["x-api-key": $0] } ?? [:]
      let request = Request(method: .post, path: "/", query: [], headers: headers, peer: peer)
      do { try access.admit(request, drawings: 1) } catch {
        return (error as? Problem).map { "\($0.status) \($0.code)" }
      }
      return nil
    }
    #expect(refusal(nil, peer: "127.0.0.1") == nil)
    #expect(refusal(nil) == "401 key_needed")
    #expect(refusal(nobody) == "401 key_unknown")
    #expect(refusal(keys[0]) == nil)
    #expect(refusal(keys[1]) == "403 key_scope")
    try store.revokeAPIKey(id, actor: "test")
    #expect(refusal(keys[0]) == "401 key_unknown")

    // Over a WebSocket as well, each attempt counts; others are not held up by them.
    var isSlowed = false
    for _ in 0..<2_000 where !isSlowed {
      do { _ = try access.find(.key(nobody), peer: "10.0.0.8", for: .classify) } catch {
        isSlowed = (error as? Problem)?.status == 429
      }
    }
    #expect(isSlowed)
    #expect(refusal(nobody, peer: "10.0.0.9") == "401 key_unknown")
  }

  @Test func `a large body is taken from those alone who show something`() {
    let route = Route(.post, "/", .everybody) { _ in Response(status: 204) }
      .forThoseWhoShowAnything()
    func takes(_ headers: [String: String], peer: String = "10.0.0.7") -> Bool {
      route.takesBody(
        Request(method: .post, path: "/", query: [], headers: headers, peer: peer))
    }
    #expect(!takes([:]))
    #expect(takes([:], peer: "127.0.0.1"))
    #expect(takes(["x-api-key": "anything"]))
    #expect(takes(["cookie": "inkling_admin=anything"]))
  }
}
