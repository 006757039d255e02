import Recognition

extension ONNXGraph {
  /// The model in operations of ONNX that a runtime computes with exactly our integers.
  ///
  /// | | | |
  /// | --- | --- | --- |
  /// | input `ink` | uint8 `[images, 1, size, size]` | 0...127 |
  /// | input `pen_up` | uint8 `[images]` | 0 while the pen draws, else 1 |
  /// | output `logits` | int64 `[images, classes]` | 1/1024 nat, tempered |
  /// | output `confidence` | float `[images, classes]` | their softmax |
  init(_ model: Model) {
    self.init(name: "inkling")
    let (network, size) = (model.network, model.inputSize)
    addInput("ink", .uint8, [nil, 1, size, size])
    addInput("pen_up", .uint8, [nil])
    addOutput("logits", .int64, [nil, network.classes])
    addOutput("confidence", .float, [nil, network.classes])
    for (name, number) in Self.numbers { _ = addNumber(name, number) }

    let isUp = addCast("pen/is_up", "pen_up", to: .bool)
    var plane = addPlanes(isUp: isUp, size: size)
    for index in 0..<3 { plane = addConvolution(index, network, input: plane) }
    let rows = addNode("rows", "Transpose", [plane], [.integers("perm", [0, 2, 3, 1])])
    let list = addConstant("list", .int64, [2], [0, -1] as [Int64])
    let features = addNode("features", "Reshape", [rows, list])
    let hidden = addDense(3, network, input: features)
    let sums = addNode(
      "dense2/product", "MatMulInteger", [addBounded(hidden, "dense1"), addWeights(4, network)])
    let scores = addScaled(
      addNode("dense2/sum", "Add", [sums, addBias(4, network, [network.classes])]), 4, network,
      [network.classes])
    addLogits(scores, isUp: isUp, model)
  }

  private static let numbers: [(String, Int64)] = [
    ("zero", 0), ("most", 127), ("half", 1 << 27), ("one", 1 << 28),
    // Division of ONNX cuts towards zero, a shift rounds down: above zero they are the same, so
    // what may be below is lifted first and lowered again.
    ("score/lift", 1 << 62 + 1 << 27), ("score/lifted", 1 << 34),
    ("temper/lift", 1 << 60 + 1 << 11), ("temper/lifted", 1 << 48), ("temper/one", 1 << 12),
  ]

  /// The ink, and 127 everywhere when the pen is up.
  private mutating func addPlanes(isUp: String, size: Int) -> String {
    let single = addConstant("pen/single", .int64, [4], [-1, 1, 1, 1] as [Int64])
    let condition = addNode("pen/condition", "Reshape", [isUp, single])
    let full = addConstant(
      "pen/up", .uint8, [1, 1, size, size], [UInt8](repeating: 127, count: size * size))
    let empty = addConstant(
      "pen/down", .uint8, [1, 1, size, size], [UInt8](repeating: 0, count: size * size))
    let pen = addNode("pen/plane", "Where", [condition, full, empty])
    return addNode("planes", "Concat", ["ink", pen], [.integer("axis", 1)])
  }

  private mutating func addConvolution(_ index: Int, _ network: Network, input: String) -> String {
    let name = Self.name(ofLayer: index)
    let shape = [1, network.channels[index], 1, 1]
    let product = addNode(
      "\(name)/product", "ConvInteger", [input, addWeights(index, network)],
      [.integers("kernel_shape", [3, 3]), .integers("pads", [1, 1, 1, 1])])
    let sum = addNode("\(name)/sum", "Add", [product, addBias(index, network, shape)])
    let scaled = addPositive(sum, index, network, shape)
    return addNode(
      "\(name)/largest", "MaxPool", [addBounded(scaled, name)],
      [.integers("kernel_shape", [2, 2]), .integers("strides", [2, 2])])
  }

  private mutating func addDense(_ index: Int, _ network: Network, input: String) -> String {
    let name = Self.name(ofLayer: index)
    let shape = [network.layers[index].outputs]
    let product = addNode("\(name)/product", "MatMulInteger", [input, addWeights(index, network)])
    let sum = addNode("\(name)/sum", "Add", [product, addBias(index, network, shape)])
    return addPositive(sum, index, network, shape)
  }

  /// `(max(0, sum) * multiplier + 2^27) / 2^28`
  private mutating func addPositive(
    _ sum: String, _ index: Int, _ network: Network, _ shape: [Int]
  ) -> String {
    let name = Self.name(ofLayer: index)
    let wide = addCast("\(name)/wide", sum, to: .int64)
    let positive = addNode("\(name)/positive", "Max", [wide, "zero"])
    let multipliers = addMultipliers(index, network, shape)
    let product = addNode("\(name)/multiplied", "Mul", [positive, multipliers])
    let rounded = addNode("\(name)/rounded", "Add", [product, "half"])
    return addNode("\(name)/scaled", "Div", [rounded, "one"])
  }

