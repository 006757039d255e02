import Foundation
import Ink
import Recognition
import Storage

/// Keeps templates of the shapes that the model does not know yet: their examples and their newest
/// drawings, so that a shape added a minute ago is recognised, until a training has learnt it.
final class TemplateWatch: @unchecked Sendable {
  // Safe to share: `ids` is only touched by the watch's thread.
  private let store: Store
  private let shapes: ShapeCatalogue
  private let inference: Inference
  /// What the templates in use were made of: drawings, and examples by their negative ids.
  private var ids: [Int64] = []

  /// Templates of each shape; more cost time and gain little.
  static let each = 20
  private static let examplesEach = 10
  private let thread = PeriodicThread(name: "templates", pause: 1.0)

  init(store: Store, shapes: ShapeCatalogue, inference: Inference) {
    self.store = store
    self.shapes = shapes
    self.inference = inference
    look()
    thread.start { [self] in look() }
  }

  func stop() { thread.stop() }

  private func look() {
    guard let served = inference.current else { return }
    let open = shapes.all.filter { $0.isEnabled && !served.knows($0.key) }
    var ids: [Int64] = []
    var examples: [(label: String, ink: Strokes)] = []
    var drawings: [(label: String, strokes: [UInt8])] = []
    for shape in open {
      ids += shape.row.examples.prefix(Self.examplesEach).map { -$0 }
      examples += shape.examples.prefix(Self.examplesEach).map { (shape.key, $0) }
      // A look that fails is made again in a second.
      let rest = Self.each - min(shape.examples.count, Self.examplesEach)
      guard let newest = try? store.newestDrawings(ofShape: shape.id, limit: rest) else { return }
      ids += newest.map(\.id)
      drawings += newest.map { (shape.key, $0.strokes) }
    }
    guard ids != self.ids || (served.templates == nil) != ids.isEmpty else { return }
    self.ids = ids
    let inks =
      examples
      + drawings.compactMap { label, strokes in
        (try? StrokeCodec.decode(strokes)).map { (label: label, ink: $0) }
      }
    let templates = inks.compactMap { label, ink in
      PointCloud(ink).map { (label: label, cloud: $0) }
    }
    inference.use(templates.isEmpty ? nil : TemplateRecognizer(templates: templates), with: served)
  }
}
