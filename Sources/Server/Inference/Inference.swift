import Ink
import Logging
import Recognition
import Storage
import Synchronization
import Transport

/// The model that answers, replaced whole when another becomes the active one.
///
/// Loops look at `generation`, one atomic number, and take the model itself only when that changed.
/// Whoever has taken a model keeps it as long as it needs: nothing waits for a change, and no answer
/// is made of two models.
final class Inference: Sendable {
  private struct Slot {
    var current: ServedModel?
    /// The one that served before, kept in memory.
    var before: ServedModel?
    /// Of `current`, not in use just now.
    var idle: [Classifier] = []
  }

  private let slot = Mutex(Slot())
  private let count = Atomic<Int>(0)
  private let log: Logger
  /// Of single looks.
  let latency = LatencyHistogram()
  /// So many idle classifiers are kept: one for each thread that may ask at once.
  private static let idleLimit = 8

  /// Keeps some of the answers; nil for none.
  let answers: AnswerLog?

  init(log: Logger, answers: AnswerLog? = nil) {
    self.log = log
    self.answers = answers
  }

  /// Changes with each model.
  var generation: Int { count.load(ordering: .acquiring) }

  var current: ServedModel? { slot.withLock { $0.current } }

  /// The registry's active model changed, or there is none.
  ///
  /// Called on a thread that may take its time.
  func take(_ loaded: LoadedModel?) {
    guard let loaded else { return }
    let known = slot.withLock { slot in
      [slot.before, slot.current].compactMap { $0 }.first {
        $0.row?.id == loaded.id && $0.sha256 == loaded.row.sha256
      }
    }
    replace(by: known ?? ServedModel(loaded))
  }

  /// Serves a file that is in no registry, unless a model serves already.
  func fallBack(on starter: NewModel) {
    guard current == nil else { return }
    do throws(ModelError) {
      replace(by: try ServedModel(starter))
      log.warning("no model of the registry can be used; the starter model serves")
    } catch {
      log.error("the starter model cannot be used", metadata: ["reason": "\(error)"])
    }
  }

  private func replace(by next: ServedModel) {
    // Made before the change, so that the first answers need not wait for it.
    let ready = next.classifier()
    slot.withLock { slot in
      guard next !== slot.current else { return }
      slot.before = slot.current
      slot.current = next
      slot.idle = [ready]
    }
    count.add(1, ordering: .releasing)
  }

  /// Uses other templates beside a model, if it still serves.
  func use(_ templates: TemplateRecognizer?, with served: ServedModel) {
    let next = ServedModel(served, templates: templates)
    let ready = next.classifier()
    let isReplaced = slot.withLock { slot in
      guard slot.current === served else { return false }
      slot.current = next
      slot.idle = [ready]
      return true
    }
    if isReplaced { count.add(1, ordering: .releasing) }
  }

  /// Looks with the current model, on any thread.
  /// - Returns: nil while there is no model.
  func look<T>(_ body: (ServedModel, inout Classifier) throws -> T) rethrows -> T? {
    let taken = slot.withLock { slot in (slot.current, slot.idle.popLast()) }
    guard let served = taken.0 else { return nil }
    var classifier = taken.1 ?? served.classifier()
    defer {
      slot.withLock { slot in
        if slot.current === served, slot.idle.count < Self.idleLimit {
          slot.idle.append(classifier)
        }
      }
    }
    return try body(served, &classifier)
  }

  /// One look at a drawing, timed, and noted where some are.
  func look(
    at ink: Strokes, _ isFinished: Bool, for source: AnswerLog.Source = .http,
    _ served: ServedModel, _ classifier: inout Classifier, _ raster: inout InkRaster
  ) {
    let begun = monotonicMicroseconds()
    classifier.classify(ink, in: &raster, isFinished: isFinished)
    let microseconds = monotonicMicroseconds() - begun
    latency.add(microseconds)
    answers?.note(classifier.guesses, of: served, for: source, microseconds: microseconds)
  }

  /// What finished ink is; nil while there is no model.
  func guesses(of ink: Strokes) -> Guesses? {
    look { served, classifier in
      var raster = InkRaster(size: served.model.inputSize)
      look(at: ink, true, for: .drawing, served, &classifier, &raster)
      return classifier.guesses
    }
  }
}
