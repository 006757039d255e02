public import Ink

extension Evaluation {
  /// `"drawings","accuracy","accuracy_low","accuracy_high","best_of_shapes","rejected",
  /// "turned_away","falsely_sure","auroc","calibration_error","settled_at","latency_us",
  /// "calibration","classes","confusion","unfinished"`: shares 0 ... 1, null without anything to
  /// count. `classes` has an object for each label, `unfinished` one for each share of the ink,
  /// `calibration` one for each tenth of the confidence.
  ///
  /// - Parameter forFile: leaves out what model files do not hold: `latency_us`, which another run
  ///   makes anew, and `calibration`, so that files that were made once can be made again.
  public func writeMembers(to writer: inout JSONWriter, forFile: Bool = false) {
    writer.member("drawings", accuracy.total)
    writer.share("accuracy", accuracy.value)
    writer.share("accuracy_low", accuracy.low)
    writer.share("accuracy_high", accuracy.high)
    writer.share("best_of_shapes", best.value)
    writer.share("rejected", rejected.value)
    writer.share("turned_away", turnedAway.value)
    writer.share("falsely_sure", falselySure.value)
    writer.share("auroc", separation)
    writer.share("calibration_error", calibrationError)
    writer.share("settled_at", settledAt)
    if !forFile {
      writer.name("latency_us")
      writer.beginObject()
      writer.member("median", medianLatency, decimals: 1)
      writer.member("p99", highLatency, decimals: 1)
      writer.endObject()
      writer.name("calibration")
      writer.beginArray()
      for part in calibration {
        writer.beginObject()
        writer.share("confidence", part.confidence)
        writer.share("accuracy", part.right.value)
        writer.member("drawings", part.right.total)
        writer.endObject()
      }
      writer.endArray()
    }
    writer.name("classes")
    writer.beginArray()
    for one in classes {
      writer.beginObject()
      writer.member("shape", one.label)
      writer.member("drawings", one.count)
      writer.share("recall", one.recall.value)
      writer.share("precision", one.precision)
      writer.share("f1", one.f1)
      writer.endObject()
    }
    writer.endArray()
    writer.name("confusion")
    writer.beginArray()
    for row in confusion {
      writer.beginArray()
      for count in row { writer.integer(count) }
      writer.endArray()
    }
    writer.endArray()
    writer.name("unfinished")
    writer.beginArray()
    for (share, found) in zip(Observation.shares, unfinished) {
      writer.beginObject()
      writer.share("ink", share)
      writer.share("accuracy", found.value)
      writer.endObject()
    }
    writer.endArray()
  }
}

extension JSONWriter {
  /// 0 ... 1 with four decimals, or null when there was nothing to count.
  public mutating func share(_ name: StaticString, _ value: Double) {
    self.name(name)
    if value.isFinite { number(value, decimals: 4) } else { null() }
  }
}
