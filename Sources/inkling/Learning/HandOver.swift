import Ink
import Recognition
import Training

/// When a shape that began with templates goes over to the network: once the network finds at least
/// as many of the held-out drawings.
struct HandOver {
  private let training: Examples
  private let heldOut: [Examples]

  /// As many as a server uses.
  private static let templatesEach = 20
  /// Held-out drawings that are looked at of each shape.
  private static let judgedEach = 200

  init(training: Examples, heldOut: [Examples]) {
    self.training = training
    self.heldOut = heldOut
  }

  /// The labels of shapes that cannot be made up and for which templates find more.
  func betterByTemplates(than model: Model) throws -> [String] {
    let new = training.labels.indices.dropLast().filter {
      SyntheticShape(rawValue: training.labels[$0]) == nil
    }
    guard !new.isEmpty else { return [] }
    var clouds: [(label: String, cloud: PointCloud)] = []
    for label in new {
      let places = training.classes.indices.filter { Int(training.classes[$0]) == label }
      for ink in try read(training, places.suffix(Self.templatesEach)) {
        if let cloud = PointCloud(ink) { clouds.append((training.labels[label], cloud)) }
      }
    }
    let templates = TemplateRecognizer(templates: clouds)
    var recognizer = Recognizer(model: model)
    return try new.filter { label in
      var (byNetwork, byTemplates) = (0, 0)
      for examples in heldOut {
        let places = examples.classes.indices.filter { Int(examples.classes[$0]) == label }
        for ink in try read(examples, places.prefix(Self.judgedEach)) {
          recognizer.reset()
          let found = recognizer.classify(ink, isFinished: true).label
          if found == training.labels[label] { byNetwork += 1 }
          if templates.match(ink).label == training.labels[label] { byTemplates += 1 }
        }
      }
      return byTemplates > byNetwork
    }.map { training.labels[$0] }
  }

  private func read(_ examples: Examples, _ places: some Collection<Int>) throws -> [Strokes] {
    try examples.read(places.map { examples.numbers[$0] })
  }
}
