import Foundation
import Ink
import Logging
import Storage
import Testing

@testable import Server

/// Workers are processes of their own here, and die as processes do.
@Suite struct WorkerTests {
  /// A folder with drawings, and workers on it.
  private final class Bench {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("inkling-test-\(UUID().uuidString)").path
    let store: Store

    init() throws {
      store = try Store(folder: DataFolder(path: path, exclusive: true))
      let user = try store.waitForChange { [store] in
        store.writer.createSession(
          publicID: .random(), name: nil, tokenHash: [UInt8](repeating: 1, count: 32),
          completion: $0)
      }
      var synthesizer = Synthesizer(shape: .circle, seed: 1)
      for _ in 0..<20 {
        let drawing = synthesizer.next()
        let new = NewDrawing(
          drawing: drawing, userID: user.id, shapeID: 2, quality: 0.9, completeness: 1,
          strokes: StrokeCodec.encode(drawing.ink))
        _ = try store.waitForChange { [store] in
          store.writer.finish(new, isAccepted: false, completion: $0)
        }
      }
    }

    deinit {
      store.close()
      try? FileManager.default.removeItem(atPath: path)
    }

    func enqueue(_ change: (inout TrainingSettings) -> Void = { _ in }) throws -> Int64 {
      var settings = TrainingSettings(shapes: ["circle"])
      change(&settings)
      return try store.jobs.enqueue(
        config: settings.json, seed: Int64(settings.seed), baseModel: nil, actor: "test"
      ).job.id
    }

    func worker(
      owner: String = "w", seconds: Double = 0.05, once: Bool = true,
      environment: [String: String] = [:]
    ) throws -> Process {
      let process = Process()
      process.executableURL = Self.program
      process.arguments = ["--data", path, "--owner", owner] + (once ? ["--once"] : [])
      process.environment = ProcessInfo.processInfo.environment
        .merging(["WORKBENCH_SECONDS": "\(seconds)"]) { $1 }.merging(environment) { $1 }
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      return process
    }

    static var program: URL {
      let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
      var folder = tests.deletingLastPathComponent()
      // On macOS the tests are a bundle beside the program.
      while folder.path != "/" {
        let program = folder.appendingPathComponent("workbench")
        if FileManager.default.isExecutableFile(atPath: program.path) { return program }
        folder.deleteLastPathComponent()
      }
      return URL(fileURLWithPath: "workbench")
    }

    func wait(_ id: Int64, seconds: Double = 10, until fits: (Job) -> Bool) throws -> Job {
      let deadline = Date(timeIntervalSinceNow: seconds)
      while Date() < deadline {
        if let job = try store.jobs.find(id), fits(job) { return job }
        Thread.sleep(forTimeInterval: 0.01)
      }
      Issue.record("waited for \(try store.jobs.find(id)?.status.rawValue ?? "nothing")")
      return try #require(try store.jobs.find(id))
    }

    var files: [String] {
      (try? FileManager.default.contentsOfDirectory(atPath: path + "/models")) ?? []
    }
  }

