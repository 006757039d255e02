public import Ink
public import Storage

/// What is known of a training before it is begun.
public struct TrainingOutlook: Sendable {
  public let settings: TrainingSettings
  public let supply: DrawingSupply
  /// Whether a model serves, with which the new one will be compared.
  public let isCompared: Bool
  /// Figures that earlier trainings ended with, the newest first.
  public let measured: [(settings: JSON, metrics: JSON)]
}

/// What a training will take, and what is to be thought of before.
public struct TrainingEstimate: Sendable {
  public var seconds: Double
  public var memoryInBytes: Int
  /// Whether trainings on this machine say so; otherwise it is what is usual.
  public var isMeasured: Bool
  /// Sentences.
  public var warnings: [String]

  public init(seconds: Double, memoryInBytes: Int, isMeasured: Bool, warnings: [String]) {
    self.seconds = seconds
    self.memoryInBytes = memoryInBytes
    self.isMeasured = isMeasured
    self.warnings = warnings
  }
}

public typealias TrainingEstimator = @Sendable (TrainingOutlook) -> TrainingEstimate

extension TrainingOutlook {
  /// Earlier trainings that are looked at.
  private static let lookedBack = 20

  init(_ settings: TrainingSettings, store: Store) throws(StoreError) {
    self.settings = settings
    supply = try store.supply(of: settings.selection)
    isCompared = try store.models.activeID() != nil
    measured = try store.jobs.measured(limit: Self.lookedBack).compactMap { config, metrics in
      guard let settings = try? JSON(parsing: Array(config.utf8)),
        let metrics = try? JSON(parsing: Array(metrics.utf8))
      else { return nil }
      return (settings, metrics)
    }
  }
}

extension JSONWriter {
  /// `"drawings","per_shape","seconds","memory_mb","measured","warnings"`
  mutating func write(_ estimate: TrainingEstimate, of outlook: TrainingOutlook) {
    beginObject()
    member("drawings", outlook.supply.byShape.values.reduce(0, +))
    name("per_shape")
    beginObject()
    for shape in outlook.settings.shapes {
      name(shape)
      integer(outlook.supply.byShape[shape] ?? 0)
    }
    endObject()
    member("seconds", estimate.seconds, decimals: 1)
    member("memory_mb", (estimate.memoryInBytes + 500_000) / 1_000_000)
    member("measured", estimate.isMeasured)
    name("warnings")
    beginArray()
    for warning in estimate.warnings { string(warning) }
    endArray()
    endObject()
  }

  /// What each setting may be, by its name.
  mutating func writeTrainingLimits(shapes: [String]) {
    beginObject()
    func limit(_ name: StaticString, _ range: ClosedRange<Double>, decimals: Int) {
      self.name(name)
      beginObject()
      member("min", range.lowerBound, decimals: decimals)
      member("max", range.upperBound, decimals: decimals)
      endObject()
    }
    func limit(_ name: StaticString, _ range: ClosedRange<Int>) {
      self.name(name)
      beginObject()
      member("min", range.lowerBound)
      member("max", range.upperBound)
      endObject()
    }
    func choices<T>(_ name: StaticString, _ choices: [T], _ write: (T) -> Void) {
      self.name(name)
      beginObject()
      self.name("choices")
      beginArray()
      for choice in choices { write(choice) }
      endArray()
      endObject()
    }
    choices("shapes", shapes) { string($0) }
    limit("epochs", TrainingSettings.epochsTaken)
    choices("batch_size", TrainingSettings.batchSizes) { integer($0) }
    limit("learning_rate", TrainingSettings.learningRates, decimals: 6)
    limit("seed", TrainingSettings.seeds)
    choices("input_size", TrainingSettings.inputSizes) { integer($0) }
    limit("cap_per_class", TrainingSettings.caps)
    limit("min_quality", 0...1, decimals: 4)
    choices("flagged", TrainingSettings.inclusionChoices.map(\.key)) { string($0) }
    choices("unusual", TrainingSettings.inclusionChoices.map(\.key)) { string($0) }
    limit("augmentation", 0...1, decimals: 4)
    name("notes")
    beginObject()
    member("max_length", TrainingSettings.notesAtMost)
    endObject()
    endObject()
  }
}
