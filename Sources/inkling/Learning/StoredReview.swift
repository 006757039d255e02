import Foundation
import Ink
import Recognition
import Review
import Server
import Storage
import Training

/// A scan of the store's drawings for those that are worth a second look.
struct StoredReview {
  private let context: ReviewContext
  private let starter: String?

  /// Of each shape, so many drawings are learnt from at most, chosen by a hash.
  private static let learntFrom = 3_000
  /// For ever the same, so that a scan of the same drawings finds the same.
  private static let seed: UInt64 = 5

  init(_ context: ReviewContext, starter: String?) {
    self.context = context
    self.starter = starter
  }

  func run() throws -> ReviewFindings {
    let shapes = try context.store.shapes()
    let total = try context.store.count()
    context.report(ReviewProgress(phase: "learning", done: 0, total: total))
    let judges = try judges(shapes.map(\.key))
    var kinds: [String: ShapeKind] = [:]
    for shape in shapes { kinds[shape.key] = try kind(of: shape) }
    let reviews = context.store.reviews
    var scan = Scan(
      judges: judges,
      read: { number in try reviews.strokes(of: number).flatMap { try? StrokeCodec.decode($0) } },
      qualities: { subject in
        // Only of those who have a name of their own: their number is the store's.
        try reviews.qualities(
          ofUser: Int64(subject.person), shape: subject.label, limit: Scan.qualitiesAtMost)
      })
    var done = 0
    try reviews.eachDrawing { drawing in
      if context.isCancelled { throw TrainingStop.cancelled }
      done += 1
      if done % 100 == 0 {
        context.report(ReviewProgress(phase: "judging", done: done, total: max(total, done)))
      }
      // What is damaged is told by another command.
      guard let ink = try? StrokeCodec.decode(drawing.strokes) else { return }
      let subject = Subject(
        number: drawing.id, label: drawing.shape, kind: kinds[drawing.shape] ?? .unknown,
        person: UInt64(drawing.person), quality: drawing.quality,
        completeness: drawing.completeness, canvas: drawing.canvas, ink: ink,
        usual: drawing.isNamed ? drawing.usual : (0, 0), isDecided: drawing.isDecided)
      try scan.look(at: subject)
    }
    return ReviewFindings(
      suspects: scan.suspicions.map(NewSuspect.init), drawings: done)
  }

  private func judges(_ shapes: [String]) throws -> Judges {
    var selection = DrawingSnapshot.Selection(shapes: shapes)
    selection.capPerShape = Self.learntFrom
    selection.seed = Self.seed
    let snapshot = try context.store.snapshot(selection)
    let known = Array(shapes.prefix(Examples.shapesAtMost))
    guard !known.isEmpty else { return Judges([nil, nil, nil]) }
    let context = context
    let examples = StoredExamples(snapshot, labels: known + [Examples.none]) { context.isCancelled }
    let base = try StarterModel.find(given: starter, complain: { _ in })?.model
    return try Judges.learnt(
      from: examples.all, base: base?.network.inputSize == 32 ? base : nil, seed: Self.seed,
      threads: ProcessInfo.processInfo.activeProcessorCount,
      isCancelled: { context.isCancelled })
  }

  /// What the shape's drawings are held against.
  private func kind(of shape: ShapeRow) throws -> ShapeKind {
    let kind = ShapeKind(id: shape.key)
    guard case .unknown = kind else { return kind }
    let examples = try context.store.examples(ofShape: shape.id)
      .compactMap { try? StrokeCodec.decode($0) }
    return ShapeTemplate(examples: examples).map(ShapeKind.template) ?? .unknown
  }
}

extension NewSuspect {
  fileprivate init(_ suspicion: Suspicion) {
    self.init(
      drawing: suspicion.drawing, score: suspicion.score,
      reasons: suspicion.reasons.map { reason in
        ReviewReason(
          kind: ReviewKind(reason.kind), detail: reason.detail, score: reason.score,
          guess: reason.guess, other: reason.other)
      })
  }
}

extension ReviewKind {
  fileprivate init(_ kind: Reason.Kind) {
    self =
      switch kind {
      case .disagrees: .disagrees
      case .scribble: .scribble
      case .gaveUp: .gaveUp
      case .duplicate: .duplicate
      case .outlier: .outlier
      case .unlikeAll: .unlikeAll
      }
  }
}
