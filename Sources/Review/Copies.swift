import Ink

/// Finds drawings that repeat an earlier one: point for point by anybody, or nearly by the same
/// person.
///
/// Of each drawing only signatures are kept, in tables of a fixed size: where two want the same
/// place, the newer one stays. Which of those found is truly the same, the ink itself tells.
struct Copies {
  private var exact = SignatureTable(places: 1 << 20)
  private var near = SignatureTable(places: 1 << 20)
  private let read: (Int64) throws -> Strokes?

  /// Mean distance of a near copy's ways, in sides of the drawing. Two drawings by one hand are
  /// five times as far apart.
  private static let nearest: Float = 0.012

  /// - Parameter read: the ink of an earlier drawing; nil when it is gone.
  init(read: @escaping (Int64) throws -> Strokes?) { self.read = read }

  mutating func look(at subject: Subject) throws -> Reason? {
    guard let trail = Trail(subject.ink) else { return nil }
    if let earlier = exact.replace(trail.fingerprint, by: subject.number),
      let ink = try read(earlier), Trail(ink)?.fingerprint == trail.fingerprint
    {
      return Reason(
        .duplicate, score: 1, other: earlier,
        "The same ink as an earlier drawing's, point for point.")
    }
    guard !trail.isStraight else { return nil }
    var seen: [Int64] = []
    for signature in Self.signatures(of: trail, person: subject.person) {
      guard let earlier = near.replace(signature, by: subject.number), !seen.contains(earlier)
      else { continue }
      seen.append(earlier)
    }
    for earlier in seen {
      guard let ink = try read(earlier), let other = Trail(ink) else { continue }
      let distance = trail.distance(to: other)
      let isAsLong = abs(other.points - trail.points) * 8 <= trail.points
      if distance <= Self.nearest, isAsLong {
        return Reason(
          .duplicate, score: 1 - 0.4 * Double(distance / Self.nearest), other: earlier,
          "Nearly the same way as in an earlier drawing by the same person.")
      }
    }
    return nil
  }

  /// Each looks at other places, on another grid: a copy that falls into another cell of one is
  /// found by the next.
  private static func signatures(of trail: Trail, person: UInt64) -> [UInt64] {
    (0..<4).map { number in
      var random = SplitMix64(seed: UInt64(number) &+ 0x5161)
      var hash = person &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(number)
      for index in 0..<6 {
        let place = (index * 4 + number) % Trail.count
        for axis in 0..<2 {
          let shift = Float(random.next() >> 40) / Float(1 << 24)
          let cell = Int(trail.places[2 * place + axis] * 6 + shift)
          hash = (hash ^ UInt64(cell)) &* 0x100_0000_01b3
          hash ^= hash >> 31
        }
      }
      return hash
    }
  }
}

/// Numbers by signatures, of which the newest stay.
private struct SignatureTable {
  private var signatures: [UInt64]
  private var numbers: [Int64]

  /// - Parameter places: a power of two.
  init(places: Int) {
    signatures = [UInt64](repeating: 0, count: places)
    numbers = [Int64](repeating: -1, count: places)
  }

  /// - Returns: who had the same signature before.
  mutating func replace(_ signature: UInt64, by number: Int64) -> Int64? {
    var mixer = SplitMix64(seed: signature)
    let place = Int(mixer.next() & UInt64(signatures.count - 1))
    let before = numbers[place]
    let isSame = before >= 0 && signatures[place] == signature
    // Of copies the first remains the one that is repeated.
    if !isSame { (signatures[place], numbers[place]) = (signature, number) }
    return isSame ? before : nil
  }
}
