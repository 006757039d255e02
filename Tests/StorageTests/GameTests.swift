import Foundation
import GRDB
import Ink
import Synchronization
import Testing

@testable import Storage

/// A clock that a test sets, ms since 1970.
private final class TestClock: Sendable {
  private let time = Atomic<Int64>(1_780_000_000_000)
  var now: Int64 { time.load(ordering: .relaxed) }
  func pass(_ milliseconds: Int64) { time.add(milliseconds, ordering: .relaxed) }
}

/// What the game keeps of people is what follows from their drawings.
@Suite struct GameTests {
  /// A drawing as the test remembers it: all that a naive count needs.
  private struct Remembered {
    let new: NewDrawing
    let order: Int
    let day: Int64
    var challenge: Int64?
    var quality: Double { Double(new.quality) }
  }

  /// Counts by the words of docs/game.md, over and over, with nothing carried along.
  private struct Naive {
    var drawings: [Remembered]

    var streaks: (now: Int, best: Int) {
      let counted = drawings.filter {
        ![.fool, .eyesClosed, .otherHand].contains($0.new.play?.mode)
      }.map { $0.quality >= 0.6 }
      let runs = counted.split(separator: false).map(\.count)
      let now = counted.reversed().prefix { $0 }.count
      return (now, runs.max() ?? 0)
    }

    var bestDays: Int {
      let days = Set(drawings.map(\.day))
      return days.map { first in
        var length = 1
        while days.contains(first + Int64(length)) { length += 1 }
        return length
      }.max() ?? 0
    }

    func isGood(_ one: Remembered) -> Bool {
      guard one.new.play?.mode == .fool else { return one.quality >= 0.6 }
      guard let guess = one.new.guess else { return false }
      return one.quality >= 0.5 && guess.shapeID != one.new.shapeID
    }

    func of(_ shape: Int64) -> [Remembered] { drawings.filter { $0.new.shapeID == shape } }
    func good(_ mode: PlayMode) -> Int {
      drawings.count { $0.new.play?.mode == mode && isGood($0) }
    }

    func rounds(_ counts: (Remembered) -> Bool) -> Int {
      var places: [DrawingID: Set<Int>] = [:]
      for one in drawings where counts(one) {
        if let round = one.new.play?.round { places[round.id, default: []].insert(round.place) }
      }
      return places.values.count { $0.count == 6 }
    }

    var dailies: Int {
      Set(
        drawings.filter { $0.new.play?.mode == .daily && $0.challenge == $0.new.shapeID }
          .map(\.day)
      ).count
    }
  }

