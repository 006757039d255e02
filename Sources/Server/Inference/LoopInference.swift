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
  /// Of looks beside a score: few at once, so that the scores of frames that come together hardly
  /// wait for them.
  private var glances = TimeBudget(share: 0.125, milliseconds: 1)
  /// The same while scores have to wait for their turn.
  private var rareGlances = TimeBudget(share: 0.03, milliseconds: 1)
  /// Scores wait for their turn.
  var isBusy = false
  /// Of looks that are asked for.
  private var answers = TimeBudget(share: 0.6, milliseconds: 20)

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
    guard let served, !ink.isEmpty else { return nil }
    func look() -> Guesses {
      let begun = monotonicMicroseconds()
      let guesses = sight.look(at: ink, isFinished: isFinished, served, &classifier!)
      let microseconds = monotonicMicroseconds() - begun
      shared.latency.add(microseconds)
      shared.answers?.note(
        guesses, of: served, for: purpose == .question ? .socket : .drawing,
        microseconds: microseconds)
      return guesses
    }
    return switch purpose {
    case .feedback: isBusy ? rareGlances.spend(look) : glances.spend(look)
    case .question: answers.spend(look)
    case .submission: look()
    }
  }

  /// The same with a model of the asker's choice.
  func look(
    at ink: Strokes, _ sight: inout Sight, isFinished: Bool, by chosen: inout ChosenModel
  ) -> Guesses? {
    guard !ink.isEmpty else { return nil }
    return answers.spend {
      let begun = monotonicMicroseconds()
      let guesses = sight.look(at: ink, isFinished: isFinished, chosen.served, &chosen.classifier)
      let microseconds = monotonicMicroseconds() - begun
      shared.latency.add(microseconds)
      shared.answers?.note(
        guesses, of: chosen.served, for: .socket, microseconds: microseconds)
      return guesses
    }
  }
}

/// A model that a connection asks for by name, with the memory to use it.
struct ChosenModel {
  let served: ServedModel
  fileprivate var classifier: Classifier

  init(_ served: ServedModel) {
    self.served = served
    classifier = served.classifier()
  }

  var version: String { served.version }
}
