import Ink
import Recognition
import Storage
import Synchronization

/// A shape that people are asked for, with what is needed to score it.
struct Shape: Sendable {
  let row: ShapeRow
  let kind: ShapeKind
  /// The ink of the row's examples, in their order.
  let examples: [Strokes]
  /// How it looks, for a shape that is known by examples alone; empty for all others.
  let outline: [[OutlinePoint]]

  var id: Int64 { row.id }
  var key: String { row.key }
  var name: String { row.name }
  var description: String { row.description }
  var difficulty: Int { row.difficulty }
  var isEnabled: Bool { row.enabled }
}

/// All shapes, in memory: replaced whole when one changes, so that every loop sees it at once.
final class ShapeCatalogue: Sendable {
  private let store: Store
  private let shapes: Mutex<[Shape]>
  /// Held while shapes are read, so that what was read first never follows what was read last.
  private let reading = Mutex(())

  init(store: Store) throws(StoreError) {
    self.store = store
    shapes = Mutex(try Self.load(store, known: []))
  }

  var all: [Shape] { shapes.withLock { $0 } }

  func find(_ key: String) -> Shape? { shapes.withLock { $0.first { $0.key == key } } }

  /// A model's best guess as it is kept with a drawing. A class that is no shape here is none.
  func stored(_ guesses: Guesses?) -> StoredGuess? {
    guesses.map { StoredGuess(shapeID: find($0.label)?.id, confidence: $0.confidence) }
  }

  /// Reads the shapes again, after one was changed.
  func reload() throws(StoreError) {
    try reading.withLock { _ throws(StoreError) in
      let new = try Self.load(store, known: all)
      shapes.withLock { $0 = new }
    }
  }

  private static func load(_ store: Store, known: [Shape]) throws(StoreError) -> [Shape] {
    var shapes: [Shape] = []
    for row in try store.shapes() {
      if let before = known.first(where: { $0.id == row.id }), before.row.examples == row.examples {
        shapes.append(
          Shape(
            row: row, kind: before.kind, examples: before.examples, outline: before.outline))
      } else {
        shapes.append(Shape(row, strokes: try store.examples(ofShape: row.id)))
      }
    }
    return shapes
  }
}

extension Shape {
  init(_ row: ShapeRow, strokes: [[UInt8]]) {
    self.row = row
    examples = strokes.compactMap { try? StrokeCodec.decode($0) }
    let formula = ShapeKind(id: row.key)
    if case .unknown = formula, let template = ShapeTemplate(examples: examples) {
      kind = .template(template)
      outline = OutlinePoint.outline(of: examples[template.example])
    } else {
      kind = formula
      outline = []
    }
  }

  /// Whether a formula says how it should look, so that examples would not be asked.
  var hasFormula: Bool {
    switch kind {
    case .template, .unknown: false
    default: true
    }
  }
}
