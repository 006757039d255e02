import Ink

/// A model as a file, little-endian.
///
/// | bytes | what |
/// | --- | --- |
/// | 8 | `INKMODEL` |
/// | 1 | version: 1 |
/// | 3 | zero |
/// | 4 | length of the header, at most 64 KiB |
/// | … | the header: JSON, below |
/// | … | for each of the five layers: bias (4 bytes an output), multipliers (4), weights (1 each) |
/// | 4 | CRC-32C of all before |
///
/// The header is an object: `labels` (strings), `input_size`, `channels` (of the three
/// convolutions), `hidden`, `temperatures` (`pen_down` and `pen_up`, in 1/4096), `name`, `created`
/// (or not there) and `figures` (an object with whatever members). The rest follows from it, so the
/// file's length is known before anything of that size is taken from memory. Order and meaning of
/// the numbers are `Layer`'s and `Network`'s.
enum ModelFile {
  static let magic: StaticString = "INKMODEL"
  static let version: UInt8 = 1
  static let headerLimit = 64 << 10
  /// Bytes before the header.
  static let preamble = 16
}

extension Model {
  /// The model as a file.
  public var bytes: [UInt8] {
    let header = ModelFile.header(of: self)
    var bytes: [UInt8] = []
    ModelFile.magic.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: [ModelFile.version, 0, 0, 0])
    ModelFile.append(UInt32(header.count), to: &bytes)
    bytes.append(contentsOf: header)
    for layer in network.layers {
      for bias in layer.bias { ModelFile.append(UInt32(bitPattern: bias), to: &bytes) }
      for multiplier in layer.multipliers { ModelFile.append(UInt32(multiplier), to: &bytes) }
      for weight in layer.weights { bytes.append(UInt8(bitPattern: weight)) }
    }
    ModelFile.append(CRC32C.checksum(bytes), to: &bytes)
    return bytes
  }

  /// Reads a file that `bytes` made.
  ///
  /// - Throws: what is wrong with it; a single flipped bit or missing byte is always found.
  public init(bytes: [UInt8]) throws(ModelError) {
    let smallest = ModelFile.preamble + 4
    guard bytes.count >= smallest else {
      throw .length(expected: smallest, found: bytes.count)
    }
    let isOurs = ModelFile.magic.withUTF8Buffer { magic in
      magic.indices.allSatisfy { bytes[$0] == magic[$0] }
    }
    guard isOurs else { throw .notAModel }
    guard bytes[8] == ModelFile.version else { throw .unknownVersion(bytes[8]) }
    let headerLength = ModelFile.number(in: bytes, at: 12)
    guard headerLength <= UInt32(ModelFile.headerLimit) else {
      throw .header("it has \(headerLength) bytes, more than \(ModelFile.headerLimit)")
    }
    let headerEnd = ModelFile.preamble + Int(headerLength)
    guard bytes.count >= headerEnd + 4 else {
      throw .length(expected: headerEnd + 4, found: bytes.count)
    }
    let checksum = bytes.withUnsafeBytes {
      CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[..<(bytes.count - 4)]))
    }
    guard checksum == ModelFile.number(in: bytes, at: bytes.count - 4) else { throw .damaged }
    let header = try ModelHeader(Array(bytes[ModelFile.preamble..<headerEnd]))

    let shape = header.shape
    var length = headerEnd + 4
    for index in 0..<5 {
      length += (shape.inputs(ofLayer: index) + 8) * shape.outputs(ofLayer: index)
    }
    guard bytes.count == length else { throw .length(expected: length, found: bytes.count) }
    var place = headerEnd
    var layers: [Layer] = []
    for index in 0..<5 {
      let outputs = shape.outputs(ofLayer: index)
      let weightsStart = place + 8 * outputs
      let weightsEnd = weightsStart + shape.inputs(ofLayer: index) * outputs
      let numbers = (0..<2 * outputs).map {
        Int32(bitPattern: ModelFile.number(in: bytes, at: place + 4 * $0))
      }
      layers.append(
        Layer(
          weights: bytes[weightsStart..<weightsEnd].map { Int8(bitPattern: $0) },
          bias: Array(numbers[..<outputs]), multipliers: Array(numbers[outputs...])))
      place = weightsEnd
    }
    try self.init(
      labels: header.labels, network: Network(inputSize: shape.inputSize, layers: layers),
      temperatures: header.temperatures, name: header.name, created: header.created,
      figures: header.figures)
  }
}

extension ModelFile {
  fileprivate static func append(_ number: UInt32, to bytes: inout [UInt8]) {
    for shift in [0, 8, 16, 24] as [UInt32] {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  fileprivate static func number(in bytes: [UInt8], at place: Int) -> UInt32 {
    var number: UInt32 = 0
    for index in 0..<4 { number |= UInt32(bytes[place + index]) << UInt32(8 * index) }
    return number
  }
}
