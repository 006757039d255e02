import Testing

@testable import Server

/// A server that can take so many frames a second, and people who send at its pace.
private struct Simulation {
  var pace = Pace()
  let capacity: Double
  private(set) var queue = 0.0
  private(set) var intervals: [Int] = []
  private(set) var worstLateness = 0.0

  init(capacity: Double) { self.capacity = capacity }

  /// - Parameter people: who draw, each a frame an interval; some hear of a new one a look later.
  mutating func run(seconds: Double, people: Int) {
    var known = pace.interval
    for _ in 0..<Int(seconds * 4) {
      let sent = Double(people) * 250 / Double((known + pace.interval) / 2)
      known = pace.interval
      queue = max(queue + sent - capacity / 4, 0)
      let lateness = queue / capacity * 1_000
      worstLateness = max(worstLateness, lateness)
      pace.update(Pace.Signals(drawing: people, lateness: lateness))
      intervals.append(pace.interval)
    }
  }

  /// Changes of the interval in the last looks.
  func changes(inLast count: Int) -> Int {
    zip(intervals.suffix(count), intervals.suffix(count).dropFirst()).count { $0 != $1 }
  }
}

@Suite struct PaceTests {
  @Test func `the interval grows with those who draw and falls only well below`() {
    var pace = Pace()
    func interval(_ drawing: Int) -> Int {
      for _ in 0..<20 { pace.update(Pace.Signals(drawing: drawing)) }
      return pace.interval
    }
    #expect(interval(0) == 16)
    #expect(interval(500) == 66)
    #expect(interval(390) == 66)
    #expect(interval(290) == 40)
    #expect(interval(10_000) == 200)
  }

  @Test(arguments: [20_000.0, 45_000, 60_000, 200_000])
  func `it comes to rest under a load that the server can carry at some pace`(capacity: Double) {
    var simulation = Simulation(capacity: capacity)
    simulation.run(seconds: 2, people: 10)
    let people = Int(capacity / 5)
    simulation.run(seconds: 30, people: people)
    #expect(simulation.changes(inLast: 60) <= 4, "\(simulation.intervals)")
    #expect(simulation.queue < capacity / 20, "\(simulation.queue) frames wait")
    #expect(simulation.worstLateness < 2_000)
    #expect(!simulation.pace.isOverloaded)
  }

  @Test func `after a peak it is back at the full rate within five seconds`() {
    var simulation = Simulation(capacity: 30_000)
    simulation.run(seconds: 2, people: 3)
    #expect(simulation.pace.interval == 16)
    simulation.run(seconds: 20, people: 7_000)
    #expect(simulation.pace.interval == 250)
    simulation.run(seconds: 5, people: 3)
    #expect(simulation.pace.interval == 16)
  }

  @Test func `a slow disk stretches it, and its recovery eases it again`() {
    var pace = Pace()
    for _ in 0..<20 { pace.update(Pace.Signals(drawing: 100, writerLag: 800)) }
    #expect(pace.interval == 250)
    for _ in 0..<20 { pace.update(Pace.Signals(drawing: 100, writerLag: 5)) }
    #expect(pace.interval == 40)
    for _ in 0..<20 { pace.update(Pace.Signals(drawing: 100, backlog: 40 << 20)) }
    #expect(pace.interval == 250)
  }

  @Test func `each of several peaks is followed by the full rate as soon as the first`() {
    var pace = Pace()
    for _ in 0..<5 {
      for _ in 0..<20 { pace.update(Pace.Signals(drawing: 100, writerLag: 800)) }
      #expect(pace.interval == 250)
      for _ in 0..<20 { pace.update(Pace.Signals(drawing: 100, writerLag: 5)) }
      #expect(pace.interval == 40)
      for _ in 0..<20 { pace.update(Pace.Signals(drawing: 100, writerLag: 5)) }
    }
  }

  @Test func `who is refused is refused until the load has passed, not by turns`() {
    var pace = Pace()
    var changes = 0
    for look in 0..<80 {
      let before = pace.isOverloaded
      // Worse and better by turns, never well.
      let lateness = look % 6 < 5 ? 200.0 : 60
      pace.update(Pace.Signals(drawing: 9_000, lateness: lateness))
      if pace.isOverloaded != before { changes += 1 }
    }
    #expect(pace.isOverloaded && changes == 1)
    for _ in 0..<8 { pace.update(Pace.Signals(drawing: 100)) }
    #expect(!pace.isOverloaded)
  }

  @Test func `one hiccup changes nothing`() {
    var pace = Pace()
    for _ in 0..<8 { pace.update(Pace.Signals(drawing: 100)) }
    pace.update(Pace.Signals(drawing: 100, lateness: 70))
    #expect(pace.interval == 40)
  }

  @Test func `beyond the slowest pace nobody else is taken in, until it has passed`() {
    var simulation = Simulation(capacity: 20_000)
    simulation.run(seconds: 5, people: 7_500)
    #expect(simulation.pace.isOverloaded)
    #expect(simulation.pace.interval == 250)
    simulation.run(seconds: 20, people: 1_000)
    #expect(!simulation.pace.isOverloaded)
  }

