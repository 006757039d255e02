import Foundation
import GRDB
import Synchronization
import Testing

@testable import Storage

@Suite struct JobTests {
  private static func enqueue(_ store: Store, _ config: String = "{}") throws -> (
    job: Job, isNew: Bool
  ) {
    try store.jobs.enqueue(config: config, seed: 1, baseModel: nil, actor: "test")
  }

  private func expireLeases(_ store: Store) throws {
    try store.main.write { try $0.execute(sql: "UPDATE job SET lease_until = 1") }
  }

  private func model(_ version: String) -> NewModel {
    NewModel(
      version: version, bytes: [1, 2, 3], labels: "[]", data: "{}", config: "{}", metrics: "{}",
      seed: 1, codeVersion: "test")
  }

  @Test func `equal settings are one job, however many ask at once`() throws {
    let temporary = try TemporaryStore()
    let own = temporary.store
    let other = try temporary.beside()
    let found = Mutex<[(id: Int64, isNew: Bool)]>([])
    DispatchQueue.concurrentPerform(iterations: 40) { index in
      let store = index % 2 == 0 ? own : other
      if let (job, isNew) = try? Self.enqueue(store) {
        found.withLock { $0.append((job.id, isNew)) }
      }
    }
    #expect(found.withLock { $0.count } == 40)
    #expect(found.withLock { Set($0.map(\.id)).count } == 1)
    #expect(found.withLock { $0.filter(\.isNew).count } == 1)
    #expect(try Self.enqueue(temporary.store, "{\"seed\":2}").isNew)
  }

  @Test func `many workers share the jobs, and none is taken twice`() throws {
    let temporary = try TemporaryStore()
    for number in 0..<12 { _ = try Self.enqueue(temporary.store, "{\"seed\":\(number)}") }
    let stores = try (0..<4).map { _ in try temporary.beside() }
    let taken = Mutex<[Int64]>([])
    DispatchQueue.concurrentPerform(iterations: 4) { index in
      while let job = try? stores[index].jobs.take(owner: "worker \(index)") {
        taken.withLock { $0.append(job.id) }
      }
    }
    #expect(taken.withLock { $0.sorted() } == Array(1...12))
  }

