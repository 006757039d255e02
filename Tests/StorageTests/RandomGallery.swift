import GRDB
import Ink

@testable import Storage

/// A store of random drawings, and the same drawings in memory to compare with.
final class RandomGallery {
  let temporary: TemporaryStore
  let drawings: [BulkDrawing]
  private(set) var ids: [Int64] = []
  private let first: Int64 = 1_700_000_000_000

  var store: Store { temporary.store }

  init(count: Int, seed: UInt64) throws {
    temporary = try TemporaryStore()
    let load = try BulkLoad(temporary.store)
    let people = try temporary.store.people(
      (0..<5).map { .made(hash: [UInt8](repeating: $0, count: 32), name: nil) })
    var random = SplitMix64(seed: seed)
    var time = first
    drawings = (0..<count).map { number in
      // Some in the same millisecond.
      time += Int64(random.next() % 3) * 1_000
      return Self.drawing(number, time, people, &random)
    }
    _ = try load.add(drawings)
    try load.finish()
    ids = try temporary.store.read {
      try Int64.fetchAll($0, sql: "SELECT id FROM drawing ORDER BY id")
    }
  }

  private static func drawing(
    _ number: Int, _ time: Int64, _ people: [Int64], _ random: inout SplitMix64
  ) -> BulkDrawing {
    let shape = random.pick([1, 1, 1, 2, 2, 5] as [Int64])
    var new = NewDrawing.testing(
      UInt64(number), user: random.pick(people), shape: shape,
      quality: random.pick([0, 0.5, 0.7, 1, Float(random.uniform()), Float(random.uniform())]))
    var drawing = new.drawing
    drawing.device = random.pick([.mouse, .mouse, .touch, .pen, .keyboard])
    new = NewDrawing(
      drawing: drawing, userID: new.userID, shapeID: shape, quality: new.quality,
      completeness: 1, strokes: new.strokes,
      guess: random.pick([
        nil, StoredGuess(shapeID: nil, confidence: 0.5),
        StoredGuess(shapeID: shape, confidence: 0.9),
        StoredGuess(shapeID: shape, confidence: 0.9),
        StoredGuess(shapeID: random.pick([1, 2, 3]), confidence: 0.6),
      ]))
    var bulk = BulkDrawing(new)
    bulk.stored = time
    bulk.isComplete = random.chance(0.9)
    bulk.isFlagged = random.chance(0.05)
    bulk.deleted = random.chance(0.1) ? 1 : nil
    return bulk
  }

  /// With few or many conditions.
  func filter(_ random: inout SplitMix64) -> DrawingFilter {
    var filter = DrawingFilter()
    let share = random.uniform(0...0.7)
    func maybe(_ change: (inout SplitMix64) -> Void) { if random.chance(share) { change(&random) } }
    maybe { filter.shape = $0.pick([1, 2, 3, 5]) }
    maybe { filter.minQuality = $0.pick([0, 0.5, 0.7, 0.85, Float($0.uniform())]) }
    maybe { filter.maxQuality = $0.pick([0, 0.5, 0.7, 1, Float($0.uniform())]) }
    maybe { filter.isFlagged = $0.chance(0.7) }
    maybe { filter.isDeleted = $0.pick([true, nil]) }
    maybe { filter.isComplete = $0.chance(0.5) }
    maybe { filter.user = $0.pick([1, 2, 3, 4, 5, 6]) }
    maybe { filter.device = $0.pick(Device.allCases) }
    let length = ids.isEmpty ? 0 : (ids.last! >> 20) - first
    maybe { filter.from = first + Int64($0.uniform() * Double(length)) }
    maybe { filter.to = first + Int64($0.uniform() * Double(length)) }
    maybe { filter.guessed = $0.pick([.shape(1), .shape(2), .shape(3), .noShape]) }
    maybe { filter.disagrees = $0.chance(0.6) }
    return filter
  }

  /// The naive way: every drawing is looked at.
  func expected(_ filter: DrawingFilter, _ sort: DrawingSort) -> [Int64] {
    let matching = zip(ids, drawings).filter { Self.admits(filter, $0.1) }
    let keys = matching.map { id, drawing in (Int(Double(drawing.new.quality) * 1_000), id) }
    return switch sort {
    case .newest: keys.map(\.1).sorted(by: >)
    case .oldest: keys.map(\.1).sorted()
    case .best: keys.sorted(by: >).map(\.1)
    case .worst: keys.sorted(by: <).map(\.1)
    }
  }

  func key(_ id: Int64, _ sort: DrawingSort) -> GalleryKey {
    let drawing = drawings[ids.firstIndex(of: id)!]
    return GalleryKey(
      permille: sort.isByQuality ? Int64(Double(drawing.new.quality) * 1_000) : 0, id: id)
  }

  private static func admits(_ filter: DrawingFilter, _ drawing: BulkDrawing) -> Bool {
    let new = drawing.new
    if let shape = filter.shape, new.shapeID != shape { return false }
    if let low = filter.minQuality, new.quality < low { return false }
    if let high = filter.maxQuality, new.quality > high { return false }
    if let isFlagged = filter.isFlagged, drawing.isFlagged != isFlagged { return false }
    if let isDeleted = filter.isDeleted, (drawing.deleted != nil) != isDeleted { return false }
    if let isComplete = filter.isComplete, drawing.isComplete != isComplete { return false }
    if let user = filter.user, new.userID != user { return false }
    if let device = filter.device, new.drawing.device != device { return false }
    if let from = filter.from, drawing.stored! < from { return false }
    if let to = filter.to, drawing.stored! >= to { return false }
    switch filter.guessed {
    case .shape(let seen): if new.guess?.shapeID != seen { return false }
    case .noShape: if new.guess == nil || new.guess?.shapeID != nil { return false }
    case nil: break
    }
    let disagrees = new.guess != nil && new.guess?.shapeID != new.shapeID
    return filter.disagrees.map { $0 == disagrees } ?? true
  }
}
