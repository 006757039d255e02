import Generation

extension Layout {
  /// What a squared error of each feature counts: one over the variance that is let pass.
  var importance: [Float] { FeatureWeights.importance[strokeCount - 1] }
  /// What each feature is multiplied with for the encoder.
  var emphasis: [Float] { FeatureWeights.emphasis[strokeCount - 1] }
}

private enum FeatureWeights {
  static let importance = table { kind, _ in
    switch kind {
    case .place: 1 / (0.006 * 0.006)
    case .pace: 1 / (0.3 * 0.3)
    case .pressure: 1 / (0.1 * 0.1)
    case .pause: 1 / (0.5 * 0.5)
    case .nothing: 0
    }
  }

  static let emphasis = table { kind, order in
    switch kind {
    case .place: 3 + Float(order) * 1.5
    case .pace: 0.5
    case .pressure: 2
    case .pause: 0.2
    case .nothing: 0
    }
  }

  private static func table(_ value: (Layout.Kind, Int) -> Float) -> [[Float]] {
    Layout.strokes.map { count in
      let layout = Layout(strokeCount: count)
      return (0..<Layout.features).map { feature in
        let (kind, order) = layout.kind(of: feature)
        return value(kind, order)
      }
    }
  }
}
