import Ink

/// A training in the midst of its work: what a trainer needs besides its options and examples to go
/// on as if it had never stopped.
///
/// As bytes, little-endian:
///
/// | bytes | what |
/// | --- | --- |
/// | 8 | `INKTRAIN` |
/// | 4 | version: 1 |
/// | 4 | floats that follow the numbers |
/// | 8 | digest of options, labels and examples |
/// | 8 each | whole numbers: steps, the optimiser's steps, steps skipped, step of the last judgement, epoch of the best one |
/// | 8 each | doubles: best validation, last validation (NaN before the first), recent loss, correct, count |
/// | 4 each | weights, means, variances; steps of the activations (4); steps of the weights, once they are rounded |
/// | 4 | CRC-32C of all before |
struct Checkpoint: Equatable {
  var digest: UInt64 = 0
  var step = 0
  var optimiserStep = 0
  var skipped = 0
  var judgedAt = 0
  var bestEpoch = 0
  var bestAccuracy = 0.0
  var validation = Double.nan
  var recentLoss = 0.0
  var recentCorrect = 0.0
  var recentCount = 0.0
  var weights: [Float] = []
  var means: [Float] = []
  var variances: [Float] = []
  /// Four.
  var activationSteps: [Float] = []
  /// As `WeightSteps.all`; empty before rounding begins.
  var weightSteps: [Float] = []

  static let magic = Array("INKTRAIN".utf8)
  static let version: UInt32 = 1
  /// Bytes before the floats: the beginning, the digest, five whole numbers and five doubles.
  static let preamble = 16 + 11 * 8

  var bytes: [UInt8] {
    let floats = [weights, means, variances, activationSteps, weightSteps]
    let count = floats.reduce(0) { $0 + $1.count }
    var bytes = Self.magic
    bytes.reserveCapacity(Self.preamble + 4 * count + 4)
    func append(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
    append(Self.version)
    append(UInt32(count))
    append(digest)
    for number in [step, optimiserStep, skipped, judgedAt, bestEpoch] { append(Int64(number)) }
    for number in [bestAccuracy, validation, recentLoss, recentCorrect, recentCount] {
      append(number.bitPattern)
    }
    for values in floats { for value in values { append(value.bitPattern) } }
    append(CRC32C.checksum(bytes))
    return bytes
  }

  /// - Throws: `TrainingError.damagedCheckpoint` when a bit or byte is not what `bytes` wrote, or the
  ///   sizes are not those of this network.
  init(bytes: [UInt8], shape: NetworkShape) throws(TrainingError) {
    guard bytes.count >= Self.preamble + 4, Array(bytes[..<8]) == Self.magic else {
      throw .damagedCheckpoint("it does not begin as one")
    }
    func number<Number: FixedWidthInteger>(at place: Int, _: Number.Type) -> Number {
      bytes.withUnsafeBytes {
        Number(littleEndian: $0.loadUnaligned(fromByteOffset: place, as: Number.self))
      }
    }
    let version = number(at: 8, UInt32.self)
    guard version == Self.version else {
      throw .damagedCheckpoint("this program does not know its format \(version)")
    }
    // The length is known before anything of that size is taken from memory.
    let count = Int(number(at: 12, UInt32.self))
    let length = Self.preamble + 4 * count + 4
    guard bytes.count == length else {
      throw .damagedCheckpoint("it has \(bytes.count) bytes instead of \(length)")
    }
    let checksum = bytes.withUnsafeBytes {
      CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[..<(length - 4)]))
    }
    guard checksum == number(at: length - 4, UInt32.self) else {
      throw .damagedCheckpoint("its checksum does not match")
    }
    let plain = 3 * shape.parameterCount + 4
    guard count == plain || count == plain + WeightSteps.count(shape) else {
      throw .damagedCheckpoint("it is of a network of another size")
    }
    func whole(_ index: Int) -> Int { Int(number(at: 24 + index * 8, Int64.self)) }
    func real(_ index: Int) -> Double {
      Double(bitPattern: number(at: 64 + index * 8, UInt64.self))
    }
    func floats(_ range: Range<Int>) -> [Float] {
      range.map { Float(bitPattern: number(at: Self.preamble + 4 * $0, UInt32.self)) }
    }
    digest = number(at: 16, UInt64.self)
    (step, optimiserStep, skipped) = (whole(0), whole(1), whole(2))
    (judgedAt, bestEpoch) = (whole(3), whole(4))
    (bestAccuracy, validation) = (real(0), real(1))
    (recentLoss, recentCorrect, recentCount) = (real(2), real(3), real(4))
    let each = shape.parameterCount
    weights = floats(0..<each)
    means = floats(each..<2 * each)
    variances = floats(2 * each..<3 * each)
    activationSteps = floats(3 * each..<plain)
    weightSteps = floats(plain..<count)
  }

  init() {}

  /// What binds a checkpoint to its training: with other options or examples it would go on wrongly.
  static func digest(
    options: TrainingOptions, training: Examples, validation: Examples, hasBase: Bool
  ) -> UInt64 {
    var digest = Examples.hash("\(options) \(training.labels) \(hasBase)")
    func mix(_ word: UInt64) {
      digest = (digest ^ word) &* 0x9e37_79b9_7f4a_7c15
      digest ^= digest >> 29
    }
    for examples in [training, validation] {
      mix(UInt64(examples.count))
      for (label, number) in zip(examples.classes, examples.numbers) {
        mix(UInt64(label))
        mix(number)
      }
    }
    return digest
  }
}

extension WeightSteps {
  /// How many there are.
  static func count(_ shape: NetworkShape) -> Int {
    NetworkShape.channels.reduce(0, +) + NetworkShape.hidden + shape.outputs
  }

  /// Layer by layer.
  var all: [Float] { first + second + third + hidden + output }

  init(all: [Float], shape: NetworkShape) {
    self.shape = shape
    var rest = all[...]
    func take(_ count: Int) -> [Float] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    first = take(16)
    second = take(32)
    third = take(64)
    hidden = take(NetworkShape.hidden)
    output = take(shape.outputs)
  }
}
