public import Ink
public import Recognition

extension JSONWriter {
  /// `"shape","confidence","perhaps","guesses"` into an open object.
  ///
  /// `shape` is the surest class, maybe `none`; `perhaps` is only there where that is not sure, and
  /// then is the shape that comes nearest.
  public mutating func writeMembers(of guesses: Guesses) {
    member("shape", guesses.label)
    member("confidence", Double(guesses.shares[guesses.order[0]]) / 10_000)
    if case .perhaps(let shape) = guesses.verdict { member("perhaps", shape) }
    name("guesses")
    guesses.write(to: &self)
  }

  /// `"guesses":[…]`; an empty list where nothing was guessed.
  mutating func writeGuesses(_ guesses: Guesses?) {
    name("guesses")
    if let guesses { return guesses.write(to: &self) }
    beginArray()
    endArray()
  }
}
