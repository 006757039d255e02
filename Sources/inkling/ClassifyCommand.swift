import ArgumentParser
import Foundation
import Ink
import Load
import Recognition

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Says what drawings are.",
    discussion: """
      Takes a file with one drawing, or with one a line, in any of the formats that import takes; \
      nothing has to say what they are. "-" is standard input. Prints one JSON object for each. \
      Without --model it is the active model of the data folder, or else the one that the program \
      ships with.
      """)

  @Argument(help: "A file of drawings.")
  var file: String
  @OptionGroup var chosen: ModelOption

  func run() throws {
    let (version, model) = try chosen.load()
    var classifier = Classifier(model: model)
    var raster = InkRaster(size: model.inputSize)
    var refusals = 0
    func classify(_ json: JSON, line: Int) throws {
      let ink = try Drawing.strokes(recorded: json)
      raster.reset()
      classifier.classify(ink, in: &raster, isFinished: json["finished"]?.bool ?? true)
      var writer = JSONWriter()
      writer.beginObject()
      writer.member("line", line)
      if let id = json["id"]?.string { writer.member("id", id) }
      writer.writeMembers(of: classifier.guesses)
      writer.member("model", version)
      writer.endObject()
      say(String(decoding: writer.bytes, as: UTF8.self))
    }
    if let whole = wholeDrawing() {
      do { try classify(whole, line: 1) } catch let error as InvalidDrawing {
        throw Failure(Failure.damaged, "\(file), line 1: \(error)")
      }
      return
    }
    try RecordedDrawings.readLines(file) { refused in
      refusals += 1
      complain("\(file), line \(refused.line): \(refused.reason)")
    } take: { json, line in
      try classify(json, line: line)
    }
    if refusals > 0 {
      throw Failure(
        Failure.damaged, "\(file): \(refusals) of the lines are no drawings; see above.")
    }
  }

  /// The file's one drawing, if it is written over several lines.
  private func wholeDrawing() -> JSON? {
    guard file != "-", let handle = FileHandle(forReadingAtPath: file),
      let data = try? handle.read(upToCount: 4 << 20), data.count < 4 << 20,
      let json = try? JSON(parsing: [UInt8](data)), json.object != nil
    else { return nil }
    return json
  }
}
