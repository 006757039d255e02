import Foundation

/// Gathers the nodes and constants of an ONNX graph.
///
/// Every node has one output, and both have the same name.
struct ONNXGraph {
  private(set) var message = Onnx_GraphProto()

  /// What a tensor holds, by ONNX's numbers.
  enum Element: Int32 {
    case float = 1
    case uint8 = 2
    case int8 = 3
    case int32 = 6
    case int64 = 7
    case bool = 9
  }

  init(name: String) { message.name = name }

  /// - Parameter shape: nil stands for the number of images.
  mutating func addInput(_ name: String, _ element: Element, _ shape: [Int?]) {
    message.input.append(Self.value(name, element, shape))
  }

  mutating func addOutput(_ name: String, _ element: Element, _ shape: [Int?]) {
    message.output.append(Self.value(name, element, shape))
  }

  /// - Parameter numbers: row-major; stored little-endian as ONNX demands.
  mutating func addConstant<Number: FixedWidthInteger>(
    _ name: String, _ element: Element, _ shape: [Int], _ numbers: [Number]
  ) -> String {
    var tensor = Onnx_TensorProto()
    tensor.name = name
    tensor.dataType = element.rawValue
    tensor.dims = shape.map(Int64.init)
    var bytes = Data(capacity: numbers.count * MemoryLayout<Number>.size)
    for number in numbers {
      withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
    tensor.rawData = bytes
    message.initializer.append(tensor)
    return name
  }

  mutating func addNumber(_ name: String, _ number: Int64) -> String {
    addConstant(name, .int64, [], [number])
  }

  mutating func addNode(
    _ name: String, _ operation: String, _ inputs: [String], _ attributes: [Attribute] = []
  ) -> String {
    var node = Onnx_NodeProto()
    node.name = name
    node.opType = operation
    node.input = inputs
    node.output = [name]
    node.attribute = attributes.map(\.message)
    message.node.append(node)
    return name
  }

  mutating func addCast(_ name: String, _ input: String, to element: Element) -> String {
    addNode(name, "Cast", [input], [.integer("to", Int64(element.rawValue))])
  }

  enum Attribute {
    case integer(String, Int64)
    case integers(String, [Int64])

    fileprivate var message: Onnx_AttributeProto {
      var message = Onnx_AttributeProto()
      switch self {
      case .integer(let name, let value): (message.name, message.type, message.i) = (name, 2, value)
      case .integers(let name, let values):
        (message.name, message.type, message.ints) = (name, 7, values)
      }
      return message
    }
  }

  private static func value(
    _ name: String, _ element: Element, _ shape: [Int?]
  ) -> Onnx_ValueInfoProto {
    var value = Onnx_ValueInfoProto()
    value.name = name
    value.type.tensorType.elemType = element.rawValue
    value.type.tensorType.shape.dim = shape.map { size in
      var dimension = Onnx_TensorShapeProto.Dimension()
      if let size { dimension.dimValue = Int64(size) } else { dimension.dimParam = "images" }
      return dimension
    }
    return value
  }
}
