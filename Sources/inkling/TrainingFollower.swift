import Foundation
import Ink
import Storage
import Synchronization

/// Watches a training from the side, whoever runs it, and draws its progress.
final class TrainingFollower: Sendable {
  private let store: Store
  private let job: Int64
  private let isCancelled = Atomic(false)
  /// A bar is drawn for people; a file gets a line for each epoch.
  private let isTerminal = isatty(STDERR_FILENO) != 0

  /// Seconds that a worker is given to take the job.
  private static let grace = 0.6

  init(store: Store, job: Int64) {
    self.store = store
    self.job = job
  }

  /// From any thread. The job ends soon after, and with it `follow`.
  func cancel() {
    isCancelled.store(true, ordering: .relaxed)
    do { _ = try store.jobs.cancel(job, actor: "command line") } catch { complain("\(error)") }
  }

  /// Waits for the job's end.
  /// - Parameter runHere: called when nobody takes it, and again should that come to nothing.
  func follow(runHere: () -> Void) throws -> Job {
    var freeSince = Date()
    var shown = ""
    while true {
      guard let state = try store.jobs.find(job) else { throw StoreError.noJob(job) }
      if state.status.isOver {
        clearLine()
        return state
      }
      if try store.jobs.isSomebodyWorking() {
        freeSince = Date()
      } else if Date().timeIntervalSince(freeSince) > Self.grace {
        freeSince = Date()
        runHere()
      }
      let text = line(of: state)
      if text != shown {
        shown = text
        show(text)
      }
      Thread.sleep(forTimeInterval: 0.1)
    }
  }

  private func line(of state: Job) -> String {
    if isCancelled.load(ordering: .relaxed) { return "cancelling …" }
    guard state.status == .running else { return "waiting for a worker …" }
    guard let text = state.progress, let progress = try? JSON(parsing: Array(text.utf8)) else {
      return "starting …"
    }
    let phase = progress["phase"]?.string ?? ""
    let (epoch, epochs) = (progress["epoch"]?.integer ?? 0, progress["epochs"]?.integer ?? 0)
    guard isTerminal else { return epochs > 0 ? "\(phase), epoch \(epoch) of \(epochs)" : phase }
    let (step, steps) = (progress["step"]?.integer ?? 0, progress["steps"]?.integer ?? 0)
    var words = ["\(Self.bar(steps > 0 ? Double(step) / Double(steps) : 0)) \(phase)"]
    if epochs > 0 { words.append("epoch \(epoch)/\(epochs)") }
    for (name, label) in [("loss", "loss"), ("validation_accuracy", "accuracy")] {
      if let value = progress[name]?.number { words.append("\(label) \(Self.short(value))") }
    }
    if let speed = progress["images_per_second"]?.number { words.append("\(Int(speed))/s") }
    if let left = progress["eta_s"]?.number { words.append("\(Int(left.rounded(.up))) s left") }
    return words.joined(separator: "  ")
  }

  private func show(_ text: String) {
    let end = isTerminal ? "" : "\n"
    let start = isTerminal ? "\r\u{1b}[2K" : ""
    try? FileHandle.standardError.write(contentsOf: Data((start + text + end).utf8))
  }

  private func clearLine() {
    if isTerminal { try? FileHandle.standardError.write(contentsOf: Data("\r\u{1b}[2K".utf8)) }
  }

  private static func bar(_ part: Double) -> String {
    let full = Int(24 * min(max(part, 0), 1))
    return String(repeating: "█", count: full) + String(repeating: "░", count: 24 - full)
  }

  private static func short(_ value: Double) -> String { String(format: "%.4f", value) }
}

/// What is said of a training at its end.
enum TrainingReport {
  /// - Throws: when it did not succeed.
  static func print(_ job: Job, store: Store) throws {
    switch job.status {
    case .cancelled: throw Failure(130, "Job \(job.id) was cancelled; nothing was kept.")
    case .succeeded: break
    default:
      let reason = job.error ?? "Nobody knows why."
      throw Failure(1, "Job \(job.id) failed: \(reason)\(reason.hasSuffix(".") ? "" : ".")")
    }
    var rows: [(String, String)] = [("job", "\(job.id)")]
    if let model = job.model {
      let isActive = try store.models.find(model.version)?.isActive ?? false
      rows.append(
        ("model", "\(model.version), \(isActive ? "serves now" : "kept, does not serve")"))
    }
    if let metrics = job.metrics, let json = try? JSON(parsing: Array(metrics.utf8)) {
      rows += flat(json, "")
    }
    let width = rows.map(\.0.count).max() ?? 0
    for (name, value) in rows {
      say(name.padding(toLength: width + 2, withPad: " ", startingAt: 0) + value)
    }
  }

  /// Every figure with the way to it.
  private static func flat(_ json: JSON, _ name: String) -> [(String, String)] {
    switch json {
    case .object(let members):
      members.flatMap { flat($0.value, name.isEmpty ? $0.name : "\(name).\($0.name)") }
    case .array(let values):
      // A table of numbers, as a confusion matrix, is for other eyes.
      values.isEmpty || values.contains { $0.array != nil || $0.object != nil }
        ? groups(values, name) : [(name, values.map(text).joined(separator: " "))]
    default: [(name, text(json))]
    }
  }

  /// Parts of the drawings, a line each.
  private static func groups(_ values: [JSON], _ name: String) -> [(String, String)] {
    values.compactMap { value in
      guard let group = value["group"]?.string, let count = value["drawings"]?.integer,
        let accuracy = value["accuracy"]
      else { return nil }
      return ("\(name).\(group)", "\(text(accuracy)) of \(count)")
    }
  }

  private static func text(_ json: JSON) -> String {
    switch json {
    case .string(let text): text
    case .bool(let flag): flag ? "yes" : "no"
    case .number(let number):
      json.integer.map(String.init) ?? String(format: "%.5g", number)
    default: "-"
    }
  }
}
