public import Ink
import Recognition

/// Looks at drawings one after the other, and keeps the most suspect ones.
public struct Scan {
  /// Of each kind of reason, so many at most, so that none crowds out the others.
  public static let eachAtMost = 1_000

  private let qualities: (Subject) throws -> [Float]
  private var copies: Copies
  private var judges: Judges
  private var lists: [Shortlist]
  private var habits: [HabitKey: Habit?] = [:]

  private struct HabitKey: Hashable {
    let person: UInt64
    let label: String
  }

  /// So many habits are remembered.
  private static let habitsAtMost = 10_000

  /// - Parameters:
  ///   - judges: models for people whom they have not seen.
  ///   - read: the ink of an earlier drawing by its number; nil when it is gone.
  ///   - qualities: of the person's newest drawings of the same shape, at most `qualitiesAtMost`.
  public init(
    judges: Judges, read: @escaping (Int64) throws -> Strokes?,
    qualities: @escaping (Subject) throws -> [Float]
  ) {
    self.judges = judges
    self.qualities = qualities
    copies = Copies(read: read)
    lists = Reason.Kind.allCases.map { _ in Shortlist(limit: Self.eachAtMost) }
  }

  public static var qualitiesAtMost: Int { Habit.newest }

  /// Looks at the next drawing; the oldest come first.
  public mutating func look(at subject: Subject) throws {
    let copy = try copies.look(at: subject)
    guard !subject.isDecided else { return }
    var reasons = judges.look(at: subject)
    if let copy { reasons.append(copy) }
    if let outlier = try outlier(subject) { reasons.append(outlier) }
    reasons += Self.effort(subject)
    guard let suspicion = Suspicion(subject.number, reasons) else { return }
    lists[suspicion.reasons[0].kind.rawValue].add(suspicion)
  }

  /// What was found, the most suspect first.
  public var suspicions: [Suspicion] {
    lists.flatMap(\.all).sorted { ($0.score, $1.drawing) > ($1.score, $0.drawing) }
  }

  private static func effort(_ subject: Subject) -> [Reason] {
    let effort = Effort(subject)
    // Only what is bad is scored again, for the hints that nobody keeps.
    let hints =
      subject.quality < 0.5
      ? Scorer.score(drawing: subject.ink, kind: subject.kind, canvas: subject.canvas).hints : nil
    return [
      effort.gaveUp(completeness: subject.completeness, points: subject.ink.points.count),
      hints.flatMap { effort.scribble(quality: subject.quality, hints: $0) },
    ].compactMap { $0 }
  }

  /// Nobody's habit is looked up before a drawing is far below their mean.
  private mutating func outlier(_ subject: Subject) throws -> Reason? {
    guard subject.usual.drawings >= Habit.fewest,
      Double(subject.quality) < subject.usual.quality - 0.2
    else { return nil }
    let key = HabitKey(person: subject.person, label: subject.label)
    let habit: Habit?
    if let known = habits[key] {
      habit = known
    } else {
      habit = Habit(try qualities(subject))
      if habits.count >= Self.habitsAtMost { habits.removeAll(keepingCapacity: true) }
      habits[key] = .some(habit)
    }
    return habit?.outlier(quality: subject.quality, label: subject.label)
  }
}
