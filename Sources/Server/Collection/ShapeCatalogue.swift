import Ink
import Recognition
import Storage
import Synchronization

/// A shape that people are asked for, with what is needed to score it.
struct Shape: Sendable {
  let id: Int64
  let key: String
  let name: String
  let description: String
  let difficulty: Int
  let isEnabled: Bool
  let kind: ShapeKind
}

/// All shapes, in memory: replaced whole when one changes.
final class ShapeCatalogue: Sendable {
  private let store: Store
  private let shapes: Mutex<[Shape]>

  init(store: Store) throws(StoreError) {
    self.store = store
    shapes = Mutex(try Self.load(store))
  }

  var all: [Shape] { shapes.withLock { $0 } }

  func find(_ key: String) -> Shape? { shapes.withLock { $0.first { $0.key == key } } }

  /// A model's best guess as it is kept with a drawing. A class that is no shape here is none.
  func stored(_ guesses: Guesses?) -> StoredGuess? {
    guesses.map { StoredGuess(shapeID: find($0.label)?.id, confidence: $0.confidence) }
  }

  private static func load(_ store: Store) throws(StoreError) -> [Shape] {
    var shapes: [Shape] = []
    for row in try store.shapes() {
      shapes.append(
        Shape(
          id: row.id, key: row.key, name: row.name, description: row.description,
          difficulty: row.difficulty, isEnabled: row.enabled, kind: try kind(of: row, store)))
    }
    return shapes
  }

  private static func kind(of row: ShapeRow, _ store: Store) throws(StoreError) -> ShapeKind {
    let seeded = ShapeKind(id: row.key)
    if case .unknown = seeded {
      let examples = try store.examples(ofShape: row.id).compactMap { try? StrokeCodec.decode($0) }
      if let template = ShapeTemplate(examples: examples) { return .template(template) }
    }
    return seeded
  }
}
