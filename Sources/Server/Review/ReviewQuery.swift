import Ink
import Storage
import Transport

/// What is asked of the queue.
struct ReviewQuery {
  var kind: ReviewKind?
  var limit = 60
  var cursor: SuspectCursor?

  private static let limits = 1...200

  /// - Throws: a 422 that names each value that cannot be.
  init(_ request: Request) throws {
    var faults: [Fault] = []
    if let text = request.queryValue("kind"), !text.isEmpty {
      kind = ReviewKind(rawValue: text)
      if kind == nil {
        let kinds = ReviewKind.allCases.map(\.rawValue).joined(separator: ", ")
        faults.append(Fault(path: "kind", message: "one of \(kinds)"))
      }
    }
    if let text = request.queryValue("limit") {
      limit = Int(text) ?? 0
      if !Self.limits.contains(limit) {
        faults.append(Fault(path: "limit", message: "a whole number from 1 to 200"))
      }
    }
    if let text = request.queryValue("cursor") {
      cursor = SuspectCursor(text)
      if cursor == nil {
        faults.append(Fault(path: "cursor", message: "the next_cursor of the page before"))
      }
    }
    guard faults.isEmpty else {
      var problem = Problem(422, "invalid", "The queue cannot be asked so.")
      problem.faults = faults
      throw problem
    }
  }
}

/// What is decided about a suspect drawing.
struct ReviewDecision {
  /// What confirms the suspicion; nil when it is dismissed.
  let mending: Mending?

  private static let reason = "review"

  /// - Throws: a 422 that names what cannot be.
  init(_ json: JSON, shapes: ShapeCatalogue) throws {
    var faults: [Fault] = []
    var mending: Mending?
    let action = json["action"].flatMap { $0.isNull ? nil : $0 }
    switch json["decision"]?.string {
    case "dismiss":
      if action != nil {
        faults.append(Fault(path: "action", message: "nothing is done to a dismissed one"))
      }
    case "confirm":
      if let relabel = action?["relabel"] {
        if let shape = relabel.string.flatMap(shapes.find) {
          mending = .relabel(shape: shape.id)
        } else {
          faults.append(Fault(path: "action.relabel", message: "no such shape"))
        }
      } else {
        switch action?.string {
        case "flag": mending = .flag(reason: Self.reason)
        case "delete": mending = .delete
        case nil where action == nil: mending = .flag(reason: Self.reason)
        default:
          faults.append(
            Fault(path: "action", message: "\"flag\", \"delete\" or {\"relabel\":\"…\"}"))
        }
      }
    default: faults.append(Fault(path: "decision", message: "\"confirm\" or \"dismiss\""))
    }
    guard faults.isEmpty else {
      var problem = Problem(
        422, "invalid", "A decision is {\"decision\":\"confirm\",\"action\":\"flag\"}.")
      problem.faults = faults
      throw problem
    }
    self.mending = mending
  }
}
