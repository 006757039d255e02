extension Evaluation {
  /// One evaluation for each group of drawings, such as those of a device.
  ///
  /// - Parameter groups: of each observation; nil leaves it out.
  /// - Returns: in the order of the groups' names.
  public static func grouped(
    _ observations: [Observation], by groups: [String?], labels: [String]
  ) -> [(group: String, evaluation: Evaluation)] {
    precondition(observations.count == groups.count)
    var parts: [String: [Observation]] = [:]
    for (observation, group) in zip(observations, groups) {
      if let group { parts[group, default: []].append(observation) }
    }
    return parts.sorted { $0.key < $1.key }
      .map { ($0.key, Evaluation($0.value, labels: labels)) }
  }
}

extension Observation {
  /// How often the device reported, to group by; nil where it told no times.
  public var samplingRate: String? {
    switch interval {
    case ..<1: nil
    case ..<6: "above 170 Hz"
    case ..<12: "85 to 170 Hz"
    case ..<24: "42 to 85 Hz"
    default: "below 42 Hz"
    }
  }
}
