import Foundation
import GRDB
import Testing

@testable import Storage

@Suite struct ModelTests {
  private func model(_ version: String, bytes: [UInt8] = [1, 2, 3]) -> NewModel {
    NewModel(
      version: version, bytes: bytes, labels: "[\"line\",\"none\"]", data: "{}", config: "{}",
      metrics: "{}", seed: 1, codeVersion: "test")
  }

  private func served(_ store: Store) throws -> String? {
    try store.models.loadActive({ model, _ in model.version }, refused: { _, _ in })
  }

  @Test func `one model serves, and each change of it is noted`() throws {
    let temporary = try TemporaryStore()
    let models = temporary.store.models
    #expect(try models.registerStarter(model("x")))
    #expect(try !models.registerStarter(model("y")))
    _ = try models.register(model("a"), activate: true, actor: "ada")
    _ = try models.register(model("b"), activate: false, actor: "ada")
    #expect(try served(temporary.store) == "a")
    #expect(try models.activate("b", actor: "ada").isActive)
    #expect(try models.activate("b", actor: "ada").isActive)
    #expect(try models.list().filter(\.isActive).map(\.version) == ["b"])
    #expect(throws: StoreError.noModel("c")) { try models.activate("c", actor: "ada") }
    let notes = try temporary.store.read {
      try String.fetchAll(
        $0,
        sql: """
          SELECT actor || ' ' || coalesce(before ->> 'version', '-') || ' ' || subject FROM audit
          WHERE action = 'model.activate' ORDER BY id
          """)
    }
    #expect(notes == ["start - starter", "ada starter a", "ada a b"])
  }

  @Test func `a damaged file is not served: the model before it is, and it is told`() throws {
    let temporary = try TemporaryStore()
    let models = temporary.store.models
    for version in ["a", "b", "c"] {
      _ = try models.register(
        model(version, bytes: Array(version.utf8)), activate: true, actor: "ada")
    }
    try Data("z".utf8).write(to: URL(fileURLWithPath: temporary.path + "/models/c.ink"))
    try FileManager.default.removeItem(atPath: temporary.path + "/models/b.ink")
    var told: [String] = []
    let found = try models.loadActive {
      ($0.version, $1)
    } refused: { model, _ in
      told.append(model.version)
    }
    #expect(found?.0 == "a")
    #expect(found?.1 == Array("a".utf8))
    #expect(told == ["c", "b"])
    _ = try models.activate("a", actor: "ada")
    let error = #expect(throws: StoreError.self) { try models.activate("c", actor: "ada") }
    guard case .damaged = error else {
      Issue.record("said \(String(describing: error))")
      return
    }
    #expect(try served(temporary.store) == "a")
  }

  @Test func `a file that is whole but of no use is passed over as well`() throws {
    struct NoUse: Error {}
    let temporary = try TemporaryStore()
    let models = temporary.store.models
    for version in ["a", "b", "c"] {
      _ = try models.register(
        model(version, bytes: Array(version.utf8)), activate: true, actor: "ada")
    }
    var told: [String] = []
    let found = try models.loadActive { model, bytes in
      if bytes == Array("c".utf8) { throw NoUse() }
      return model.version
    } refused: { model, error in
      #expect(error is NoUse)
      told.append(model.version)
    }
    #expect(found == "b")
    #expect(told == ["c"])
  }

  @Test func `old models leave, but not those that serve or are needed`() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    _ = try store.models.registerStarter(model("x"))
    for number in 1...10 {
      _ = try store.models.register(model("m\(number)"), activate: number <= 2, actor: "ada")
    }
    let base = try #require(try store.models.find("m3"))
    _ = try store.jobs.enqueue(config: "{}", seed: 1, baseModel: base.id, actor: "ada")
    #expect(Set(try store.models.discardOld(keeping: 3)) == ["m4", "m5", "m6", "m7"])
    let kept = ["m1", "m10", "m2", "m3", "m8", "m9", "starter"]
    #expect(try store.models.list().map(\.version).sorted() == kept)
    #expect(temporary.modelFiles == kept.map { $0 + ".ink" })
    #expect(try served(store) == "m2")
  }

  @Test func `what a crash left is removed, unless somebody may be writing it`() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    _ = try store.models.register(model("a"), activate: true, actor: "ada")
    for name in ["b.ink", "c.ink.unfinished"] {
      try Data([1]).write(to: URL(fileURLWithPath: temporary.path + "/models/" + name))
    }
    _ = try store.jobs.enqueue(config: "{}", seed: 1, baseModel: nil, actor: "ada")
    let job = try #require(try store.jobs.take(owner: "w"))
    try store.models.tidy()
    #expect(temporary.modelFiles.count == 3)
    try store.jobs.giveBack(job.id, owner: "w")
    try store.models.tidy()
    #expect(temporary.modelFiles == ["a.ink"])
  }

  @Test(.enabled(if: mayMount, "only root may mount a disk of a certain size"))
  func `a disk that fills up leaves no half model, and the old one serves on`() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let folder = temporary.path + "/models"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    try #require(Self.mountSmallDisk(folder))
    defer { _ = Self.run("umount", "-l", folder) }
    _ = try store.models.register(model("a"), activate: true, actor: "ada")
    let large = model("b", bytes: [UInt8](repeating: 7, count: 200_000))
    #expect(throws: StoreError.full) {
      try store.models.register(large, activate: true, actor: "ada")
    }
    _ = try store.jobs.enqueue(config: "{}", seed: 1, baseModel: nil, actor: "ada")
    let job = try #require(try store.jobs.take(owner: "w"))
    #expect(throws: StoreError.full) {
      try store.jobs.complete(job.id, owner: "w", model: large, activate: true)
    }
    #expect(temporary.modelFiles == ["a.ink"])
    #expect(try store.models.list().map(\.version) == ["a"])
    #expect(try served(store) == "a")
  }

  private static func mountSmallDisk(_ folder: String) -> Bool {
    run("mount", "-t", "tmpfs", "-o", "size=64k", "inkling", folder)
  }

  private static let mayMount: Bool = {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("inkling-test-\(UUID().uuidString)").path
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return mountSmallDisk(folder) && run("umount", folder)
  }()

  private static func run(_ words: String...) -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
  }
}
