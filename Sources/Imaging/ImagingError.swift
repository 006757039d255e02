/// Why there is no picture.
public enum ImagingError: Error, Equatable, CustomStringConvertible {
  case sizeOutOfRange(Int)
  /// libpng had no memory.
  case cannotEncode

  public var description: String {
    switch self {
    case .sizeOutOfRange(let size):
      "A preview has a side of \(Preview.sizes.lowerBound) to \(Preview.sizes.upperBound) pixels, "
        + "not \(size)."
    case .cannotEncode: "The picture could not be encoded: memory ran out."
    }
  }
}
