import Foundation
import Ink
import Recognition
import Storage
import Training

/// A model in a file of its own format or in ONNX, read and checked.
struct ModelFile {
  let model: Model

  /// More than any model has.
  private static let limitInBytes = 64 << 20

  /// - Throws: `Failure` that names the file.
  init(_ path: String) throws {
    guard let file = FileHandle(forReadingAtPath: path),
      let data = try? file.read(upToCount: Self.limitInBytes + 1)
    else { throw Failure(Failure.missing, "The model \(path) cannot be read.") }
    guard data.count <= Self.limitInBytes else {
      throw Failure(Failure.damaged, "\(path): a model has at most \(Self.limitInBytes) bytes.")
    }
    do { model = try Self.read([UInt8](data)) } catch {
      throw Failure(Failure.damaged, "\(path): \(error)")
    }
  }

  private static func read(_ bytes: [UInt8]) throws -> Model {
    do { return try Model(bytes: bytes) } catch ModelError.notAModel {
      do { return try Model(onnx: bytes) } catch ONNXError.unreadable { throw ModelError.notAModel }
    }
  }
}

/// The model that the program ships with, so that a fresh server has one.
enum StarterModel {
  /// - Parameters:
  ///   - given: by the command line; `none` for none.
  ///   - complain: told when the program's own cannot be used; all else works without.
  /// - Throws: when the given one cannot be used.
  static func find(given: String?, complain: (String) -> Void) throws -> ModelFile? {
    if let given = given ?? Environment.text("STARTER") {
      return given == "none" ? nil : try ModelFile(given)
    }
    let found = InstalledFolder.candidates("samples")
      .map { $0 + "/starter.inkmodel" }.first(where: FileManager.default.fileExists)
    do { return try found.map(ModelFile.init) } catch let failure as Failure {
      complain(failure.message)
      return nil
    }
  }
}

extension StarterModel {
  /// The file of the generator that the program ships with; nil where it is missing.
  static var generator: [UInt8]? {
    InstalledFolder.candidates("samples").lazy
      .compactMap { FileManager.default.contents(atPath: $0 + "/starter.inkgen") }.first
      .map { [UInt8]($0) }
  }
}

extension ModelFile {
  /// As the registry keeps it.
  var registered: NewModel {
    func text(_ write: (inout JSONWriter) -> Void) -> String {
      var writer = JSONWriter()
      write(&writer)
      return String(decoding: writer.bytes, as: UTF8.self)
    }
    return NewModel(
      version: Models.starter, bytes: model.bytes,
      labels: text { $0.write(.array(model.labels.map { .string($0) })) },
      data: #"{"synthetic":true}"#,
      config: "{}", metrics: text { $0.write(.object(model.figures)) }, seed: 1,
      codeVersion: Learning.codeVersion,
      notes: "Comes with the program; trained on made-up drawings alone.")
  }
}
