public import Ink

extension Guesses {
  /// Writes `[{"shape":"circle","confidence":0.9312},…]`, the surest first, `none` among them. As
  /// they stand there, with four decimals, the confidences add up to exactly 1.
  public func write(to writer: inout JSONWriter) {
    let shares = self.shares
    writer.beginArray()
    for index in order {
      writer.beginObject()
      writer.member("shape", labels[index])
      writer.member("confidence", Double(shares[index]) / 10_000)
      writer.endObject()
    }
    writer.endArray()
  }
}
