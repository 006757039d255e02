public import Ink

/// Recognises shapes by a few drawings of each, without training: the nearest cloud decides.
///
/// After R.-D. Vatavu, L. Anthony and J. O. Wobbrock, "$Q: A Super-Quick, Articulation-Invariant
/// Stroke-Gesture Recognizer for Low-Resource Devices", MobileHCI 2018; the distances are
/// integers, the same on every machine. It looks at shape alone: a shape turned by a quarter is
/// another, and so is a line at another angle, unless a template shows it.
///
/// Ink is taken for whole. Unfinished ink is matched as what it is so far (a quarter of a square
/// is a line), so an answer means something only once the pen is up.
public struct TemplateRecognizer: Sendable {
  /// In the order in which their first templates came.
  public let labels: [String]
  let set: TemplateSet
  /// For each label how far from its templates ink is as likely none of the shapes.
  private let reach: [Float]

  public init(templates: [(label: String, cloud: PointCloud)]) {
    var labels: [String] = []
    let owners = templates.map { template in
      if let known = labels.firstIndex(of: template.label) { return known }
      labels.append(template.label)
      return labels.count - 1
    }
    self.labels = labels
    set = TemplateSet(
      clouds: templates.map { $0.cloud }, owners: owners, labelCount: labels.count)
    reach = TemplateRecognizer.reach(set)
  }

  /// How many templates there are; a match takes about 0.8 us for each.
  public var count: Int { self.set.clouds.count }

  /// What the ink is most like. Ink without any length, or no template at all: like none.
  public func match(_ ink: Strokes) -> TemplateMatch {
    guard let cloud = PointCloud(ink) else { return TemplateMatch(ranking: [], none: 1) }
    return match(cloud)
  }

  public func match(_ cloud: PointCloud) -> TemplateMatch {
    let costs = set.costs(of: cloud)
    let near = costs.indices.filter { costs[$0] != TemplateSet.unranked }
      .sorted { (costs[$0], $0) < (costs[$1], $1) }
    guard let first = near.first else { return TemplateMatch(ranking: [], none: 1) }
    let distance = TemplateRecognizer.distance(costs[first])
    let none = 1 - TemplateRecognizer.likeness(distance, reach: reach[first])
    // A label's weight falls with the fourth power of its distance from the ink.
    let weights = near.map { label in
      let ratio = Float(costs[first] + 1) / Float(costs[label] + 1)
      return ratio * ratio * ratio * ratio
    }
    let sum = weights.reduce(0) { $0 + $1 }
    let ranking = near.indices.map { index in
      TemplateMatch.Candidate(
        label: labels[near[index]], distance: TemplateRecognizer.distance(costs[near[index]]),
        confidence: (1 - none) * weights[index] / sum)
    }
    return TemplateMatch(ranking: ranking, none: none)
  }
}

extension TemplateRecognizer {
  /// The weighted root mean square distance of two clouds' places, in sides of the drawing.
  static func distance(_ cost: Int32) -> Float {
    (Float(cost) / Float(CloudMatch.weights)).squareRoot() / Float(PointCloud.side - 1)
  }

  /// 1 for the template itself, a half at `reach`, then quickly towards 0.
  static func likeness(_ distance: Float, reach: Float) -> Float {
    let ratio = distance / reach
    let squared = ratio * ratio
    return 1 / (1 + squared * squared * squared)
  }

  /// How far apart drawings of one shape usually are; few templates say little of it.
  private static let usualSpread: Float = 0.08
  private static let reachInSpreads: Float = 1.8
  /// Templates of a label that are looked at for its spread.
  private static let mostSiblings = 24

  private static func reach(_ set: TemplateSet) -> [Float] {
    (0..<set.labelCount).map { label in
      let templates = set.owners.indices.filter { set.owners[$0] == label }
      let spreads = templates.prefix(mostSiblings)
        .compactMap { set.costOfNearestSibling(of: $0) }.map(distance)
      // As if four templates more had been as far apart as is usual.
      let mean = (spreads.reduce(0, +) + 4 * usualSpread) / Float(spreads.count + 4)
      return reachInSpreads * mean
    }
  }
}