  @Test func `a job whose workers die three times fails and is kept for a person to see`() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let (job, _) = try Self.enqueue(store)
    for attempt in 1...3 {
      #expect(try store.jobs.take(owner: "\(attempt)")?.attempts == attempt)
      #expect(try store.jobs.take(owner: "another") == nil)
      try expireLeases(store)
      #expect(try store.jobs.hasExpired())
      try store.jobs.expire()
    }
    let end = try #require(try store.jobs.find(job.id))
    #expect(end.status == .failed)
    #expect(end.error?.contains("3 times") == true)
    let letters = try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM dead_letter") }
    #expect(letters == 1)
    // And it can be asked for again.
    let (again, isNew) = try store.jobs.replay(job.id, actor: "test")
    #expect(isNew && again.id != job.id && again.config == job.config)
    #expect(try store.jobs.replay(job.id, actor: "test").isNew == false)
  }

  @Test func `a worker that leaves gives its job back unharmed`() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let (job, _) = try Self.enqueue(store)
    _ = try store.jobs.take(owner: "a")
    try store.jobs.giveBack(job.id, owner: "a stranger")
    #expect(try store.jobs.find(job.id)?.status == .running)
    try store.jobs.giveBack(job.id, owner: "a")
    let back = try #require(try store.jobs.find(job.id))
    #expect(back.status == .queued && back.attempts == 0)
    _ = try store.jobs.take(owner: "b")
    try store.jobs.abandon(owner: "b")
    #expect(try store.jobs.find(job.id)?.attempts == 1)
  }

  @Test func `cancelling does what can be done in each state`() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let (queued, _) = try Self.enqueue(store)
    #expect(try store.jobs.cancel(queued.id, actor: "test").status == .cancelled)
    #expect(try store.jobs.cancel(queued.id, actor: "test").status == .cancelled)

    let (running, _) = try Self.enqueue(store)
    _ = try store.jobs.take(owner: "a")
    #expect(try store.jobs.beat(running.id, owner: "a", progress: "{\"epoch\":1}") == .goOn)
    let asked = try store.jobs.cancel(running.id, actor: "test")
    #expect(asked.status == .running && asked.isCancelRequested)
    #expect(try store.jobs.beat(running.id, owner: "a", progress: nil) == .cancel)
    #expect(try store.jobs.look(running.id, owner: "a") == .cancel)
    #expect(try store.jobs.find(running.id)?.progress == "{\"epoch\":1}")
    // An equal one may not begin in the shadow of the one that ends.
    #expect(throws: StoreError.self) { try Self.enqueue(store) }
    // Finished in the same moment: cancelled it is, and the model is not kept.
    #expect(
      try store.jobs.complete(running.id, owner: "a", model: model("late"), activate: true)
        == .cancelled)
    #expect(try store.models.list().isEmpty)
    #expect(temporary.modelFiles == [])

    let (done, _) = try Self.enqueue(store)
    _ = try store.jobs.take(owner: "a")
    #expect(
      try store.jobs.complete(done.id, owner: "a", model: model("m"), activate: true)
        == .succeeded(version: "m"))
    #expect(throws: StoreError.self) { try store.jobs.cancel(done.id, actor: "test") }
    let (again, isNew) = try store.jobs.replay(done.id, actor: "test")
    #expect(isNew && again.config == done.config)
    #expect(throws: StoreError.self) { try store.jobs.replay(again.id, actor: "test") }
    #expect(throws: StoreError.noJob(99)) { try store.jobs.cancel(99, actor: "test") }
  }

  @Test func `whoever has lost the lease writes nothing`() throws {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let (job, _) = try Self.enqueue(store)
    _ = try store.jobs.take(owner: "slow")
    try expireLeases(store)
    #expect(try store.jobs.take(owner: "quick")?.attempts == 2)
    #expect(try store.jobs.beat(job.id, owner: "slow", progress: "{}") == .lost)
    #expect(try store.jobs.end(job.id, owner: "slow", .failed, error: "x") == false)
    #expect(
      try store.jobs.complete(job.id, owner: "slow", model: model("slow"), activate: true) == .lost)
    #expect(temporary.modelFiles == [])
    #expect(
      try store.jobs.complete(job.id, owner: "quick", model: model("quick"), activate: true)
        == .succeeded(version: "quick"))
    #expect(temporary.modelFiles == ["quick.ink"])
    #expect(try store.jobs.find(job.id)?.model?.version == "quick")
  }

  @Test func `another process that keeps the file locked makes nothing fail and no ink wait`()
    throws
  {
    let temporary = try TemporaryStore()
    let store = temporary.store
    let user = try temporary.user().id
    let other = try DatabaseQueue(path: temporary.path + "/inkling.db")
    let isLocked = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      try? other.inDatabase { database in
        try database.execute(sql: "BEGIN IMMEDIATE")
        isLocked.signal()
        Thread.sleep(forTimeInterval: 1.5)
        try database.execute(sql: "COMMIT")
      }
    }
    isLocked.wait()
    let results = Mutex<[Result<StoredResult, StoreError>]>([])
    let group = DispatchGroup()
    for number in 1...50 {
      group.enter()
      store.writer.finish(.testing(UInt64(number), user: user), isAccepted: number % 2 == 0) {
        result in
        results.withLock { $0.append(result) }
        group.leave()
      }
    }
    for _ in 0..<5 {
      let asked = Date()
      let done = DispatchSemaphore(value: 0)
      store.writer.append([1, 2, 3]) { _ in done.signal() }
      done.wait()
      #expect(Date().timeIntervalSince(asked) < 0.5)
    }
    group.wait()
    #expect(results.withLock { $0.allSatisfy { (try? $0.get()) != nil } })
    #expect(try store.count() == 50)
    #expect(store.writer.currentFailure == nil)
  }
}
