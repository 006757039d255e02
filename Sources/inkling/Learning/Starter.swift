import Foundation
import Ink
import Recognition
import Storage

/// The model that a fresh server begins with, trained on made-up drawings alone.
enum Starter {
  static let fileName = "starter.inkmodel"

  /// Installed beside the program, in the build's tree, or where the program was started.
  static func load() -> NewModel? {
    let program = URL(fileURLWithPath: Bundle.main.executablePath ?? "inkling")
      .resolvingSymlinksInPath().deletingLastPathComponent()
    let folders = [
      program.appendingPathComponent("../share/inkling/samples"),
      program.appendingPathComponent("../../../samples"), URL(fileURLWithPath: "samples"),
    ]
    for folder in folders {
      let file = folder.appendingPathComponent(fileName).standardizedFileURL
      guard let data = try? Data(contentsOf: file), let model = try? Model(bytes: [UInt8](data))
      else { continue }
      return NewModel(model, bytes: [UInt8](data))
    }
    return nil
  }
}

extension NewModel {
  fileprivate init(_ model: Model, bytes: [UInt8]) {
    var labels = JSONWriter()
    labels.beginArray()
    for label in model.labels { labels.string(label) }
    labels.endArray()
    func text(_ writer: JSONWriter) -> String { String(decoding: writer.bytes, as: UTF8.self) }
    var metrics = JSONWriter()
    metrics.write(.object(model.figures))
    self.init(
      version: "starter", bytes: bytes, labels: text(labels), data: #"{"synthetic":true}"#,
      config: "{}", metrics: text(metrics), seed: 1, codeVersion: Learning.codeVersion,
      notes: "Comes with the program; trained on made-up drawings alone.")
  }
}
