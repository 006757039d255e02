import Foundation
import Ink
import Recognition
import Server
import Training

extension Learning {
  /// What a training will take: by what the last ones took on this machine, or else by what is usual.
  static let estimate: TrainingEstimator = { outlook in
    let settings = outlook.settings
    let counts = settings.shapes.map { outlook.supply.byShape[$0] ?? 0 }
    var warnings: [String] = []
    var labels = settings.shapes + [Examples.none]
    do throws(TrainingError) {
      let chosen = try ChosenLabels(
        shapes: settings.shapes, counts: counts, isMixed: settings.synthetic)
      labels = chosen.labels
      for shape in chosen.leftOut {
        warnings.append(
          "\(shape) has \(outlook.supply.byShape[shape] ?? 0) drawings and needs "
            + "\(ChosenLabels.fewestDrawings) to be learnt.")
      }
      if outlook.supply.isByOnePerson == true {
        warnings.append(TrainingError.onePerson.description)
      }
    } catch {
      warnings.append(error.description)
    }
    let pace = Pace(outlook)
    // A tenth of the people is held out, and a tenth of the others chooses.
    let workload = Workload(
      drawings: outlook.supply.byShape.mapValues { $0 * 81 / 100 }, labels: labels,
      options: settings.options)
    let seconds =
      pace.overhead + Double(workload.presentations) / pace.imagesPerSecond
      + Double(outlook.supply.stored) * Pace.secondsPerRow
    let memory = pace.memoryInBytes + outlook.supply.stored * Pace.bytesPerRow
    if seconds > 3_600 {
      warnings.append(
        "It takes about \(Int((seconds / 3_600).rounded())) hours: ask for fewer epochs, or for "
          + "fewer drawings with cap_per_class.")
    }
    if memory > Int(ProcessInfo.processInfo.physicalMemory / 2) {
      warnings.append("It needs more than half of this machine's memory.")
    }
    return TrainingEstimate(
      seconds: seconds, memoryInBytes: memory, isMeasured: pace.isMeasured, warnings: warnings)
  }
}

/// How quickly this machine trains.
private struct Pace {
  private(set) var imagesPerSecond: Double
  /// Seconds for what does not grow with the drawings: to calibrate, to measure, to compare.
  private(set) var overhead: Double
  private(set) var memoryInBytes: Int
  private(set) var isMeasured = false

  static let secondsPerRow = 1.5e-6
  static let bytesPerRow = 45

  /// Of two cores with AVX-512, by pixels a side: measured with `inkling train`.
  private static let usual: [Int: (imagesPerSecond: Double, overhead: Double, megabytes: Int)] = [
    32: (16_000, 3, 70), 64: (3_000, 7, 95), 128: (900, 20, 200),
  ]

  init(_ outlook: TrainingOutlook) {
    let size = outlook.settings.inputSize
    let usual = Self.usual[size] ?? (900, 20, 200)
    let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
    imagesPerSecond = usual.imagesPerSecond * cores / 2
    overhead = usual.overhead * (outlook.isCompared ? 1 : 0.6)
    memoryInBytes = usual.megabytes * 1_000_000
    let alike = outlook.measured.compactMap { settings, metrics -> JSON? in
      guard settings["input_size"]?.integer == size, let took = metrics["took"],
        took["machine"]?.string == Effort.machine
      else { return nil }
      return took
    }
    func newest(_ name: String) -> [Double] {
      alike.prefix(5).compactMap { $0[name]?.number }.sorted()
    }
    let rates = alike.prefix(5).compactMap { took -> Double? in
      guard let shown = took["presentations"]?.number, let seconds = took["learning_s"]?.number,
        shown > 5_000, seconds > 0.1
      else { return nil }
      return shown / seconds
    }.sorted()
    guard !rates.isEmpty else { return }
    // The middle of the last few: one that ran beside much else says little.
    imagesPerSecond = rates[rates.count / 2]
    let measuring = newest("measuring_s")
    overhead = measuring[measuring.count / 2]
    memoryInBytes = Int(newest("memory_mb").last ?? 0) * 1_000_000
    isMeasured = true
  }
}
