import Ink

/// The way of the pen at 24 places, the same distance apart, whatever the drawing's place and size:
/// what a copy has in common with its original.
struct Trail {
  static let count = 24
  /// By turns x and y, from 0 to 1 along the larger side.
  let places: [Float]
  let points: Int
  /// Lines are all alike.
  let isStraight: Bool
  /// Of all points and times, wherever the drawing stands: equal for exact copies.
  let fingerprint: UInt64

  /// - Returns: nil for ink too simple to tell a copy from a coincidence.
  init?(_ ink: Strokes) {
    guard ink.points.count >= 12, let first = ink.points.first else { return nil }
    var (left, right, top, bottom) = (first.x, first.x, first.y, first.y)
    var length: Float = 0
    var before = first
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ value: Int32) {
      hash = (hash ^ UInt64(UInt32(bitPattern: value))) &* 0x100_0000_01b3
      hash ^= hash >> 29
    }
    for point in ink.points {
      (left, right) = (min(left, point.x), max(right, point.x))
      (top, bottom) = (min(top, point.y), max(bottom, point.y))
      length += Self.distance(before, point)
      before = point
      mix(Int32(point.x) - Int32(first.x))
      mix(Int32(point.y) - Int32(first.y))
      mix(Int32(point.elapsed))
    }
    for stroke in ink.strokes { mix(stroke.start) }
    let (width, height) = (Float(right) - Float(left), Float(bottom) - Float(top))
    let side = max(width, height)
    guard side >= 16 else { return nil }
    fingerprint = hash
    points = ink.points.count
    isStraight = length < 1.15 * (width * width + height * height).squareRoot()

    let step = length / Float(Self.count - 1)
    var places: [Float] = []
    places.reserveCapacity(2 * Self.count)
    var (walked, next): (Float, Float) = (0, 0)
    before = first
    for point in ink.points {
      let piece = Self.distance(before, point)
      while places.count < 2 * Self.count, walked + piece >= next {
        let share = piece > 0 ? (next - walked) / piece : 0
        let x = Float(before.x) + (Float(point.x) - Float(before.x)) * share
        let y = Float(before.y) + (Float(point.y) - Float(before.y)) * share
        places.append((x - Float(left)) / side)
        places.append((y - Float(top)) / side)
        next += step
      }
      walked += piece
      before = point
    }
    while places.count < 2 * Self.count { places.append(places[places.count - 2]) }
    self.places = places
  }

  /// Mean distance of the places, in sides of the drawing.
  func distance(to other: Trail) -> Float {
    var sum: Float = 0
    for index in stride(from: 0, to: places.count, by: 2) {
      let (x, y) = (
        places[index] - other.places[index], places[index + 1] - other.places[index + 1]
      )
      sum += (x * x + y * y).squareRoot()
    }
    return sum / Float(Self.count)
  }

  private static func distance(_ a: Point, _ b: Point) -> Float {
    let (x, y) = (Float(b.x) - Float(a.x), Float(b.y) - Float(a.y))
    return (x * x + y * y).squareRoot()
  }
}
