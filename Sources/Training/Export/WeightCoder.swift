/// Weights in hardly more bits than they hold information: an asymmetric numeral system (Duda 2013,
/// "Asymmetric numeral systems"; the byte-wise form is F. Giesen's rans_byte) with a table of how
/// often each weight occurs. Reading it takes a few lines in any language.
///
/// Bytes: the lowest weight · how many weights from there on have a frequency · the frequencies, of
/// 4,096 in all, 7 bits at a time with the top bit for "more follows" · the state, little-endian in
/// four bytes · the bytes that it takes in as it shrinks below 2^23.
struct WeightCoder {
  private static let bits: UInt32 = 12
  private static let least: UInt32 = 1 << 23

  private let lowest: Int
  private let frequencies, starts: [UInt32]

  /// - Precondition: there are weights.
  init(_ weights: [Int8]) {
    lowest = Int(weights.min()!)
    var counts = [Int](repeating: 0, count: Int(weights.max()!) - lowest + 1)
    for weight in weights { counts[Int(weight) - lowest] += 1 }
    frequencies = Self.frequencies(counts)
    var start: UInt32 = 0
    starts = frequencies.map { frequency in
      defer { start += frequency }
      return start
    }
  }

  func encode(_ weights: [Int8]) -> [UInt8] {
    // Backwards, so that reading goes forwards.
    var tail: [UInt8] = []
    var state = Self.least
    for weight in weights.reversed() {
      let kind = Int(weight) - lowest
      let frequency = frequencies[kind]
      while state >= (Self.least >> (Self.bits - 8)) * frequency {
        tail.append(UInt8(truncatingIfNeeded: state))
        state >>= 8
      }
      state = (state / frequency) << Self.bits + state % frequency + starts[kind]
    }
    var bytes = [UInt8(bitPattern: Int8(lowest)), UInt8(frequencies.count)]
    for frequency in frequencies {
      if frequency < 128 {
        bytes.append(UInt8(frequency))
      } else {
        bytes += [UInt8(frequency & 127 | 128), UInt8(frequency >> 7)]
      }
    }
    withUnsafeBytes(of: state.littleEndian) { bytes += $0 }
    return bytes + tail.reversed()
  }

  /// Counts scaled to 4,096 in all; what occurs keeps at least 1.
  private static func frequencies(_ counts: [Int]) -> [UInt32] {
    let (whole, total) = (1 << Int(bits), counts.reduce(0, +))
    var scaled = counts.map { $0 == 0 ? 0 : max(1, $0 * whole / total) }
    // What rounding left over or took too much is the most frequent one's, where it costs least.
    var excess = scaled.reduce(0, +) - whole
    while excess != 0 {
      let most = scaled.indices.max { scaled[$0] < scaled[$1] }!
      let share = excess > 0 ? min(excess, max(scaled[most] / 8, 1)) : excess
      scaled[most] -= share
      excess -= share
    }
    return scaled.map(UInt32.init)
  }
}