  private static func random(
    _ number: UInt64, user: Int64, rounds: [DrawingID], _ random: inout SplitMix64
  ) -> NewDrawing {
    let shape = Int64.random(in: 1...5, using: &random)
    var play: Play?
    if Bool.random(using: &random) {
      let mode = PlayMode.allCases.randomElement(using: &random)!
      let round = Bool.random(using: &random) ? rounds.randomElement(using: &random)! : nil
      play = Play(mode: mode, round: round.map { ($0, .random(in: 1...6, using: &random)) })
    }
    let quality = Float.random(in: 0...1, using: &random)
    var new = NewDrawing.testing(
      number, user: user, shape: shape, quality: quality > 0.3 ? max(quality, 0.6) : quality)
    new.play = play
    let seen = Int64.random(in: 0...5, using: &random)
    if seen != shape || Bool.random(using: &random) {
      new.guess = StoredGuess(shapeID: seen == 0 ? nil : seen, confidence: 0.5)
    }
    return new
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func `all counts follow from what is stored, whatever is sent again, at once or taken back`(
    seed: UInt64
  ) throws {
    var random = SplitMix64(seed: seed)
    let clock = TestClock()
    let temporary = try TemporaryStore(now: { clock.now })
    let store = temporary.store
    let people = try (1...3).map { try temporary.user(UInt8($0)).id }
    let rounds = (1...4).map { DrawingID.testing(900_000 + UInt64($0)) }
    var remembered: [Int64: [Remembered]] = [:]
    var everEarned: [Int64: Set<Achievement>] = [:]
    var challenges: [Int64: Int64] = [:]
    var number: UInt64 = 0
    for step in 0..<150 {
      let user = people.randomElement(using: &random)!
      clock.pass(.random(in: 1...50_000_000, using: &random))
      let day = ServerCalendar.day(of: clock.now)
      if challenges[day] == nil {
        challenges[day] = try store.challenge(of: day, choice: Int64(1 + step % 5))
      }
      switch Int.random(in: 0..<10, using: &random) {
      case 0 where remembered[user]?.isEmpty == false:
        let gone = Int.random(in: 0..<remembered[user]!.count, using: &random)
        let one = remembered[user]!.remove(at: gone)
        #expect(try store.eraseDrawing(one.new.drawing.id, ofUser: user))
        // It must not come back, however late it is handed in again.
        #expect(try temporary.finish(one.new).isKept == false)
      case 1 where remembered[user]?.isEmpty == false:
        let again = remembered[user]!.randomElement(using: &random)!
        let result = try temporary.finish(again.new)
        #expect(result.wasThere)
      case 2 where step > 140:
        #expect(try store.eraseDrawings(ofUser: user) == remembered[user]?.count ?? 0)
        remembered[user] = []
      default:
        number += 1
        let new = Self.random(number, user: user, rounds: rounds, &random)
        if Int.random(in: 0..<4, using: &random) == 0 { try temporary.putAside(new, seq: 3) }
        // Several hand it over at the same time: one of them has stored it.
        let results = Mutex<[StoredResult]>([])
        let copies = Int.random(in: 1...4, using: &random)
        DispatchQueue.concurrentPerform(iterations: copies) { _ in
          if let result = try? temporary.finish(new) { results.withLock { $0.append(result) } }
        }
        let all = results.withLock { $0 }
        #expect(all.count == copies)
        #expect(all.count { !$0.wasThere } == 1)
        // Whoever asks again is told the same.
        #expect(Set(all.map { $0.stats.reward?.earned.map(\.rawValue) ?? [] }).count == 1)
        for achievement in all[0].stats.reward?.earned ?? [] {
          #expect(everEarned[user, default: []].insert(achievement).inserted)
        }
        remembered[user, default: []].append(
          Remembered(new: new, order: step, day: day, challenge: challenges[day]))
      }
      try compare(user, remembered[user] ?? [], everEarned[user] ?? [], store, today: day)
    }
    try compareRanks(people, remembered, store)
  }

  private func compare(
    _ user: Int64, _ drawings: [Remembered], _ earned: Set<Achievement>, _ store: Store,
    today: Int64
  ) throws {
    let naive = Naive(drawings: drawings)
    let (progress, state) = try (
      store.read { try Progress(user: user, in: $0) }, store.gameState(ofUser: user)
    )
    #expect(progress.drawings == drawings.count)
    #expect(abs(progress.qualitySum - drawings.reduce(0) { $0 + $1.quality }) < 1e-9)
    #expect(progress.streak == naive.streaks.now)
    #expect(progress.bestStreak == naive.streaks.best)
    #expect(progress.bestDays == naive.bestDays)
    #expect(progress.lastDay == drawings.map(\.day).max() ?? 0)
    #expect(progress.rounds == naive.rounds { _ in true })
    #expect(progress.goodRounds == naive.rounds(naive.isGood))
    #expect(progress.dailies == naive.dailies)
    for shape in 1...5 as ClosedRange<Int64> {
      let of = naive.of(shape)
      let told = state.shapes.first { $0.id == shape }
      #expect(told?.level.drawings ?? 0 == of.count)
      #expect(told?.level.bestQuality == of.map(\.quality).max())
      let best = of.max { $0.quality < $1.quality }
      #expect(told?.best == best?.new.drawing.id)
    }
    for mode in PlayMode.allCases {
      #expect(progress.modes[mode]?.good ?? 0 == naive.good(mode))
    }
    let told = Set(state.achievements.filter { $0.at != nil }.map(\.achievement))
    #expect(told == earned)
    #expect(Set(Achievement.reached(by: progress)).isSubset(of: earned))
  }

  private func compareRanks(
    _ people: [Int64], _ remembered: [Int64: [Remembered]], _ store: Store
  ) throws {
    for (index, user) in people.enumerated() {
      _ = try store.setName("Brave Otter \(index)", isTyped: false, isListed: true, ofUser: user)
    }
    let counts = people.map { remembered[$0]?.count ?? 0 }
    let (places, own) = try store.leaderboard(by: .drawings, limit: 100, user: people[0])
    #expect(places.map { Int($0.score) } == counts.filter { $0 > 0 }.sorted(by: >))
    for place in places { #expect(place.place == 1 + counts.count { $0 > Int(place.score) }) }
    #expect(own.map { Int($0.score) } ?? 0 == counts[0])
    let levels = people.map { user in
      (1...5 as ClosedRange<Int64>).reduce(0) { sum, shape in
        let of = (remembered[user] ?? []).filter { $0.new.shapeID == shape }
        guard let best = of.map(\.quality).max() else { return sum }
        return sum + Level(drawings: of.count, bestQuality: best).number
      }
    }
    let byLevels = try store.leaderboard(by: .levels, limit: 100, user: people[0]).places
    #expect(byLevels.map { Int($0.score) } == levels.filter { $0 > 0 }.sorted(by: >))
  }

  @Test func `days in a row end with a day without a drawing`() throws {
    let clock = TestClock()
    let temporary = try TemporaryStore(now: { clock.now })
    let user = try temporary.user().id
    for number in 1...3 as ClosedRange<UInt64> {
      try temporary.finish(.testing(number, user: user))
      clock.pass(86_400_000)
    }
    let yesterday = clock.now - 1
    let (on, off) = try temporary.store.read {
      (
        try UserStats.fetch($0, user: user, now: yesterday),
        try UserStats.fetch($0, user: user, now: yesterday + 2 * 86_400_000)
      )
    }
    #expect(on.days == 3)
    #expect(off.days == 0)
    #expect(off.bestDays == 3)
  }

  @Test func `nothing is kept of somebody who has not consented`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    try temporary.store.setConsent(false, ofUser: user)
    try temporary.putAside(.testing(1, user: user), seq: 2)
    #expect(try temporary.store.drawing(.testing(1)) == nil)
    let result = try temporary.finish(.testing(2, user: user))
    #expect(result.isKept == false && result.stats.drawings == 0 && result.stats.reward == nil)
    #expect(try temporary.store.drawing(.testing(2)) == nil)
    #expect(try temporary.store.gameState(ofUser: user).achievements.allSatisfy { $0.at == nil })
    try temporary.store.setConsent(true, ofUser: user)
    #expect(try temporary.finish(.testing(3, user: user)).isKept)
    // What was put aside before goes when consent has been taken back.
    try temporary.putAside(.testing(4, user: user), seq: 2)
    try temporary.store.setConsent(false, ofUser: user)
    #expect(try temporary.finish(.testing(4, user: user)).isKept == false)
    #expect(try temporary.store.drawing(.testing(4)) == nil)
    #expect(try temporary.store.drawing(.testing(3)) != nil)
  }

  @Test func `what was deleted has left the file`() throws {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    try temporary.finish(.testing(1, user: user, points: 400))
    let data = try #require(try temporary.store.drawing(.testing(1))?.data)
    #expect(try temporary.store.eraseDrawing(.testing(1), ofUser: user))
    #expect(try temporary.store.eraseDrawing(.testing(1), ofUser: user) == false)
    try temporary.store.main.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    let file = try Data(contentsOf: URL(fileURLWithPath: temporary.store.folder.mainFile))
    #expect(file.range(of: Data(data.suffix(64))) == nil)
  }

  @Test func `the day's challenge stays, whoever asks next`() throws {
    let temporary = try TemporaryStore()
    #expect(try temporary.store.challenge(of: 20_000, choice: 3) == 3)
    #expect(try temporary.store.challenge(of: 20_000, choice: 4) == 3)
    #expect(ServerCalendar.date(of: 20_000) == "2024-10-04")
  }

  @Test func `a training leaves out what was meant to be odd, unless it is told to take it`() throws
  {
    let temporary = try TemporaryStore()
    let user = try temporary.user().id
    for (index, mode) in PlayMode.allCases.enumerated() {
      var new = NewDrawing.testing(UInt64(index + 1), user: user)
      new.play = Play(mode: mode)
      try temporary.finish(new)
    }
    var selection = DrawingSnapshot.Selection(shapes: ["circle"])
    #expect(try temporary.store.snapshot(selection).entries.count == 4)
    selection.takesUnusual = true
    #expect(try temporary.store.snapshot(selection).entries.count == 7)
  }
}
