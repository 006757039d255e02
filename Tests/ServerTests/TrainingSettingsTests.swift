import Ink
import Testing

@testable import Server

@Suite struct TrainingSettingsTests {
  private let shapes = ["line", "circle", "heart"]

  private func read(_ text: String) throws -> TrainingSettings {
    try TrainingSettings(json: JSON(parsing: Array(text.utf8)), path: "config", shapes: shapes) {
      $0 == "7" || $0 == "starter" ? 7 : nil
    }
  }

  @Test func `equal settings are equal texts, however they are written`() throws {
    let plain = try read("{}")
    #expect(try read(#"{"shapes":["heart","line","circle"],"epochs":null,"notes":null}"#) == plain)
    #expect(try read(#"{"learning_rate":0.0020000001}"#).json == plain.json)
    #expect(try read(#"{"continue_from":"starter"}"#) == read(#"{"continue_from":7}"#))
    #expect(try read(plain.json) == plain)
    #expect(try read(#"{"seed":2}"#).json != plain.json)
  }

  @Test func `every fault is named with its path`() throws {
    let text = """
      {"shapes":["line","line","cube",3],"epochs":0,"batch_size":65,"learning_rate":2,"seed":-1,
      "input_size":"32","cap_per_class":1.5,"min_quality":1.01,"synthetic":1,"continue_from":8,
      "activate":"yes","notes":5,"epoch":3}
      """
    let error = #expect(throws: InvalidSettings.self) { try read(text) }
    #expect(
      error?.faults.map(\.path) == [
        "config.shapes[1]", "config.shapes[2]", "config.shapes[3]", "config.epochs",
        "config.batch_size", "config.learning_rate", "config.seed", "config.input_size",
        "config.cap_per_class", "config.min_quality", "config.synthetic", "config.continue_from",
        "config.activate", "config.notes", "config.epoch",
      ])
    for text in ["[]", "3", #"{"shapes":[]}"#, #"{"shapes":{}}"#, #"{"continue_from":true}"#] {
      #expect(throws: InvalidSettings.self) { try read(text) }
    }
  }
}
