import Ink
import Recognition

// What only `/ws/classify` says.
extension InkMessages {
  mutating func welcome(model: String?, interval: Int) -> [UInt8] {
    message("welcome") { writer in
      writer.member("protocol", 1)
      writer.name("model")
      if let model { writer.string(model) } else { writer.null() }
      writer.writePaceAndLimits(interval: interval)
    }
  }

  mutating func model(_ version: String) -> [UInt8] {
    message("model") { $0.member("version", version) }
  }

  /// - Parameters:
  ///   - guesses: nil for no ink, which looks like nothing.
  ///   - arrived: when the newest operation came.
  mutating func guess(
    _ numbered: NumberedInk, _ guesses: Guesses?, _ decision: Decision, model: String,
    since arrived: ContinuousClock.Instant
  ) -> [UInt8] {
    message("guess") { writer in
      writer.member("seq", Int(numbered.seq))
      writer.member("points", numbered.ink.points.count)
      if let guesses {
        writer.writeMembers(of: guesses)
      } else {
        writer.name("shape")
        writer.null()
        writer.member("confidence", 0)
        writer.writeGuesses(nil)
      }
      writer.member("decided", guesses != nil && decision.isDecided)
      writer.member("model", model)
      writer.member("latency_us", Int(arrived.millisecondsSince * 1_000))
    }
  }
}
