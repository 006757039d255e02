/// The ideal heart: `x = 16 sin³ t, y = 13 cos t - 5 cos 2t - 2 cos 3t - cos 4t`, a curve long
/// known without an author, with notches of several depths.
enum Heart {
  /// How deep the notch of each outline is, relative to its height.
  static let depths: SIMD4<Float> = [0.14, 0.24, 0.34, 0.45]
  static let outlines = (0..<4).map { outline(depth: depths[$0]) }

  static func nearest(_ outlines: [Outline], to depth: Float) -> Outline {
    outlines[depth < 0.19 ? 0 : depth < 0.29 ? 1 : depth < 0.4 ? 2 : 3]
  }

  static func outline(depth: Float) -> Outline {
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: 64) { places in
      fill(places.baseAddress!, depth: depth)
      return Outline(places.baseAddress!, closed: true)
    }
  }

  /// 64 places at equal distances, clockwise from the notch, y downwards.
  static func fill(_ places: UnsafeMutablePointer<Vector>, depth: Float) {
    let count = 256
    // The cosine and sine of a 256th of a turn; the rest follows by turning.
    let (cosine, sine): (Float, Float) = (0.99969882, 0.024541229)
    // The curve is 29 high and its own notch 7 deep.
    let deeper = depth * 29 - 7
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: count + 1) { fine in
      var (c, s): (Float, Float) = (1, 0)
      var length: Float = 0
      for index in 0...count {
        let c2 = 2 * c * c - 1
        let c3 = c * (2 * c2 - 1)
        let c4 = 2 * c2 * c2 - 1
        let slit = c > 0 ? deeper * max(0, 1 - 2 * abs(s)) : 0
        fine[index] = Vector(16 * s * s * s, -(13 * c - 5 * c2 - 2 * c3 - c4) + slit)
        if index > 0 { length += (fine[index] - fine[index - 1]).length }
        (c, s) = (c * cosine - s * sine, s * cosine + c * sine)
      }
      var sampler = Sampler(places: places, isInk: nil, count: 64, step: length / 64)
      for index in 1...count {
        sampler.pass(
          from: fine[index - 1], to: fine[index],
          length: (fine[index] - fine[index - 1]).length, isInk: true)
      }
      sampler.finish(at: fine[count])
    }
  }
}
