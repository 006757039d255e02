import Foundation
import Ink

/// A model's own file put together again from the header and the constants of an ONNX graph, so
/// that there is one reader that checks sizes and numbers.
struct ModelFileParts {
  private(set) var bytes: [UInt8] = []

  /// The length of what stands before the header.
  private static let preamble = 16

  /// - Parameter file: `Model.bytes`.
  static func header(of file: [UInt8]) -> ArraySlice<UInt8> {
    let length = (0..<4).reduce(0) { $0 | Int(file[12 + $1]) << (8 * $1) }
    return file[preamble..<preamble + length]
  }

  init(header: [UInt8], graph: Onnx_GraphProto) throws(ONNXError) {
    let constants = Dictionary(
      graph.initializer.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    bytes = [UInt8]("INKMODEL".utf8) + [1, 0, 0, 0]
    append(UInt32(truncatingIfNeeded: header.count))
    bytes += header
    for index in 0..<5 {
      let name = ONNXGraph.name(ofLayer: index)
      guard let weights = constants["\(name)/weights"], let bias = constants["\(name)/bias"],
        let multipliers = constants["\(name)/multipliers"]
      else { throw .notOurs("\(name) is missing") }
      bytes += [UInt8](bias.rawData)
      // Eight bytes each, of which our file keeps the lower four.
      let wide = [UInt8](multipliers.rawData)
      for start in stride(from: 0, to: wide.count - wide.count % 8, by: 8) {
        bytes += wide[start..<start + 4]
      }
      bytes += try ModelFileParts.weights(weights)
    }
    append(CRC32C.checksum(bytes))
  }

  private static func weights(_ tensor: Onnx_TensorProto) throws(ONNXError) -> [UInt8] {
    let weights = [UInt8](tensor.rawData)
    guard tensor.dims.count == 4 else { return weights }
    let sizes = tensor.dims.prefix(2).map { Int(clamping: $0) }
    let (count, overflow) = sizes[0].multipliedReportingOverflow(by: sizes[1])
    guard sizes[0] > 0, sizes[1] > 0, !overflow, count <= weights.count,
      count * 9 == weights.count
    else { throw .notOurs("\(tensor.name) is not as large as it says") }
    return KernelOrder(inputs: sizes[1], outputs: sizes[0]).outputsLast(weights)
  }

  private mutating func append(_ number: UInt32) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }
}
