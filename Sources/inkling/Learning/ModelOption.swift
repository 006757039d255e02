import ArgumentParser
import Foundation
import Recognition
import Server
import Storage

/// Which model a command works with: a file, else the active one of the data folder, else the one
/// that the program ships with.
struct ModelOption: ParsableArguments {
  @Option(help: "A model's file.")
  var model: String?
  @OptionGroup var data: DataOption

  func load() throws -> (version: String, model: Model) {
    if let model {
      let found = try ModelFile(model)
      return (found.model.name, found.model)
    }
    if FileManager.default.fileExists(atPath: data.path + "/inkling.db") {
      let store = try Store(
        folder: DataFolder(path: data.path, exclusive: false), upgrades: false, role: .worker)
      defer { store.close() }
      let active = try store.models.loadActive(LoadedModel.init) { row, error in
        complain("\(row.version): \(error)")
      }
      if let active { return (active.version, active.model) }
    }
    guard let starter = try StarterModel.find(given: nil, complain: complain) else {
      throw Failure(
        Failure.missing, "There is no model; name one with --model, or train one: inkling train.")
    }
    return (Models.starter, starter.model)
  }
}
