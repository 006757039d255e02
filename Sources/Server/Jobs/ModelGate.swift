import Ink
import Recognition
import Storage

/// Whether a model may take the place of the one that serves.
struct ModelGate {
  enum Verdict: Sendable, Equatable {
    /// It is not worse, as far as the drawings that are set aside can tell.
    case passed
    case worse(why: String)
    /// There was nothing to compare with or on.
    case notCompared(why: String)
    /// Nobody looked.
    case forced
  }

  let verdict: Verdict
  /// JSON, as `GET /api/admin/models/compare` has it, of whole drawings only.
  private(set) var comparison: String?

  init(_ verdict: Verdict, comparison: String? = nil) {
    self.verdict = verdict
    self.comparison = comparison
  }

  /// - Parameters:
  ///   - asked: keys of the shapes that people are asked for.
  ///   - compare: measures the serving model and the other on drawings that are set aside; nil when
  ///     there are none.
  init(
    _ model: LoadedModel, insteadOf active: LoadedModel, asked: [String],
    compare: () throws -> ComparedModels?
  ) rethrows {
    let found = try compare()
    let forgotten = asked.filter {
      active.model.labels.contains($0) && !model.model.labels.contains($0)
    }
    if !forgotten.isEmpty {
      self.init(
        .worse(
          why: "it does not know \(forgotten.joined(separator: ", ")), as \(active.version) does"),
        comparison: found?.json)
    } else if let found, found.drawings > 0 {
      let isWorse = found.isSecondWorse
      self.init(
        isWorse ? .worse(why: "it is less accurate than \(active.version)") : .passed,
        comparison: found.json)
    } else {
      self.init(
        .notCompared(
          why: "No drawings are set aside that the two could be compared on: "
            + "let more people draw."))
    }
  }

  /// - Throws: a 409 when it may not.
  func check(_ version: String) throws {
    guard case .worse(let why) = verdict else { return }
    var problem = Problem(
      409, "worse",
      "\(version) would be a step back: \(why). Send {\"force\":true} to let it serve all the same."
    )
    problem.members = [("comparison", Array((comparison ?? "null").utf8))]
    throw problem
  }
}

extension JSONWriter {
  /// `"verdict","detail","comparison"`
  mutating func write(_ gate: ModelGate) {
    beginObject()
    let (word, detail): (String, String?) =
      switch gate.verdict {
      case .passed: ("passed", nil)
      case .worse(let why): ("worse", why)
      case .notCompared(let why): ("not_compared", why)
      case .forced: ("forced", nil)
      }
    member("verdict", word)
    name("detail")
    if let detail { string(detail) } else { null() }
    member("comparison", json: gate.comparison)
    endObject()
  }
}
