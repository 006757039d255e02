import Foundation
import Ink
public import Recognition
import SwiftProtobuf

/// The format's number, and where in the file things stand.
private enum ONNXFormat {
  static let version = "1"
  static let operators: Int64 = 17
  static let irVersion: Int64 = 8
  static let limitInBytes = 64 << 20
  static let versionKey = "inkling_format"
  static let labelsKey = "labels"
  /// The header of the model's own file: JSON with labels, sizes, temperatures, name and figures.
  static let headerKey = "inkling_header"
}

extension Model {
  /// The model as a file in the Open Neural Network Exchange format (https://onnx.ai), with which
  /// onnxruntime and others compute the same integers; inputs and outputs are `ONNXGraph`'s.
  public var onnx: [UInt8] {
    get throws { try [UInt8](onnxMessage.serializedData()) }
  }

  /// Reads a file that `onnx` made; the model is then the same to the bit.
  ///
  /// - Throws: `ONNXError.notOurs` for other programs' files, and for ours when anything in them
  ///   was changed.
  public init(onnx bytes: [UInt8]) throws(ONNXError) {
    guard bytes.count <= ONNXFormat.limitInBytes,
      let message = try? Onnx_ModelProto(serializedBytes: bytes), message.hasGraph
    else { throw .unreadable }
    let properties = Dictionary(
      message.metadataProps.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    guard let version = properties[ONNXFormat.versionKey],
      let header = properties[ONNXFormat.headerKey]
    else { throw .notOurs("it does not say how a model of inkling is to be read from it") }
    guard version == ONNXFormat.version else {
      throw .notOurs("its format is \(version), which this program does not know")
    }
    let file = try ModelFileParts(header: [UInt8](header.utf8), graph: message.graph)
    do throws(ModelError) { try self.init(bytes: file.bytes) } catch { throw .model(error) }
    // What was read must say all that is in the file: then nothing in it can be other than ours.
    guard onnxMessage == message else {
      throw .notOurs("its graph differs from what inkling writes for these weights")
    }
  }

  private var onnxMessage: Onnx_ModelProto {
    var message = Onnx_ModelProto()
    message.irVersion = ONNXFormat.irVersion
    message.producerName = "inkling"
    message.producerVersion = ONNXFormat.version
    message.docString =
      "Says what a drawing is. ink: the drawing as an image of \(inputSize) x \(inputSize), "
      + "0 (paper) to 127 (ink); pen_up: 1 once it is finished. The classes are in the labels."
    message.graph = ONNXGraph(self).message
    var operators = Onnx_OperatorSetIdProto()
    operators.domain = ""
    operators.version = ONNXFormat.operators
    message.opsetImport = [operators]
    var writer = JSONWriter(capacityInBytes: 256)
    writer.beginArray()
    for label in labels { writer.string(label) }
    writer.endArray()
    message.metadataProps = [
      (ONNXFormat.versionKey, ONNXFormat.version),
      (ONNXFormat.labelsKey, String(decoding: writer.bytes, as: UTF8.self)),
      (ONNXFormat.headerKey, String(decoding: ModelFileParts.header(of: bytes), as: UTF8.self)),
    ].map { key, value in
      var entry = Onnx_StringStringEntryProto()
      (entry.key, entry.value) = (key, value)
      return entry
    }
    return message
  }
}
