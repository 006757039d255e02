import ArgumentParser
import Foundation
import Ink
import Load
import Storage
import Transport

/// What an administrator waits for at the server, whoever draws meanwhile.
struct DeskCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "desk",
    abstract:
      "Asks a server over HTTP for the overview, pages by every kind of filter, and deep pages.")

  @Option(help: "A folder that `fill` has filled.") var dataFolder: String
  @Option(help: "Clients that draw in the second part.") var writers = 10
  @Option(help: "How often each kind of question is asked.") var questions = 100
  @Option(help: "Pages that are turned one after the other.") var depth = 200
  @OptionGroup var drawings: DrawingOptions
  @OptionGroup var options: ServerOptions

  func run() throws {
    raiseOpenFileLimit()
    defer { Child.killAll() }
    let report = BenchReport("desk")
    let cookie = try BenchAdministrator.signIn(dataFolder: dataFolder)
    let store = try Store(folder: DataFolder(path: dataFolder, exclusive: true))
    let asker = try Asker(store, cookie: cookie)
    store.close()
    let server = try options.start(dataFolder: dataFolder, log: nil)
    report.section("alone")
    try ask(asker, server, report)
    report.section("while \(writers) draw")
    let recorded = try drawings.load()
    let loop = try ClientLoop(host: "127.0.0.1", port: server.port)
    var replay = ReplayRun.Options()
    (replay.clients, replay.ramp, replay.seconds, replay.timeout) = (writers, 1, 3_600, 3_600)
    let run = ReplayRun(recorded, options: replay, loop: loop)
    let asking = Beside { try ask(asker, server, report) }
    run.onTick = { run in
      if run.seconds > 2 { asking.start() }
      if asking.isOver { run.takeNoMore() }
    }
    run.draw()
    try asking.value()
    report.number("drawings submitted meanwhile", run.report.submitted)
    server.stop()
    try report.write(to: options.json)
  }

  private func ask(_ asker: Asker, _ server: Child, _ report: BenchReport) throws {
    let probe = try HTTPProbe(host: "127.0.0.1", port: server.port)
    var asker = asker
    var (cold, overview) = (Timings(), Timings())
    _ = try cold.measure { try asker.get("/api/admin/stats", from: probe) }
    for _ in 0..<questions {
      _ = try overview.measure { try asker.get("/api/admin/stats", from: probe) }
    }
    report.timings("overview, the first", cold)
    report.timings("overview", overview)
    var (pages, worst) = (Timings(), (kind: "", milliseconds: 0.0))
    for kind in GalleryQueries.kinds {
      var timings = Timings()
      for round in 0..<questions + 10 {
        let path = asker.path(kind)
        var one = Timings()
        _ = try one.measure { try asker.get(path, from: probe) }
        // Warm: the first of a kind finds neither statements nor pages.
        if round >= 10 { timings.add(one) }
      }
      pages.add(timings)
      if timings.percentile(0.99) > worst.milliseconds {
        worst = (kind, timings.percentile(0.99))
      }
    }
    report.timings("pages of every kind of filter", pages)
    report.text("the slowest kind, p99", "\(worst.kind): \(plain(worst.milliseconds)) ms")
    for kind in ["all", "disagrees, shape, quality, device"] {
      try turn(asker.path(kind), kind, asker, probe, report)
    }
  }

  /// Turns page after page; the last ones are to come as fast as the first.
  private func turn(
    _ path: String, _ kind: String, _ asker: Asker, _ probe: HTTPProbe, _ report: BenchReport
  ) throws {
    var (first, last) = (Timings(), Timings())
    var cursor: String?
    for page in 0..<depth {
      let address = path + (cursor.map { (path.contains("?") ? "&" : "?") + "cursor=\($0)" } ?? "")
      var one = Timings()
      let body = try one.measure { try asker.get(address, from: probe) }
      if page < depth / 4 { first.add(one) } else if page >= depth * 3 / 4 { last.add(one) }
      cursor = try JSON(parsing: body)["next_cursor"]?.string
      if cursor == nil { break }
    }
    report.timings("\(kind): the first quarter of \(depth) pages", first)
    if !last.milliseconds.isEmpty { report.timings("\(kind): the last quarter", last) }
  }
}

/// Puts a gallery's questions as a page does.
private struct Asker {
  private var queries: GalleryQueries
  private let shapes: [ShapeRow]
  private let people: [Int64: DrawingID]
  private let cookie: String

  init(_ store: Store, cookie: String) throws {
    self.cookie = cookie
    shapes = try store.shapes()
    let oldest = try store.gallery(DrawingFilter(), sort: .oldest, limit: 200).drawings
    let newest = try store.gallery(DrawingFilter(), limit: 200).drawings
    guard let first = oldest.first, let last = newest.first else {
      throw BenchError("There are no drawings; fill the folder first.")
    }
    var people: [Int64: DrawingID] = [:]
    for user in Set((oldest + newest).map(\.user)) {
      if let id = try store.user(publicID: user)?.id { people[id] = user }
    }
    self.people = people
    queries = GalleryQueries(
      shapes: shapes, people: people.keys.sorted(), first: first.stored, last: last.stored)
  }

  func get(_ path: String, from probe: HTTPProbe) throws -> [UInt8] {
    let answer = try probe.get(path, cookie: cookie)
    guard answer.status == 200 else {
      throw BenchError(
        "\(path) was answered \(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
    }
    return answer.body
  }

  mutating func path(_ kind: String) -> String {
    var filter = queries.filter(kind)
    // A combination by chance may contradict itself: the server refuses to ask the store that.
    if let low = filter.minQuality, let high = filter.maxQuality, low > high {
      (filter.minQuality, filter.maxQuality) = (high, low)
    }
    if let from = filter.from, let to = filter.to, from >= to { filter.to = nil }
    if filter.disagrees == true, case .shape(let seen) = filter.guessed, seen == filter.shape {
      filter.guessed = nil
    }
    func key(_ id: Int64) -> String { shapes.first { $0.id == id }?.key ?? "" }
    var words = ["sort=\(queries.sort())", "limit=60"]
    func add(_ name: String, _ value: String?) { if let value { words.append("\(name)=\(value)") } }
    add("shape", filter.shape.map(key))
    add("min_quality", filter.minQuality.map { "\($0)" })
    add("max_quality", filter.maxQuality.map { "\($0)" })
    add("flagged", filter.isFlagged.map { "\($0)" })
    add("deleted", filter.isDeleted.map { "\($0)" })
    add("status", filter.isComplete.map { $0 ? "complete" : "partial" })
    add("device", filter.device.map { $0.name ?? "unknown" })
    add("user", filter.user.flatMap { people[$0]?.string })
    add("from", filter.from.map(time))
    add("to", filter.to.map(time))
    add("disagrees", filter.disagrees.map { "\($0)" })
    switch filter.guessed {
    case .shape(let id): add("guessed", key(id))
    case .noShape: add("guessed", "none")
    case nil: break
    }
    return "/api/admin/drawings?" + words.joined(separator: "&")
  }

  private func time(_ milliseconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(milliseconds) / 1_000).formatted(.iso8601)
  }
}
