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
    #expect(simulation.pace.window == 0)
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

  @Test func `answers are gathered while ticks come late, and given at once when they do not`() {
    var pace = Pace()
    for _ in 0..<20 { pace.update(Pace.Signals(drawing: 100, lateness: 30)) }
    #expect(pace.window == 250)
    for _ in 0..<20 { pace.update(Pace.Signals(drawing: 100, lateness: 1)) }
    #expect(pace.window == 0)
  }
}

@Suite struct AnswerWheelTests {
  @Test func `each comes at its tick, also when ticks were missed`() {
    var wheel = AnswerWheel<Int>(ticks: 8)
    var due: [Int] = []
    for (session, ticks) in [(1, 1), (2, 0), (3, 3), (4, 7), (5, 100)] {
      wheel.put(session, in: ticks)
    }
    wheel.take(1, into: &due)
    #expect(due == [1, 2])
    wheel.take(1, into: &due)
    #expect(due.isEmpty)
    wheel.put(6, in: 2)
    wheel.take(5, into: &due)
    #expect(due == [3, 6, 4, 5])
    wheel.put(7, in: 1)
    wheel.take(1_000, into: &due)
    #expect(due == [7])
  }

  @Test func `what is put in while telling comes at a later tick`() {
    var wheel = AnswerWheel<Int>(ticks: 4)
    var due: [Int] = []
    wheel.put(1, in: 1)
    wheel.take(1, into: &due)
    for session in due { wheel.put(session, in: 0) }
    #expect(due == [1])
    wheel.take(1, into: &due)
    #expect(due == [1])
  }
}
