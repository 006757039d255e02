import Ink
import Recognition
import Transport

/// The model at one loop, with the memory to use it; it stays on the loop's thread.
final class LoopInference {
  let shared: Inference
  /// Of the model that was taken over last.
  private(set) var generation = 0
  private(set) var served: ServedModel?
  private var classifier: Classifier?
  /// In looks of some 30 us. Those beside a score are few at once, so that the scores of frames
  /// that come together hardly wait for them, and no more than an eighth of the loop's time; those
  /// that are asked for little more than half.
  private var glances = TokenBucket(capacity: 16, perSecond: 4_000)
  private var answers = TokenBucket(capacity: 500, perSecond: 20_000)

  /// What a look is for.
  enum Purpose {
    /// Guesses beside a score, which does not wait for them.
    case feedback
    /// An answer to who asks for nothing else.
    case question
    /// The last look at a drawing: it cannot wait for a better moment.
    case submission
  }

  init(_ shared: Inference) { self.shared = shared }

  /// Takes a newly active model over, if there is one.
  func refresh() {
    let newest = shared.generation
    guard newest != generation else { return }
    generation = newest
    served = shared.current
    classifier = served.map { $0.classifier() }
  }

  /// Looks at a drawing with the current model.
  ///
  /// - Returns: what it is; nil without a model, or when the loop has looked so often of late that
  ///   drawing itself would suffer.
  func look(
    at ink: Strokes, _ sight: inout Sight, isFinished: Bool, for purpose: Purpose
  ) -> Guesses? {
    refresh()
    guard let served, !ink.isEmpty,
      admits(purpose, cost: Sight.cost(of: ink, with: served))
    else { return nil }
    return sight.look(at: ink, isFinished: isFinished, served, &classifier!)
  }

  private func admits(_ purpose: Purpose, cost: Double) -> Bool {
    switch purpose {
    case .feedback: glances.take(cost)
    case .question: answers.take(cost)
    case .submission: true
    }
  }
}
