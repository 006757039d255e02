import Ink
public import Recognition

extension Model {
  /// The model's numbers as a safetensors file (https://huggingface.co/docs/safetensors): the length
  /// of a header in eight bytes, the header in JSON, then the tensors' bytes, little-endian.
  ///
  /// For each of the layers `conv1`, `conv2`, `conv3`, `dense1` and `dense2`:
  ///
  /// | tensor | type | shape |
  /// | --- | --- | --- |
  /// | `NAME.bias`, `NAME.multipliers` | I32 | outputs |
  /// | `NAME.weights` | I8 | `[3, 3, inputs, outputs]` of a convolution, else `[inputs, outputs]` |
  ///
  /// What they mean is `Network`'s. The metadata, all of it text, are `format`, `labels` (JSON),
  /// `input_size`, `pen_up` and `pen_down` (temperatures in 1/4096) and `name`.
  public var safetensors: [UInt8] {
    let tensors = network.layers.enumerated().flatMap(Self.tensors)
    var header = Self.header(tensors, metadata: metadata)
    // The tensors begin at a multiple of eight.
    header += [UInt8](repeating: UInt8(ascii: " "), count: -header.count & 7)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian) { [UInt8]($0) } + header
      + tensors.flatMap(\.bytes)
  }

  private struct Tensor {
    let name, type: String
    let shape: [Int]
    let bytes: [UInt8]
  }

  /// The four-byte ones first, so that each begins at a multiple of its size.
  private static func tensors(_ index: Int, _ layer: Layer) -> [Tensor] {
    let name = ONNXGraph.name(ofLayer: index)
    let inputs = layer.weights.count / layer.outputs
    func numbers(_ part: String, _ values: [Int32]) -> Tensor {
      Tensor(
        name: "\(name).\(part)", type: "I32", shape: [values.count],
        bytes: values.flatMap { value in
          withUnsafeBytes(of: value.littleEndian) { [UInt8]($0) }
        })
    }
    return [
      numbers("bias", layer.bias), numbers("multipliers", layer.multipliers),
      Tensor(
        name: "\(name).weights", type: "I8",
        shape: index < 3 ? [3, 3, inputs / 9, layer.outputs] : [inputs, layer.outputs],
        bytes: layer.weights.map { UInt8(bitPattern: $0) }),
    ]
  }

  private var metadata: [(String, String)] {
    var list = JSONWriter(capacityInBytes: 256)
    list.beginArray()
    for label in labels { list.string(label) }
    list.endArray()
    return [
      ("format", "inkling 1"), ("labels", String(decoding: list.bytes, as: UTF8.self)),
      ("input_size", "\(inputSize)"), ("pen_up", "\(temperatures.penUp)"),
      ("pen_down", "\(temperatures.penDown)"), ("name", name),
    ]
  }

  private static func header(_ tensors: [Tensor], metadata: [(String, String)]) -> [UInt8] {
    var writer = JSONWriter(capacityInBytes: 4_096)
    writer.beginObject()
    writer.name("__metadata__")
    writer.beginObject()
    for (name, value) in metadata {
      writer.name(name)
      writer.string(value)
    }
    writer.endObject()
    var start = 0
    for tensor in tensors {
      writer.name(tensor.name)
      writer.beginObject()
      writer.member("dtype", tensor.type)
      for (name, values) in [
        ("shape", tensor.shape), ("data_offsets", [start, start + tensor.bytes.count]),
      ] {
        writer.name(name)
        writer.beginArray()
        for value in values { writer.integer(value) }
        writer.endArray()
      }
      writer.endObject()
      start += tensor.bytes.count
    }
    writer.endObject()
    return writer.bytes
  }
}
