import GRDB

/// What the triggers would count drawing by drawing, gathered for many and written at once.
struct BulkCounts {
  private struct FacetKey: Hashable { let facet, guess: Int64 }
  private struct QualityKey: Hashable { let shape, status, step: Int64 }
  private struct DayKey: Hashable { let day, shape, status, flagged, step: Int64 }

  private var facets: [FacetKey: Int64] = [:]
  private var qualities: [QualityKey: Int64] = [:]
  private var days: [DayKey: Int64] = [:]
  private var minutes: [Int64: Int64] = [:]
  private var people: [Int64: PersonTally] = [:]
  /// Older minutes are not kept.
  private let oldestMinute = (storeTime() - Store.minutesKept * 60_000) / 60_000

  mutating func add(_ drawing: BulkDrawing, id: Int64) {
    let facet = drawing.facet
    let quality = drawing.new.quality
    let step = min(19, Int64(Double(quality) * 20))
    let (status, flagged): (Int64, Int64) = (
      drawing.isComplete ? 1 : 0, drawing.isFlagged ? 1 : 0
    )
    facets[
      FacetKey(facet: facet.number, guess: drawing.new.guess?.columns.guess ?? 0), default: 0] += 1
    if drawing.deleted == nil {
      qualities[QualityKey(shape: facet.shape, status: status, step: step), default: 0] += 1
      days[
        DayKey(
          day: (id >> 20) / 86_400_000, shape: facet.shape, status: status, flagged: flagged,
          step: step), default: 0] += 1
    }
    guard drawing.isComplete else { return }
    let minute = (id >> 20) / 60_000
    if minute >= oldestMinute { minutes[minute, default: 0] += 1 }
    people[drawing.new.userID, default: PersonTally()].add(quality, shape: facet.shape)
  }

  /// - Parameter people: only what is kept of people; triggers have seen to the rest.
  func write(to database: Database, people onlyPeople: Bool) throws {
    if !onlyPeople { try writeFigures(to: database) }
    for (user, tally) in people { try tally.write(user: user, to: database) }
  }

  private func writeFigures(to database: Database) throws {
    let facet = try HotStatement(
      database,
      "INSERT INTO facet_count VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count"
    )
    for (key, count) in facets {
      facet.bind(1, key.facet)
      facet.bind(2, key.guess)
      facet.bind(3, count)
      try facet.run()
    }
    let quality = try HotStatement(
      database,
      "INSERT INTO quality_count VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count"
    )
    for (key, count) in qualities {
      for (index, value) in [key.shape, key.status, key.step, count].enumerated() {
        quality.bind(Int32(index + 1), value)
      }
      try quality.run()
    }
    let day = try HotStatement(
      database,
      "INSERT INTO drawing_count VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count"
    )
    for (key, count) in days {
      let values = [key.day, key.shape, key.status, key.flagged, key.step, count]
      for (index, value) in values.enumerated() { day.bind(Int32(index + 1), value) }
      try day.run()
    }
    let minute = try HotStatement(
      database,
      "INSERT INTO minute_count VALUES (?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count"
    )
    for (key, count) in minutes {
      minute.bind(1, key)
      minute.bind(2, count)
      try minute.run()
    }
  }
}
