/// Why there is no picture.
public enum ImagingError: Error, Equatable, CustomStringConvertible {
  case sizeOutOfRange(Int)
  /// Bytes of a text that does not go into a QR code.
  case textOutOfRange(Int)
  /// The library had no memory.
  case cannotEncode

  public var description: String {
    switch self {
    case .sizeOutOfRange(let size):
      "A preview has a side of \(Preview.sizes.lowerBound) to \(Preview.sizes.upperBound) pixels, "
        + "not \(size)."
    case .textOutOfRange(let count):
      "A QR code holds 1 to \(QRCode.mostBytes) bytes here, not \(count)."
    case .cannotEncode: "The picture could not be encoded: memory ran out."
    }
  }
}
