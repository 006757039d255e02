import ArgumentParser
import Foundation
import Training

struct ExportModelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-model",
    abstract: "Writes the model in a form that other programs use.",
    discussion: """
      js, c and swift are the recogniser as one file of source without dependencies: ink in, answer \
      out. onnx and safetensors are the network for other runtimes, inkling is the model's own file. \
      Without --model it is the active model of the data folder, or else the one that the program \
      ships with.
      """)

  @OptionGroup var chosen: ModelOption
  @Option(help: "\(ModelFormat.names).")
  var format: String
  @Option(help: "The file to write; - for standard output.")
  var output: String?

  func run() throws {
    guard let format = ModelFormat(rawValue: format) else {
      throw Failure(
        Failure.usage, "There is no format \"\(format)\"; write --format \(ModelFormat.names).")
    }
    let (version, model) = try chosen.load()
    let file = Data(try format.file(of: model))
    guard output != "-" else { return try FileHandle.standardOutput.write(contentsOf: file) }
    // A model's name may be anything; a file's may not.
    let word = version.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    let path = output ?? format.fileName(version: word.isEmpty ? "model" : word)
    do { try file.write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
      throw Failure(Failure.cannotWrite, "\(path) cannot be written: \(error.localizedDescription)")
    }
    say("wrote \(path), \(file.count) bytes")
  }
}

extension ModelFormat {
  fileprivate static var names: String {
    allCases.dropLast().map(\.rawValue).joined(separator: ", ") + " or \(allCases.last!.rawValue)"
  }
}
