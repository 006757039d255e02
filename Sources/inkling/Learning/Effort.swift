import Foundation
import Ink
import Training

/// What a training took, kept with its figures so that the next one can be estimated.
struct Effort {
  private let begun = ContinuousClock.now
  private var learnt = ContinuousClock.now
  private var measured = ContinuousClock.now
  private var ended = ContinuousClock.now
  private var presentations = 0

  init() { PeakMemory.reset() }

  mutating func beginsLearning() { learnt = .now }
  mutating func beginsMeasuring(presentations: Int) {
    measured = .now
    self.presentations = presentations
  }
  mutating func ends() { ended = .now }

  /// Trainings on other machines say nothing about this one.
  static var machine: String {
    "\(Trainer.fastestKernels), \(ProcessInfo.processInfo.activeProcessorCount) cores"
  }

  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("machine", Self.machine)
    writer.member("seconds", (ended - begun) / .seconds(1), decimals: 2)
    writer.member("learning_s", (measured - learnt) / .seconds(1), decimals: 2)
    writer.member("measuring_s", (ended - measured) / .seconds(1), decimals: 2)
    writer.member("presentations", presentations)
    writer.member("memory_mb", (PeakMemory.bytes + 500_000) / 1_000_000)
    writer.endObject()
  }
}

/// The most memory that this process has held.
enum PeakMemory {
  /// From now on. Only Linux can forget what was before.
  static func reset() {
    try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
  }

  static var bytes: Int {
    if let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(separator: " ").compactMap({ Int($0) }).first
    {
      return kilobytes << 10
    }
    #if canImport(Darwin)
      var usage = rusage()
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #else
      return 0
    #endif
  }
}