  /// At most 127, in bytes.
  private mutating func addBounded(_ input: String, _ name: String) -> String {
    let bounded = addNode("\(name)/bounded", "Min", [input, "most"])
    return addCast("\(name)/output", bounded, to: .uint8)
  }

  /// As `addPositive` without the bound at zero.
  private mutating func addScaled(
    _ sum: String, _ index: Int, _ network: Network, _ shape: [Int]
  ) -> String {
    let wide = addCast("score/wide", sum, to: .int64)
    let product = addNode(
      "score/multiplied", "Mul", [wide, addMultipliers(index, network, shape)])
    let lifted = addNode("score/rounded", "Add", [product, "score/lift"])
    let divided = addNode("score/divided", "Div", [lifted, "one"])
    return addNode("score", "Sub", [divided, "score/lifted"])
  }

  private mutating func addLogits(_ scores: String, isUp: String, _ model: Model) {
    let column = addConstant("temper/column", .int64, [2], [-1, 1] as [Int64])
    let condition = addNode("temper/condition", "Reshape", [isUp, column])
    let (up, down) = (Int64(model.temperatures.penUp), Int64(model.temperatures.penDown))
    let multiplier = addNode(
      "temper/multiplier", "Where",
      [condition, addNumber("temper/pen_up", up), addNumber("temper/pen_down", down)])
    let product = addNode("temper/multiplied", "Mul", [scores, multiplier])
    let lifted = addNode("temper/rounded", "Add", [product, "temper/lift"])
    let divided = addNode("temper/divided", "Div", [lifted, "temper/one"])
    let logits = addNode("logits", "Sub", [divided, "temper/lifted"])
    // Only differences count, and those are exact as floats up to 16,384 nat.
    let largest = addNode("nat/largest", "ReduceMax", [logits], [.integers("axes", [1])])
    let below = addNode("nat/below", "Sub", [logits, largest])
    let floats = addCast("nat/floats", below, to: .float)
    let unit = addCast("nat/unit", addNumber("nat/parts", 1_024), to: .float)
    let nats = addNode("nat", "Div", [floats, unit])
    _ = addNode("confidence", "Softmax", [nats], [.integer("axis", 1)])
  }
}

extension ONNXGraph {
  static func name(ofLayer index: Int) -> String {
    index < 3 ? "conv\(index + 1)" : "dense\(index - 2)"
  }

  private mutating func addWeights(_ index: Int, _ network: Network) -> String {
    let layer = network.layers[index]
    let name = "\(Self.name(ofLayer: index))/weights"
    guard index < 3 else {
      let inputs = layer.weights.count / layer.outputs
      return addConstant(name, .int8, [inputs, layer.outputs], layer.weights)
    }
    let inputs = layer.weights.count / layer.outputs / 9
    return addConstant(
      name, .int8, [layer.outputs, inputs, 3, 3],
      KernelOrder(inputs: inputs, outputs: layer.outputs).outputsFirst(layer.weights))
  }

  private mutating func addBias(_ index: Int, _ network: Network, _ shape: [Int]) -> String {
    addConstant(
      "\(Self.name(ofLayer: index))/bias", .int32, shape, network.layers[index].bias)
  }

  private mutating func addMultipliers(
    _ index: Int, _ network: Network, _ shape: [Int]
  ) -> String {
    addConstant(
      "\(Self.name(ofLayer: index))/multipliers", .int64, shape,
      network.layers[index].multipliers.map(Int64.init))
  }
}

/// The two orders of a convolution's weights: `[ky][kx][input][output]`, ours, and
/// `[output][input][ky][kx]`, ONNX's.
struct KernelOrder {
  let inputs, outputs: Int

  func outputsFirst<Weight>(_ weights: [Weight]) -> [Weight] {
    (0..<weights.count).map { index in
      let (output, rest) = index.quotientAndRemainder(dividingBy: inputs * 9)
      let (input, tap) = rest.quotientAndRemainder(dividingBy: 9)
      return weights[(tap * inputs + input) * outputs + output]
    }
  }

  func outputsLast<Weight>(_ weights: [Weight]) -> [Weight] {
    (0..<weights.count).map { index in
      let (row, output) = index.quotientAndRemainder(dividingBy: outputs)
      let (tap, input) = row.quotientAndRemainder(dividingBy: inputs)
      return weights[(output * inputs + input) * 9 + tap]
    }
  }
}