  @Test(arguments: ["taking", "training", "file", "row", "end"])
  func `a worker that is killed at any stage leaves the old state or the new`(stage: String) throws
  {
    let bench = try Bench()
    let id = try bench.enqueue()
    let victim = try bench.worker(owner: "victim", environment: ["WORKBENCH_DIES_AT": stage])
    victim.waitUntilExit()
    #expect(victim.terminationReason == .uncaughtSignal)
    let between = try #require(try bench.store.jobs.find(id))
    switch stage {
    case "taking": #expect(between.status == .queued && between.attempts == 0)
    case "end": #expect(between.status == .succeeded)
    default: #expect(between.status == .running && between.attempts == 1)
    }
    #expect(try bench.store.models.activeID() == (stage == "end" ? 1 : nil))
    #expect(bench.files.count == (["row", "end"].contains(stage) ? 1 : 0))

    // As the server does when its child has ended.
    try bench.store.jobs.abandon(owner: "victim")
    let next = try bench.worker(owner: "next")
    next.waitUntilExit()
    let job = try #require(try bench.store.jobs.find(id))
    #expect(job.status == .succeeded)
    let served = try #require(
      try bench.store.models.loadActive(LoadedModel.init) { _, error in Issue.record(error) })
    #expect(served.version == job.model?.version)
    #expect(served.model.name.hasSuffix("points"))
    #expect(bench.files == [served.row.file])
    #expect(try bench.store.models.list().count == 1)
  }

  @Test func `two workers share the jobs and run none twice`() throws {
    let bench = try Bench()
    let ids = try (1...6).map { number in try bench.enqueue { $0.seed = number } }
    let workers = try (1...2).map { try bench.worker(owner: "w\($0)") }
    for worker in workers { worker.waitUntilExit() }
    for id in ids {
      let job = try #require(try bench.store.jobs.find(id))
      #expect(job.status == .succeeded && job.attempts == 1)
    }
    #expect(try bench.store.models.list().count == 6)
  }

  @Test func `a training tells how far it is, and a cancelled one ends within a second`() throws {
    let bench = try Bench()
    let id = try bench.enqueue()
    let worker = try bench.worker(seconds: 30)
    defer { worker.terminate() }
    let first = try bench.wait(id) { $0.progress != nil }
    let second = try bench.wait(id, seconds: 1) { $0.progress != first.progress }
    #expect(second.progress?.contains("\"phase\":\"training\"") == true)
    let asked = Date()
    _ = try bench.store.jobs.cancel(id, actor: "test")
    #expect(try bench.wait(id) { $0.status.isOver }.status == .cancelled)
    #expect(Date().timeIntervalSince(asked) < 1)
    worker.waitUntilExit()
    #expect(bench.files == [])
  }

  @Test func `a worker that is asked to leave gives its training back at once`() throws {
    let bench = try Bench()
    let id = try bench.enqueue()
    let worker = try bench.worker(seconds: 30, once: false)
    _ = try bench.wait(id) { $0.status == .running }
    worker.terminate()
    let back = try bench.wait(id, seconds: 1) { $0.status == .queued }
    #expect(back.attempts == 0)
    worker.waitUntilExit()
    #expect(worker.terminationStatus == 0)
  }

  @Test func `a worker that slept through its lease writes nothing`() throws {
    let bench = try Bench()
    let id = try bench.enqueue()
    let sleeper = try bench.worker(owner: "sleeper", seconds: 0.6)
    _ = try bench.wait(id) { $0.status == .running }
    kill(sleeper.processIdentifier, SIGSTOP)
    try bench.store.jobs.abandon(owner: "sleeper")
    let other = try bench.worker(owner: "other")
    other.waitUntilExit()
    let done = try #require(try bench.store.jobs.find(id))
    #expect(done.status == .succeeded && done.attempts == 2)
    kill(sleeper.processIdentifier, SIGCONT)
    sleeper.waitUntilExit()
    #expect(sleeper.terminationStatus == 0)
    #expect(try bench.store.models.list().count == 1)
    #expect(bench.files == [try #require(done.model).version + ".ink"])
  }

  @Test func `a training that fails says why; one that is worse does not serve`() throws {
    let bench = try Bench()
    let failing = try bench.enqueue()
    try bench.worker(environment: ["WORKBENCH_FAILS": "full"]).waitUntilExit()
    let job = try #require(try bench.store.jobs.find(failing))
    #expect(job.status == .failed)
    #expect(job.error == "The disk is full; free some space, then replay this job.")
    let unwell = try bench.enqueue()
    try bench.worker(environment: ["WORKBENCH_FAILS": "badly"]).waitUntilExit()
    #expect(
      try bench.store.jobs.find(unwell)?.error
        == "The training failed. The cause stands in the server's log.")
    _ = try bench.enqueue { $0.notes = "worse" }
    _ = try bench.enqueue { $0.activate = false }
    try bench.worker().waitUntilExit()
    #expect(try bench.store.models.list().count == 2)
    #expect(try bench.store.models.activeID() == nil)
    let broken = try bench.store.jobs.enqueue(
      config: "{\"epochs\":9000}", seed: 1, baseModel: nil, actor: "test"
    ).job.id
    try bench.worker().waitUntilExit()
    #expect(try bench.store.jobs.find(broken)?.error?.contains("epochs") == true)
  }

  @Test func `a server keeps a worker, starts it again, and serves what it made`() throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("inkling-test-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var settings = ServerSettings()
    settings.port = 0
    settings.dataFolder = path
    settings.worker = WorkerProgram(program: Bench.program.path, arguments: ["--data", path])
    let serving = LockedList()
    settings.modelChanged = { serving.add($0?.version ?? "none") }
    let server = try InklingServer(settings, log: Logger(label: "test"))
    defer { server.stop() }
    let store = try Store(
      folder: DataFolder(path: path, exclusive: false), upgrades: false, role: .worker)
    defer { store.close() }
    func run(seed: Int) throws -> Job {
      var training = TrainingSettings(shapes: ["line"])
      training.seed = seed
      let id = try store.jobs.enqueue(
        config: training.json, seed: 1, baseModel: nil, actor: "test"
      ).job.id
      for _ in 0..<800 {
        if let job = try store.jobs.find(id), job.status.isOver { return job }
        Thread.sleep(forTimeInterval: 0.01)
      }
      return try #require(try store.jobs.find(id))
    }
    let first = try run(seed: 1)
    #expect(first.status == .succeeded)
    // The worker is there by now, so the second begins at once.
    let second = try run(seed: 2)
    #expect(second.status == .succeeded)
    #expect(try #require(second.started) - second.created < 250)
    for _ in 0..<100 where serving.all.last != second.model?.version {
      Thread.sleep(forTimeInterval: 0.01)
    }
    // Models that follow each other closely may be seen as one change.
    let versions = ["none", first.model?.version, second.model?.version]
    #expect([versions, [versions[0], versions[2]]].contains(serving.all))

    // Killed, it is followed by another.
    let child = try #require(children(of: ProcessInfo.processInfo.processIdentifier, path).first)
    kill(child, SIGKILL)
    #expect(try run(seed: 3).status == .succeeded)
    #expect(children(of: ProcessInfo.processInfo.processIdentifier, path).first != child)
  }

  @Test func `dead workers' jobs are taken back also while none can be started`() throws {
    let bench = try Bench()
    let id = try bench.enqueue()
    _ = try #require(try bench.store.jobs.take(owner: "elsewhere"))
    let keeper = WorkerKeeper(
      command: WorkerProgram(program: "/nowhere/inkling", arguments: []), store: bench.store,
      log: Logger(label: "test"))
    keeper.start()
    // A lease lasts five seconds.
    #expect(try bench.wait(id, seconds: 7) { $0.status == .queued }.attempts == 1)
    keeper.stop()
    keeper.waitUntilDone()
  }

  /// Of the system's own list: not every machine has a program that reads it.
  private func children(of parent: Int32, _ path: String) -> [Int32] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.filter { process in
      func text(_ file: String) -> String {
        let data = FileManager.default.contents(atPath: "/proc/\(process)/\(file)")
        return String(decoding: data ?? Data(), as: UTF8.self)
      }
      // The name stands in brackets and may hold anything; state and parent follow.
      let fields = text("stat").split(separator: ")").last?.split(separator: " ") ?? []
      return fields.count > 1 && Int32(fields[1]) == parent && text("cmdline").contains(path)
    }
  }
}

/// Texts from several threads.
private final class LockedList: @unchecked Sendable {
  // Safe to share: everything is under the lock.
  private let lock = NSLock()
  private var list: [String] = []
  func add(_ text: String) { lock.withLock { list.append(text) } }
  var all: [String] { lock.withLock { list } }
}
