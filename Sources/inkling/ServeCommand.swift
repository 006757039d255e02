import ArgumentParser
import Foundation
import Logging
import Server

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Starts the server.")

  @Option(help: "The address to listen on; 0.0.0.0 for the whole network. (127.0.0.1)")
  var host: String?
  @Option(help: "The port; 0 for any free one. (8080)")
  var port: Int?
  @OptionGroup var data: DataOption
  @Option(help: "Event loops. (one a core)")
  var threads: Int?
  @Flag(help: "Open the page in this desktop's browser.")
  var open = false
  @Flag(help: "Let the tablets of the local network in.")
  var classroom = false
  @Option(help: "A certificate chain in PEM, for https.")
  var tlsCert: String?
  @Option(help: "The certificate's key in PEM.")
  var tlsKey: String?
  @Option(help: "json or text. (json)")
  var logFormat: String?
  @Option(help: "The folder of the pages' files; they are read anew at each request.")
  var web: String?
  @Option(help: "The model to begin with where none was trained yet; none for none.")
  var starter: String?
  @Flag(help: "Start no worker: trainings wait for an inkling worker on the same folder.")
  var noWorker = false
  @Option(help: "Connections a second that one address may open. (any number)")
  var opensPerSecond: Int?
  @Option(help: .hidden)
  var reviewPause: Double?
  @Option(help: "The share of the model's answers to log in the database, 0 to 1. (0)")
  var inferenceLog: Double?

  func run() throws {
    let log = try logger()
    let settings = try settings(log)
    let termination = Termination()
    let server = try InklingServer(settings, log: log)
    let url = isClassroom ? LocalNetwork.url(of: server) ?? server.url : server.url
    say("inkling is ready at \(url)")
    if let token = server.takeSetupToken() {
      let sentence = "Set up the first administrator: \(url)/admin#/setup?token=\(token)"
      say(sentence)
      log.notice("\(sentence)")
    }
    for (prefix, folder) in WebFolder.vendored
    where !FileManager.default.fileExists(atPath: folder) {
      log.notice("files are missing; the pages do without", metadata: ["files": "\(prefix)"])
    }
    if open { Desktop.open(url) }
    termination.wait()
    log.info("stopping")
    let isClean = server.stop()
    if !isClean { log.warning("some connections did not end in time") }
  }

  private func settings(_ log: Logger) throws -> ServerSettings {
    var settings = ServerSettings()
    settings.host = host ?? Environment.text("HOST") ?? (isClassroom ? "0.0.0.0" : "127.0.0.1")
    settings.port = try port ?? Environment.number("PORT") ?? 8080
    guard 0...65_535 ~= settings.port else {
      throw Failure(Failure.usage, "A port is 0 to 65535, not \(settings.port); use --port 8080.")
    }
    settings.dataFolder = data.path
    settings.threads = try threads ?? Environment.number("THREADS")
    if let threads = settings.threads, !(1...64 ~= threads) {
      throw Failure(Failure.usage, "Event loops are 1 to 64, not \(threads); leave --threads out.")
    }
    settings.tlsCertificate = tlsCert ?? Environment.text("TLS_CERT")
    settings.tlsKey = tlsKey ?? Environment.text("TLS_KEY")
    guard (settings.tlsCertificate == nil) == (settings.tlsKey == nil) else {
      throw Failure(Failure.usage, "https needs both --tls-cert and --tls-key.")
    }
    for file in [settings.tlsCertificate, settings.tlsKey].compactMap({ $0 })
    where !FileManager.default.isReadableFile(atPath: file) {
      throw Failure(Failure.missing, "The TLS file \(file) cannot be read.")
    }
    settings.loggedAnswers = try inferenceLog ?? Environment.decimal("INFERENCE_LOG") ?? 0
    guard 0...1 ~= settings.loggedAnswers else {
      throw Failure(
        Failure.usage, "The share of answers to log is 0 to 1, not \(settings.loggedAnswers).")
    }
    settings.opensPerSecond = try opensPerSecond ?? Environment.number("OPENS_PER_SECOND")
    if let reviewPause { settings.reviewPause = max(reviewPause, 0.1) }
    if !noWorker && !Environment.flag("NO_WORKER") {
      settings.worker = WorkerProgram.own(
        data: data.path, logFormat: logFormatName, starter: starter)
    }
    settings.models = Learning.tools
    settings.estimateTraining = Learning.estimate
    settings.starterModel = try StarterModel.find(given: starter) {
      log.error(
        "the model that the program ships with cannot be used", metadata: ["reason": "\($0)"])
    }?.registered
    settings.starterGenerator = StarterModel.generator
    settings.mounts = WebFolder.vendored + [("/", try WebFolder.find(given: web))]
    settings.rereadsPages = web != nil
    return settings
  }

  private var isClassroom: Bool { classroom || Environment.flag("CLASSROOM") }

  private var logFormatName: String { logFormat ?? Environment.text("LOG_FORMAT") ?? "json" }

  private func logger() throws -> Logger { try Log.make(format: logFormatName) }
}
