import ArgumentParser
import Foundation
import Ink
import Load
import Storage

/// How long changing very many drawings takes, and how long everybody else waits meanwhile.
struct BulkCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bulk",
    abstract: "Flags every drawing of a folder and undoes it, beside somebody who stores others.")

  @Option(help: "A folder that `fill` has filled.") var dataFolder: String
  @Option(help: "Seconds for which writes are timed without any job, for comparison.")
  var alone = 5.0
  @OptionGroup var options: ServerOptions

  func run() throws {
    defer { Child.killAll() }
    let report = BenchReport("bulk")
    let cookie = try BenchAdministrator.signIn(dataFolder: dataFolder)
    let server = try options.start(dataFolder: dataFolder, log: nil)
    let probe = try HTTPProbe(host: "127.0.0.1", port: server.port)
    let desk = Desk(probe: probe, cookie: cookie)
    var writer = try Writer(probe)

    report.section("alone")
    let end = Date(timeIntervalSinceNow: alone)
    report.timings("storing a drawing", try writer.write { Date() < end })

    report.section("while all are flagged")
    let asked = try desk.post(
      "/api/admin/drawings/bulk", "{\"action\":\"flag\",\"reason\":\"a bench\",\"filter\":{}}")
    let job = try desk.id(asked)
    try follow(job, desk, &writer, report)

    report.section("while that is undone")
    try follow(
      desk.id(desk.post("/api/admin/jobs/\(job)/undo", "{}")), desk, &writer, report)
    server.stop()
    try report.write(to: options.json)
  }

  private func follow(
    _ job: Int, _ desk: Desk, _ writer: inout Writer, _ report: BenchReport
  ) throws {
    let start = ContinuousClock.now
    var last = JSON.null
    let waits = try writer.write {
      last = try desk.get("/api/admin/jobs/\(job)")
      return last["finished_at"]?.isNull == true
    }
    let took = seconds(.now - start)
    guard last["status"]?.string == "succeeded", let changed = last["changed"]?.integer else {
      throw BenchError("The job did not succeed: \(last["error"]?.string ?? "")")
    }
    report.number("drawings changed", changed)
    report.number("time", took, "s")
    report.number("rate", Double(changed) / took, "drawings a second")
    report.timings("storing a drawing", waits)
  }
}

/// An administrator who asks for jobs.
private struct Desk {
  let probe: HTTPProbe
  let cookie: String

  func get(_ path: String) throws -> JSON { try read(probe.get(path, cookie: cookie)) }

  func post(_ path: String, _ body: String) throws -> JSON {
    try read(probe.post(path, Array(body.utf8), cookie: cookie))
  }

  func id(_ answer: JSON) throws -> Int {
    guard let id = answer["id"]?.integer else { throw BenchError("There is no job.") }
    return id
  }

  private func read(_ answer: (status: Int, body: [UInt8])) throws -> JSON {
    guard 200..<300 ~= answer.status else {
      throw BenchError(
        "The server answered \(answer.status): \(String(decoding: answer.body, as: UTF8.self))")
    }
    return try JSON(parsing: answer.body)
  }
}

/// Somebody who stores one drawing after the other.
private struct Writer {
  private let probe: HTTPProbe
  private let token: String
  private var synthesizer = Synthesizer(shape: .circle, seed: .random(in: 0...UInt64.max))

  init(_ probe: HTTPProbe) throws {
    self.probe = probe
    let session = try probe.post("/api/session", Array("{}".utf8))
    guard let token = try JSON(parsing: session.body)["token"]?.string else {
      throw BenchError("There is no session.")
    }
    self.token = token
  }

  /// How long each took, from the request to the answer that it is durable.
  /// - Parameter goesOn: asked between two.
  mutating func write(while goesOn: () throws -> Bool) throws -> Timings {
    var waits = Timings()
    while try goesOn() {
      let drawing = synthesizer.next().json()
      let answer = try waits.measure { try probe.post("/api/drawings", drawing, token: token) }
      guard answer.status == 201 else {
        throw BenchError("A drawing was answered \(answer.status).")
      }
      // Of all moments of a batch, not always the same one.
      Thread.sleep(forTimeInterval: .random(in: 0...0.01))
    }
    return waits
  }
}
