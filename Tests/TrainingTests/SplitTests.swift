import Testing

@testable import Training

@Suite struct SplitTests {
  private func examples(people: Int, each: Int = 3) -> Examples {
    var examples = Examples(labels: ["a", "b", "none"]) { _ in [] }
    for person in 0..<people {
      for drawing in 0..<each {
        examples.append(
          class: drawing % 2, person: Examples.hash("person \(person)"),
          number: UInt64(person * each + drawing))
      }
    }
    return examples
  }

  @Test(arguments: [2, 3, 4, 20, 500])
  func `nobody is on two sides, and no side that can be filled is empty`(people: Int) throws {
    let examples = examples(people: people)
    let split = try Split(examples)
    let sides = [split.training, split.validation, split.test].map { Set($0.people) }
    #expect(sides[0].isDisjoint(with: sides[1]) && sides[0].isDisjoint(with: sides[2]))
    #expect(sides[1].isDisjoint(with: sides[2]))
    let total = split.training.count + split.validation.count + split.test.count
    #expect(total == examples.count)
    #expect(!sides[0].isEmpty && (!sides[1].isEmpty || !sides[2].isEmpty))
    if people >= 3 { #expect(sides.allSatisfy { !$0.isEmpty }) }
    if people >= 20 { #expect(sides[0].count > people / 2) }
  }

  @Test func `people stay where they are when others join`() throws {
    let few = try Split(examples(people: 200))
    let many = try Split(examples(people: 400))
    #expect(Set(few.training.people).isSubset(of: Set(many.training.people)))
    #expect(Set(few.test.people).isSubset(of: Set(many.test.people)))
    #expect(few.test.numbers == (try Split(examples(people: 200))).test.numbers)
  }

  @Test func `one person or nobody is no split, and it says so`() {
    #expect(throws: TrainingError.onePerson) { try Split(examples(people: 1)) }
    #expect(throws: TrainingError.noDrawings) { try Split(examples(people: 0)) }
  }
}
