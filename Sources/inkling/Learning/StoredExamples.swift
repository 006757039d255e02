import Ink
import Storage
import Training

/// Drawings of the store as examples, and who of their people is held out.
struct StoredExamples {
  let all: Examples
  private let snapshot: DrawingSnapshot

  /// - Parameters:
  ///   - labels: the last is `none`; drawings of other shapes are left out.
  ///   - isCancelled: asked before every read, which then throws `TrainingError.cancelled`: so that
  ///     measuring ends as soon as learning does.
  init(
    _ snapshot: DrawingSnapshot, labels: [String],
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.snapshot = snapshot
    var examples = Examples(labels: labels) { numbers in
      if isCancelled() { throw TrainingError.cancelled }
      // Drawings that vanished meanwhile are blank, so that the others keep their places.
      var inks = [UInt64: Strokes](minimumCapacity: numbers.count)
      try snapshot.read(numbers.map { Int($0) }) { index, ink in inks[UInt64(index)] = ink }
      return numbers.map { inks[$0] ?? Strokes() }
    }
    let places = snapshot.shapes.map { labels.firstIndex(of: $0) }
    for (index, entry) in snapshot.entries.enumerated() {
      guard let label = places[Int(entry.shape)] else { continue }
      examples.append(class: label, person: UInt64(entry.user), number: UInt64(index))
    }
    all = examples
  }

  /// The people that no training ever sees, or, where these have not drawn yet, some others.
  ///
  /// - Throws: `TrainingError.noDrawings`, or `.onePerson` when there is nobody to hold out.
  func split() throws -> (training: Examples, validation: Examples, test: Examples) {
    let entries = snapshot.entries
    let test = all.numbers.indices.filter { entries[Int(all.numbers[$0])].isHeldOut }
    guard !test.isEmpty, test.count < all.count else {
      let split = try Split(all)
      guard split.test.count == 0 else { return (split.training, split.validation, split.test) }
      // Of two people one is learnt from, and the other judges.
      let (training, validation) = Self.everyTenthAside(split.training)
      return (training, validation, split.validation)
    }
    // Of the others a tenth, again by who drew them, chooses the best moment and the temperatures.
    var training: [Int] = []
    var validation: [Int] = []
    for place in all.numbers.indices where !entries[Int(all.numbers[place])].isHeldOut {
      var mixer = SplitMix64(seed: all.people[place])
      if mixer.next() % 10 == 0 { validation.append(place) } else { training.append(place) }
    }
    guard !training.isEmpty, !validation.isEmpty else {
      // Few people: those who are learnt from choose as well as nobody does.
      let (training, validation) = Self.everyTenthAside(
        all.picked((training + validation).sorted()))
      return (training, validation, all.picked(test))
    }
    return (all.picked(training), all.picked(validation), all.picked(test))
  }

  private static func everyTenthAside(
    _ examples: Examples
  ) -> (training: Examples, validation: Examples) {
    let places = Array(0..<examples.count)
    return (
      examples.picked(places.filter { $0 % 10 != 9 }),
      examples.picked(places.filter { $0 % 10 == 9 })
    )
  }
}
