import Ink
import Transport

/// Which of the drawings that a model was judged by are asked for: a cell of its confusion matrix,
/// a row or a column of it, or all mistakes.
struct MistakesQuery {
  private(set) var shape, guessed: String?
  private(set) var limit = 60

  /// - Throws: a 422 with a fault for each parameter that makes no sense.
  init(_ request: Request, labels: [String]) throws {
    var faults: [Fault] = []
    for (name, value) in request.query {
      switch name {
      case "shape", "guessed":
        if !labels.contains(value) {
          faults.append(
            Fault(path: name, message: "one of \(labels.joined(separator: ", ")), which it knows"))
        }
        if name == "shape" { shape = value } else { guessed = value }
      case "limit":
        if let number = Int(value), 1...200 ~= number {
          limit = number
        } else {
          faults.append(Fault(path: name, message: "a number from 1 to 200"))
        }
      default: faults.append(Fault(path: name, message: "no such parameter"))
      }
    }
    if !faults.isEmpty {
      throw Problem.invalid("Mistakes are asked for with ?shape=&guessed=&limit=.", faults)
    }
  }

  /// Right answers are asked for by naming the same shape twice.
  func fits(_ drawing: JudgedDrawing) -> Bool {
    (shape == nil || drawing.shape == shape) && (guessed == nil || drawing.guess == guessed)
      && (drawing.shape != drawing.guess || shape == guessed && shape != nil)
  }
}
