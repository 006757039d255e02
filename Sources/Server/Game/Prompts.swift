import Ink
import Storage
import Synchronization
import Transport

/// Gives out prompts: what the policy has to know, gathered, and what each person was asked last.
final class Prompts: Sendable {
  private let store: Store
  private let shapes: ShapeCatalogue
  private let inference: Inference

  private struct Known {
    var needs: [Int64: ShapeNeed] = [:]
    /// When they were read, ms; 0 for never.
    var read: UInt64 = 0
    /// By person: the shape asked for last.
    var last: [Int64: String] = [:]
  }
  private let known = Mutex(Known())

  /// Counts of all drawings do not change much in that many ms.
  private static let needsAge: UInt64 = 5_000
  private static let peopleRemembered = 50_000

  init(store: Store, shapes: ShapeCatalogue, inference: Inference) {
    (self.store, self.shapes, self.inference) = (store, shapes, inference)
  }

  /// Shapes for a person, in the order in which to ask for them.
  /// - Parameter wanted: those to choose from, as a lesson has them; nil for all.
  func next(_ count: Int, user: Int64, of wanted: [String]? = nil) throws -> [String] {
    let newest = try store.newestShapes(ofUser: user, limit: PromptPolicy.memory)
    let needs = try currentNeeds()
    let inUse = shapes.all.filter(\.isEnabled)
    let chosen = inUse.filter { wanted?.contains($0.key) ?? true }
    // A lesson's shapes may have been put away meanwhile.
    let enabled = chosen.isEmpty ? inUse : chosen
    let accuracies = accuracies()
    let policy = PromptPolicy(
      enabled.map { shape in
        let need = needs[shape.id] ?? ShapeNeed()
        var candidate = PromptPolicy.Candidate(shape: shape.key)
        candidate.drawings = need.drawings
        candidate.accuracy = accuracies[shape.key]
        candidate.confidence = need.confidence
        candidate.byDevice = Array(need.byDevice.dropFirst())
        candidate.drawingsAgo = newest.firstIndex(of: shape.id).map { $0 + 1 }
        return candidate
      })
    let drawn = newest.first.flatMap { id in enabled.first { $0.id == id }?.key }
    let last = known.withLock { $0.last[user] } ?? drawn
    var random = SystemRandomNumberGenerator()
    let prompts = policy.draw(count, after: last, using: &random).map { enabled[$0].key }
    if let end = prompts.last {
      known.withLock { known in
        if known.last.count >= Self.peopleRemembered { known.last.removeAll() }
        known.last[user] = end
      }
    }
    return prompts
  }

  /// The shape that everybody is asked for on a day; nil when no shape is in use.
  func daily(_ day: Int64) throws -> Shape? {
    let enabled = shapes.all.filter(\.isEnabled).sorted { $0.id < $1.id }
    guard !enabled.isEmpty else { return nil }
    var random = SplitMix64(seed: UInt64(bitPattern: day))
    let choice = enabled[Int(random.next() % UInt64(enabled.count))]
    let id = try store.challenge(of: day, choice: choice.id)
    return shapes.all.first { $0.id == id } ?? choice
  }

  private func currentNeeds() throws -> [Int64: ShapeNeed] {
    let now = monotonicMilliseconds()
    let recent = known.withLock { $0.read > 0 && now - $0.read < Self.needsAge ? $0.needs : nil }
    if let recent { return recent }
    let needs = try store.shapeNeeds()
    known.withLock { ($0.needs, $0.read) = (needs, max(now, 1)) }
    return needs
  }

  /// The share of each class that the active model recognises.
  private func accuracies() -> [String: Double] {
    guard let served = inference.current else { return [:] }
    let metrics = served.row.flatMap { try? JSON(parsing: Array($0.metrics.utf8)) }
    let classes =
      metrics?["classes"]?.array
      ?? served.model.figures.first { $0.name == "classes" }?.value.array ?? []
    var accuracies: [String: Double] = [:]
    for one in classes {
      if let shape = one["shape"]?.string, let recall = one["recall"]?.number {
        accuracies[shape] = recall
      }
    }
    return accuracies
  }
}
