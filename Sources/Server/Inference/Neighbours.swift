import Ink
import Recognition
import Storage
import Synchronization
import Transport

/// Drawings that a model may have learnt from, by what its hidden layer makes of them: a sample of
/// each shape, read when somebody first asks and kept for some minutes.
final class Neighbours: Sendable {
  struct Drawing: Sendable {
    let id: DrawingID
    let shape: String
    fileprivate let features: [UInt8]
    /// The length of `features`.
    fileprivate let length: Float
  }

  /// A drawing and how near it is: the cosine of the angle between the two, 0...1.
  struct Near: Sendable {
    let drawing: Drawing
    let similarity: Float
  }

  private struct Sample: Sendable {
    let version: String
    let drawings: [Drawing]
    /// ms.
    let made: UInt64
  }

  private let store: Store
  private let shapes: ShapeCatalogue
  /// Of the last two models that were asked.
  private let samples = Mutex<[Sample]>([])

  private static let ofEachShape = 400
  private static let lifetime: UInt64 = 5 * 60_000

  init(store: Store, shapes: ShapeCatalogue) {
    self.store = store
    self.shapes = shapes
  }

  /// The drawings nearest to one, the nearest first, and how many were looked through.
  func nearest(
    to drawing: AskedDrawing, count: Int, _ served: ServedModel, _ classifier: inout Classifier
  ) throws -> (found: [Near], searched: Int) {
    let drawings = try drawings(for: served, &classifier)
    let asked = features(of: drawing.ink, isFinished: drawing.isFinished, &classifier)
    let length = Self.length(asked)
    let near = drawings.map { one in
      var product: Int32 = 0
      for index in asked.indices { product &+= Int32(asked[index]) &* Int32(one.features[index]) }
      return Near(drawing: one, similarity: Float(product) / max(length * one.length, 1))
    }
    return (
      Array(near.sorted { $0.similarity > $1.similarity }.prefix(count)), drawings.count
    )
  }

  private func drawings(
    for served: ServedModel, _ classifier: inout Classifier
  ) throws -> [Drawing] {
    let now = monotonicMilliseconds()
    let known = samples.withLock { samples in
      samples.removeAll { now - $0.made >= Self.lifetime }
      return samples.first { $0.version == served.version }
    }
    if let known { return known.drawings }
    let newest = try served.row.flatMap { try store.models.newestDrawing(of: $0) }
    var drawings: [Drawing] = []
    for shape in shapes.all where served.model.labels.contains(shape.key) {
      let learnt = try store.learntSample(
        ofShape: shape.id, count: Self.ofEachShape, newest: newest, seed: 1)
      for (id, ink) in learnt {
        let features = features(of: ink, isFinished: true, &classifier)
        drawings.append(
          Drawing(id: id, shape: shape.key, features: features, length: Self.length(features)))
      }
    }
    let made = Sample(version: served.version, drawings: drawings, made: now)
    samples.withLock { samples in
      samples.removeAll { $0.version == made.version }
      samples = samples.suffix(1) + [made]
    }
    return drawings
  }

  private func features(
    of ink: Strokes, isFinished: Bool, _ classifier: inout Classifier
  ) -> [UInt8] {
    var raster = InkRaster(size: classifier.model.inputSize)
    classifier.classify(ink, in: &raster, isFinished: isFinished)
    return classifier.features
  }

  private static func length(_ features: [UInt8]) -> Float {
    features.reduce(0) { $0 + Float($1) * Float($1) }.squareRoot()
  }
}
