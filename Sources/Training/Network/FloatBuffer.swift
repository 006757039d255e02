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
}
