/// Floats at an address that suits the widest vectors, all zero at first.
final class FloatBuffer: @unchecked Sendable {
  // Safe to share: who writes which part at what time is settled by the steps of training, which
  // wait for each other.
  let base: UnsafeMutablePointer<Float>
  let count: Int

  init(_ count: Int) {
    self.count = count
    // Vectors may read a little beyond the last value.
    let room = UnsafeMutableRawPointer.allocate(byteCount: (count + 32) * 4, alignment: 64)
    base = room.bindMemory(to: Float.self, capacity: count + 32)
    base.initialize(repeating: 0, count: count + 32)
  }

  deinit { base.deallocate() }

  func fill(_ value: Float) { base.update(repeating: value, count: count) }

  var values: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }

  /// - Parameter values: `count`.
  func set(_ values: [Float]) {
    precondition(values.count == count)
    values.withUnsafeBufferPointer { base.update(from: $0.baseAddress!, count: count) }
  }

  /// Whether none is infinite or not a number.
  var isFinite: Bool {
    // Such a value times zero is not a number, and stays so in any sum.
    var sum = SIMD16<Float>()
    for start in stride(from: 0, to: count / 16 * 16, by: 16) {
      sum += UnsafeRawPointer(base + start).load(as: SIMD16<Float>.self) * 0
    }
    for index in count / 16 * 16..<count { sum[0] += base[index] * 0 }
    return sum.sum() == 0
  }
}
