import Foundation
import Logging
import Recognition
import Server
import Storage

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A worker for tests: its training reads the drawings for as long as it is told, and it dies
/// where it is told, as `kill -9` would have it.
///
/// `workbench --data DIR [--once] [--owner NAME]`, and in the environment `WORKBENCH_SECONDS`,
/// `WORKBENCH_DIES_AT` and `WORKBENCH_FAILS`.
@main
enum Workbench {
  static func main() throws {
    let environment = ProcessInfo.processInfo.environment
    let seconds = Double(environment["WORKBENCH_SECONDS"] ?? "0.05") ?? 0
    let end = environment["WORKBENCH_DIES_AT"].flatMap(Worker.Stage.init)
    let failure: (any Error)? =
      switch environment["WORKBENCH_FAILS"] {
      case nil: nil
      case "full": StoreError.full
      default: StoreError.conflict("/home/ada/inkling.db: SELECT 1")
      }
    let store = try Store(
      folder: DataFolder(path: value("--data") ?? "", exclusive: false), upgrades: false,
      role: .worker)
    let worker = Worker(
      store: store, owner: value("--owner"), codeVersion: "test", log: Logger(label: "workbench")
    ) { context in
      try train(context, seconds: seconds, failure: failure)
    } reached: { stage in
      if stage == end { kill(getpid(), SIGKILL) }
    }
    signal(SIGTERM, SIG_IGN)
    let termination = DispatchSource.makeSignalSource(signal: SIGTERM, queue: .global())
    termination.setEventHandler { worker.stop() }
    termination.resume()
    try worker.work(onlyOnce: CommandLine.arguments.contains("--once"))
    store.close()
  }

  private static func value(_ option: String) -> String? {
    let words = CommandLine.arguments
    return words.firstIndex(of: option).map { words[$0 + 1] }
  }

  private static func train(
    _ context: TrainingContext, seconds: Double, failure: (any Error)?
  ) throws -> TrainedModel {
    let drawings = try context.drawings()
    let begun = Date()
    var points = 0
    var step = 0
    repeat {
      if context.isCancelled { throw TrainingStop.cancelled }
      if let failure { throw failure }
      try drawings.read(drawings.entries.indices) { _, ink in points += ink.points.count }
      step += 1
      context.report(TrainingProgress(phase: "training", step: step))
      Thread.sleep(forTimeInterval: 0.002)
    } while Date().timeIntervalSince(begun) < seconds
    let labels = drawings.shapes + ["none"]
    return TrainedModel(
      bytes: try model(named: "\(points / step) points", labels: labels).bytes, labels: labels,
      metrics: "{\"accuracy\":0.5,\"activate\":\(context.settings.notes != "worse")}",
      data: drawings.summary)
  }

  /// A model that the server takes, all of its weights 0.
  private static func model(named name: String, labels: [String]) throws -> Model {
    let (size, inputs) = (16, [18, 36, 36, 2 * 2 * 8, 16])
    let layers = zip(inputs, [4, 4, 8, 16, labels.count]).map { inputs, outputs in
      Layer(
        weights: [Int8](repeating: 0, count: inputs * outputs),
        bias: [Int32](repeating: 0, count: outputs),
        multipliers: [Int32](repeating: 1, count: outputs))
    }
    return try Model(
      labels: labels, network: Network(inputSize: size, layers: layers), name: name)
  }
}
