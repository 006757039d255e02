/// Who is learnt from and who is held out: people, never drawings, for a person's drawings are
/// alike. A person's part follows from a hash of who it is, so it stays when others join.
public struct Split: Sendable {
  public let training, validation, test: Examples

  /// - Throws: `TrainingError.onePerson` when there is nobody to hold out.
  public init(_ examples: Examples) throws {
    let people = Set(examples.people)
    guard people.count > 1 else {
      throw examples.count == 0 ? TrainingError.noDrawings : TrainingError.onePerson
    }
    var part: [UInt64: Int] = [:]
    for person in people { part[person] = Self.part(of: person) }
    // With few people a part may have stayed empty: the first by hash go there.
    let ordered = people.sorted()
    for (wanted, share) in [(2, 1), (1, 1)] where people.count >= wanted + share {
      if !part.values.contains(wanted), let person = ordered.first(where: { part[$0] == 0 }) {
        part[person] = wanted
      }
    }
    if !part.values.contains(0), let person = ordered.last { part[person] = 0 }
    func pick(_ wanted: Int) -> Examples {
      examples.picked(examples.people.indices.filter { part[examples.people[$0]] == wanted })
    }
    (training, validation, test) = (pick(0), pick(1), pick(2))
  }

  /// 0 to learn from (three quarters), 1 to choose by (a tenth), 2 to judge by (the rest).
  static func part(of person: UInt64) -> Int {
    switch person % 20 {
    case 0..<2: 1
    case 2..<5: 2
    default: 0
    }
  }
}
