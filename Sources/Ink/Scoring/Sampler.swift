/// Writes places at equal distances along segments that are passed one after the other.
struct Sampler {
  let places: UnsafeMutablePointer<Vector>
  let isInk: UnsafeMutablePointer<Bool>?
  let count: Int
  let step: Float
  private var next = 0
  private var travelled: Float = 0

  init(
    places: UnsafeMutablePointer<Vector>, isInk: UnsafeMutablePointer<Bool>?, count: Int,
    step: Float
  ) {
    self.places = places
    self.isInk = isInk
    self.count = count
    self.step = step
  }

  @inline(__always)
  mutating func pass(from start: Vector, to end: Vector, length: Float, isInk ink: Bool) {
    guard length > 0 else { return }
    let target = travelled + length
    while next < count, Float(next) * step <= target {
      let share = (Float(next) * step - travelled) / length
      places[next] = start + (end - start) * clamp(share, 0, 1)
      isInk?[next] = ink
      next += 1
    }
    travelled = target
  }

  /// Fills what rounding left over.
  mutating func finish(at end: Vector) {
    while next < count {
      places[next] = end
      isInk?[next] = next > 0 ? isInk![next - 1] : true
      next += 1
    }
  }
}