  @Test func `answers that wait for their turn stretch it`() {
    var pace = Pace()
    for _ in 0..<20 { pace.update(Pace.Signals(drawing: 100, answerLag: 400)) }
    #expect(pace.interval == 250)
    for _ in 0..<20 { pace.update(Pace.Signals(drawing: 100, answerLag: 20)) }
    #expect(pace.interval == 40)
  }
}

/// Somebody with something to tell.
private final class Teller: Answering {
  let number: Int
  var isInQueue = false
  init(_ number: Int) { self.number = number }
}

@Suite struct AnswerQueueTests {
  private let tellers = (0..<8).map { Teller($0) }

  @Test func `each comes at its tick, also when ticks were missed`() {
    var queue = AnswerQueue<Teller>(ticks: 8)
    for (teller, ticks) in [(1, 1), (2, 0), (3, 3), (4, 7), (5, 100)] {
      queue.put(tellers[teller], in: ticks)
    }
    queue.advance(1, at: 5)
    var taken = queue.takeAll()
    #expect(taken == [1, 2])
    queue.advance(1, at: 10)
    taken = queue.takeAll()
    #expect(taken == [])
    queue.put(tellers[6], in: 2)
    queue.advance(5, at: 35)
    taken = queue.takeAll()
    #expect(taken == [3, 6, 4, 5])
    queue.put(tellers[7], in: 1)
    queue.advance(1_000, at: 5_000)
    taken = queue.takeAll()
    #expect(taken == [7])
  }

  @Test func `what is put in while telling comes at a later tick`() {
    var queue = AnswerQueue<Teller>(ticks: 4)
    queue.put(tellers[1], in: 1)
    queue.advance(1, at: 5)
    while let teller = queue.next() { queue.put(teller, in: 0) }
    queue.advance(1, at: 10)
    let taken = queue.takeAll()
    #expect(taken == [1])
  }

  @Test func `who could not tell yet keeps its place, and is known to wait`() {
    var queue = AnswerQueue<Teller>(ticks: 4)
    #expect(queue.oldest == nil)
    for teller in 1...3 { queue.put(tellers[teller], in: 1) }
    queue.advance(1, at: 5)
    let first = queue.next()
    #expect(first === tellers[1])
    queue.put(tellers[4], in: 1)
    queue.advance(1, at: 10)
    queue.putReady(tellers[5], at: 12)
    #expect(queue.oldest == 5)
    let taken = queue.takeAll()
    #expect(taken == [2, 3, 4, 5])
  }

  @Test func `who has much to tell has one turn like everybody`() {
    var queue = AnswerQueue<Teller>(ticks: 4)
    for now in 1...5 {
      queue.put(tellers[1], in: 1)
      queue.advance(1, at: UInt64(now))
      queue.putReady(tellers[1], at: UInt64(now))
    }
    queue.putReady(tellers[2], at: 6)
    var taken = queue.takeAll()
    #expect(taken == [1, 2])
    queue.putReady(tellers[1], at: 7)
    taken = queue.takeAll()
    #expect(taken == [1])
  }
}

extension AnswerQueue where Session == Teller {
  fileprivate mutating func takeAll() -> [Int] {
    var taken: [Int] = []
    while let next = next() { taken.append(next.number) }
    return taken
  }
}

@Suite struct TimeBudgetTests {
  @Test func `work is let in for its share of the time`() {
    var budget = TimeBudget(share: 0.25, milliseconds: 1, now: 0)
    var pieces = 0
    // A look every 100 us for a second, each taking 100 us.
    for now in stride(from: UInt64(0), to: 1_000_000, by: 100) where budget.hasAny(at: now) {
      budget.charge(100)
      pieces += 1
    }
    #expect((2_500...2_520).contains(pieces))
  }

  @Test func `a long piece is paid for before the next, and rest is saved up to the limit`() {
    var budget = TimeBudget(share: 0.5, milliseconds: 2, now: 0)
    func isLetIn(_ now: UInt64, charged microseconds: Double = 0) -> Bool {
      defer { budget.charge(microseconds) }
      return budget.hasAny(at: now)
    }
    #expect(isLetIn(0, charged: 10_000))
    #expect(!isLetIn(15_900))
    #expect(isLetIn(16_100))
    #expect(isLetIn(60_000_000, charged: 2_100))
    #expect(!isLetIn(60_000_000))
  }
}

@Suite struct SustainedTests {
  @Test func `a peak is not said, a lasting one is said once, and its end`() {
    var slow = Sustained(above: 40, below: 20, looks: 3)
    let values: [Double] = [90, 90, 5, 90, 90, 30, 50, 50, 50, 90, 30, 10, 10, 30, 10, 10, 10, 10]
    let changes = values.indices.filter { slow.update(values[$0]) }
    #expect(changes == [8, 16])
    #expect(!slow.isHigh)
  }
}
