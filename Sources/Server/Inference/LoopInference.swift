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
  /// A look takes some 30 us: no more than a fifth of the loop's time goes into it.
  private var looks = TokenBucket(capacity: 200, perSecond: 7_000)

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
  /// - Parameter isUrgent: it is the last look at this drawing and cannot wait for a better moment.
  /// - Returns: what it is; nil without a model, or when the loop has looked so often of late that
  ///   drawing itself would suffer.
  func look(
    at ink: Strokes, _ sight: inout Sight, isFinished: Bool, isUrgent: Bool = false
  ) -> Guesses? {
    refresh()
    guard let served, !ink.isEmpty, looks.take(Sight.cost(of: ink)) || isUrgent else { return nil }
    return sight.look(at: ink, isFinished: isFinished, served, &classifier!)
  }
}
