import Foundation
import Ink
import Load
import Storage

/// Makes up a store's drawings: who drew, when, with what, how well, and what a model thought of it.
///
/// Strokes come from a pool, for it is their lengths that matter here, not their forms.
struct MadeUpStore {
  private struct Sample {
    let drawing: Drawing
    let strokes: [UInt8]
    let quality, completeness: Float
    let shape: Int64
  }

  private let pool: [Sample]
  private let shapes: [Int64]
  private var random: SplitMix64
  private var moment: Double
  private let step: Double
  let people: [Int64]

  /// The year before now is filled evenly, with a random distance between two drawings.
  init(
    pool drawings: [Drawing], shapes: [ShapeRow], people: [Int64], count: Int, seed: UInt64
  ) {
    let ids = Dictionary(uniqueKeysWithValues: shapes.map { ($0.key, $0.id) })
    let samples = onAllCores(drawings.filter { ids[$0.shape] != nil }) { drawing in
      let score = Scorer.score(
        drawing: drawing.ink, kind: ShapeKind(id: drawing.shape), canvas: drawing.canvas)
      return Sample(
        drawing: drawing, strokes: StrokeCodec.encode(drawing.ink), quality: score.quality,
        completeness: score.completeness, shape: ids[drawing.shape]!)
    }
    pool = samples
    self.shapes = shapes.map(\.id)
    self.people = people
    random = SplitMix64(seed: seed)
    let year = 365.0 * 86_400_000
    moment = Date().timeIntervalSince1970 * 1_000 - year
    step = year / Double(count)
  }

  var meanStrokeBytes: Double {
    Double(pool.reduce(0) { $0 + $1.strokes.count }) / Double(max(pool.count, 1))
  }

  mutating func next(_ count: Int) -> [BulkDrawing] { (0..<count).map { _ in next() } }

  private mutating func next() -> BulkDrawing {
    moment += step * -log(1 - share())
    let sample = pool[Int(random.next() % UInt64(pool.count))]
    var drawing = sample.drawing
    drawing.id = DrawingID(milliseconds: UInt64(moment), random: (random.next(), random.next()))
    drawing.userAgent = "browser \(random.next() % 40)"
    if share() < 0.03 { drawing.device = share() < 0.5 ? .unknown : .keyboard }
    // A few draw much, most draw little.
    let person = Int(pow(share(), 3) * Double(people.count))
    let quality = min(max(sample.quality + Float(share() - 0.5) * 0.1, 0), 1)
    var new = BulkDrawing(
      NewDrawing(
        drawing: drawing, userID: people[person], shapeID: sample.shape, quality: quality,
        completeness: sample.completeness, strokes: sample.strokes, guess: guess(sample.shape)))
    new.stored = Int64(moment)
    new.isComplete = share() > 0.03
    new.isFlagged = share() < 0.01
    if share() < 0.02 { new.deleted = Int64(moment) + 1_000 }
    return new
  }

  private mutating func guess(_ shape: Int64) -> StoredGuess? {
    let confidence = Float(1 - pow(share(), 2) * 0.6)
    return switch share() {
    case ..<0.02: nil
    case ..<0.04: StoredGuess(shapeID: nil, confidence: confidence)
    case ..<0.08: StoredGuess(shapeID: shapes[Int(random.next() % 5)], confidence: confidence)
    default: StoredGuess(shapeID: shape, confidence: confidence)
    }
  }

  /// 0 to below 1.
  private mutating func share() -> Double { Double(random.next() >> 11) / Double(1 << 53) }
}
