import Ink
import Synchronization
import Testing

@testable import Training

@Suite struct PlanTests {
  /// Classes a, b and none with so many drawings each.
  private func examples(_ counts: [Int]) -> Examples {
    var examples = Examples(labels: ["circle", "b", "none"]) { numbers in
      numbers.map { number in
        var ink = Strokes()
        ink.startStroke(style: .standard)
        ink.append(Point(x: Int16(number), y: 0))
        return ink
      }
    }
    var number: UInt64 = 0
    for (label, count) in counts.enumerated() {
      for _ in 0..<count {
        examples.append(class: label, person: number, number: number)
        number += 1
      }
    }
    return examples
  }

  private var options: TrainingOptions {
    var options = TrainingOptions()
    options.syntheticShare = 0
    options.noneWeight = 1.5
    return options
  }

  @Test func `classes are shown alike often, and everything once before anything twice`() {
    let plan = Plan(examples([100, 10, 40]), options: options)
    #expect(plan.epochSize == 350)
    let items = plan.items(ofEpoch: 0)
    #expect(items.count == 350)
    for (label, expected, drawings) in [(0, 100, 100), (1, 100, 10), (2, 150, 40)] {
      let mine = items.filter { $0.label == UInt8(label) }
      #expect(mine.count == expected)
      let times = Dictionary(grouping: mine, by: \.index).mapValues(\.count)
      #expect(times.count == drawings)
      #expect(times.values.max()! - times.values.min()! <= 1)
    }
  }

  @Test func `an epoch follows from the seed and its number`() {
    let plan = Plan(examples([50, 50, 50]), options: options)
    let order = plan.items(ofEpoch: 3).map(\.index)
    #expect(order == Plan(examples([50, 50, 50]), options: options).items(ofEpoch: 3).map(\.index))
    #expect(order != plan.items(ofEpoch: 4).map(\.index))
    var other = options
    other.seed = 2
    #expect(order != Plan(examples([50, 50, 50]), options: other).items(ofEpoch: 3).map(\.index))
  }

  @Test func `a class has at most so many an epoch, and epochs are enough for the presentations`() {
    var options = options
    options.capPerClass = 30
    options.presentations = 1_050
    let plan = Plan(examples([100, 10, 40]), options: options)
    #expect(plan.epochSize == 105)
    #expect(plan.epochs == 10)
    options.epochs = 3
    #expect(Plan(examples([100, 10, 40]), options: options).epochs == 3)
  }

  @Test func `made-up drawings have their share, and no number twice`() {
    var options = options
    options.syntheticShare = 0.4
    let plan = Plan(examples([100, 10, 40]), options: options)
    var numbers: Set<Int64> = []
    for epoch in 0..<3 {
      let circles = plan.items(ofEpoch: epoch).filter { $0.label == 0 }
      #expect(circles.count == 100)
      let made = circles.filter { $0.index < 0 }.map(\.index)
      #expect(made.count == 40)
      #expect(numbers.isDisjoint(with: made))
      numbers.formUnion(made)
    }
    // There is no made-up shape of this name.
    #expect(plan.items(ofEpoch: 0).allSatisfy { $0.label != 1 || $0.index >= 0 })
  }

  @Test func `a feed has the ink of every item across its chunks, from any place`() throws {
    let count = Feed.chunkSize * 2 + 500
    let examples = examples([30_000, 0, 0])
    let items = (0..<count).map { Plan.Item(label: 0, index: $0 % 7 == 0 ? -1 : Int64($0 * 3)) }
    for first in [0, 1_000, Feed.chunkSize, count - 10] {
      let feed = Feed(examples, items: items, from: first)
      var position = first
      while position < count {
        let range = position..<min(position + 96, count)
        try feed.load(range)
        for place in range {
          let ink = feed.ink(at: place)
          #expect(ink.points.first.map { Int($0.x) } == (place % 7 == 0 ? nil : place * 3))
        }
        position = range.upperBound
      }
    }
  }

  @Test func `an error while reading comes to light, again and again`() throws {
    struct Unreadable: Error {}
    let reads = Atomic(0)
    var examples = Examples(labels: ["circle", "none"]) { numbers in
      if reads.add(1, ordering: .relaxed).newValue > 1 { throw Unreadable() }
      return numbers.map { _ in Strokes() }
    }
    examples.append(class: 0, person: 0, number: 0)
    let items = [Plan.Item](repeating: .init(label: 0, index: 0), count: Feed.chunkSize + 10)
    let feed = Feed(examples, items: items)
    try feed.load(0..<100)
    for _ in 0..<2 {
      #expect(throws: Unreadable.self) { try feed.load(Feed.chunkSize..<Feed.chunkSize + 10) }
    }
  }

  @Test func `the learning rate rises, falls, and ends near nothing`() {
    let schedule = Schedule(steps: 1_000, peak: 2)
    #expect(schedule.rate(at: 0) < 0.1 && schedule.rate(at: 39) == 2)
    let rates = (40..<1_000).map { schedule.rate(at: $0) }
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 >= $1 && $1 > 0 })
    #expect(rates.last! < 0.05)
    #expect(!schedule.rounds(at: 749) && schedule.rounds(at: 750))
    #expect(!schedule.isOver(at: 999) && schedule.isOver(at: 1_000))
  }

  @Test func `a schedule that is cut short goes on with its last quarter`() {
    var schedule = Schedule(steps: 1_000, peak: 2)
    schedule.finishSoon(at: 300)
    #expect(schedule.remainder == 450)
    #expect(schedule.rounds(at: 300) && schedule.isOver(at: 550) && !schedule.isOver(at: 549))
    let whole = Schedule(steps: 1_000, peak: 2)
    #expect(schedule.rate(at: 300) == whole.rate(at: 750))
  }
}
