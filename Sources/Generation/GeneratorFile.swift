import Ink

/// A generator as a file, little-endian.
///
/// | bytes | what |
/// | --- | --- |
/// | 8 | `INKGENER` |
/// | 1 | version: 1 |
/// | 3 | zero |
/// | 4 | length of the header, at most 64 KiB |
/// | … | the header: JSON, below |
/// | … | the decoder's three layers, each a step (a float of 4 bytes) and its numbers of steps (2 each) |
/// | … | for each group: codes (1 byte a number), directions (2 a code), unsteadiness (1), deviations (as a layer) |
/// | 4 | CRC-32C of all before |
///
/// The header is an object: `labels` (strings), `code_size`, `hidden`, `groups` (arrays of shape,
/// strokes and codes), `name`, `created` (or not there) and `figures` (an object with whatever
/// members). The rest follows from it, so the file's length is known before anything of that size is
/// taken from memory.
enum GeneratorFile {
  static let magic: StaticString = "INKGENER"
  static let version: UInt8 = 1
  static let headerLimit = 64 << 10
  /// Bytes before the header.
  static let preamble = 16
}

extension Generator {
  /// The generator as a file.
  public var bytes: [UInt8] {
    let header = GeneratorFile.header(of: self)
    var bytes: [UInt8] = []
    GeneratorFile.magic.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: [GeneratorFile.version, 0, 0, 0])
    bytes.append(UInt32(header.count))
    bytes.append(contentsOf: header)
    for layer in decoder.layers { bytes.append(layer) }
    for group in groups {
      for number in group.codes { bytes.append(UInt8(bitPattern: number)) }
      for bits in group.reversed { bytes.append(bits) }
      bytes.append(contentsOf: group.unsteadiness)
      bytes.append(group.deviations)
    }
    bytes.append(CRC32C.checksum(bytes))
    return bytes
  }

  /// Reads a file that `bytes` made.
  ///
  /// - Throws: what is wrong with it; a single flipped bit or missing byte is always found.
  public init(bytes: [UInt8]) throws(GeneratorError) {
    let smallest = GeneratorFile.preamble + 4
    guard bytes.count >= smallest else {
      throw .length(expected: smallest, found: bytes.count)
    }
    let isOurs = GeneratorFile.magic.withUTF8Buffer { magic in
      magic.indices.allSatisfy { bytes[$0] == magic[$0] }
    }
    guard isOurs else { throw .notAGenerator }
    guard bytes[8] == GeneratorFile.version else { throw .unknownVersion(bytes[8]) }
    var file = FileReader(bytes: bytes, place: 12)
    let headerLength = file.number(UInt32.self)
    guard headerLength <= UInt32(GeneratorFile.headerLimit) else {
      throw .header("it has \(headerLength) bytes, more than \(GeneratorFile.headerLimit)")
    }
    let headerEnd = GeneratorFile.preamble + Int(headerLength)
    guard bytes.count >= headerEnd + 4 else {
      throw .length(expected: headerEnd + 4, found: bytes.count)
    }
    let checksum = bytes.withUnsafeBytes {
      CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[..<(bytes.count - 4)]))
    }
    var end = FileReader(bytes: bytes, place: bytes.count - 4)
    guard checksum == end.number(UInt32.self) else { throw .damaged }
    let header = try GeneratorHeader(Array(bytes[GeneratorFile.preamble..<headerEnd]))

    let sizes = Decoder.sizes(
      codeSize: header.codeSize, shapes: header.labels.count, hidden: header.hidden)
    var length = headerEnd + 4
    for size in sizes { length += 4 + 2 * size.rows * size.columns }
    for group in header.groups {
      length += group.count * (header.codeSize + 3) + 4 + 2 * Layout.features
    }
    guard bytes.count == length else { throw .length(expected: length, found: bytes.count) }
    file.place = headerEnd
    var layers: [WeightMatrix] = []
    for size in sizes { layers.append(try file.matrix(rows: size.rows, columns: size.columns)) }
    var groups: [CodeGroup] = []
    for group in header.groups {
      let codes = (0..<group.count * header.codeSize).map { _ in
        Int8(bitPattern: file.number(UInt8.self))
      }
      let reversed = (0..<group.count).map { _ in file.number(UInt16.self) }
      let unsteadiness = (0..<group.count).map { _ in file.number(UInt8.self) }
      groups.append(
        CodeGroup(
          shape: group.shape, strokeCount: group.strokeCount, codes: codes, reversed: reversed,
          unsteadiness: unsteadiness,
          deviations: try file.matrix(rows: 1, columns: Layout.features)))
    }
    try self.init(
      labels: header.labels,
      decoder: Decoder(
        codeSize: header.codeSize, shapes: header.labels.count, hidden: header.hidden,
        layers: layers),
      groups: groups, name: header.name, created: header.created, figures: header.figures)
  }
}

/// Takes one number after another; who asks knows that it is there.
private struct FileReader {
  let bytes: [UInt8]
  var place: Int

  mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number {
    var number: Number = 0
    for index in 0..<Number.bitWidth / 8 {
      number |= Number(truncatingIfNeeded: bytes[place + index]) << Number(8 * index)
    }
    place += Number.bitWidth / 8
    return number
  }

  mutating func matrix(rows: Int, columns: Int) throws(GeneratorError) -> WeightMatrix {
    let step = Float(bitPattern: number(UInt32.self))
    guard WeightMatrix.range ~= step else { throw .numbers("a step is not in 1e-12...1") }
    let steps = (0..<rows * columns).map { _ in Int16(bitPattern: number(UInt16.self)) }
    return WeightMatrix(rows: rows, columns: columns, step: step, steps: steps)
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ number: some FixedWidthInteger) {
    for index in 0..<number.bitWidth / 8 {
      append(UInt8(truncatingIfNeeded: number >> (8 * index)))
    }
  }

  fileprivate mutating func append(_ matrix: WeightMatrix) {
    append(matrix.step.bitPattern)
    for steps in matrix.steps { append(steps) }
  }
}
