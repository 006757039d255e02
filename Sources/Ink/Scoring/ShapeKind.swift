/// Which ideal a drawing is held against.
public enum ShapeKind: Sendable {
  case line, circle, square, triangle, heart
  /// A shape known only by examples.
  case template(ShapeTemplate)
  /// No ideal is known yet: only neatness is judged.
  case unknown

  /// The kind of a built-in shape's id; `unknown` for any other text.
  /// - Parameter id: UTF-8.
  public init(id: some Sequence<UInt8>) {
    // Compared as one number: short, and free of string comparison's tables in the page.
    var key: UInt64 = 0
    for byte in id {
      guard key >> 56 == 0 else {
        self = .unknown
        return
      }
      key = key << 8 | UInt64(byte)
    }
    self =
      switch key {
      case 0x6c69_6e65: .line
      case 0x6369_7263_6c65: .circle
      case 0x7371_7561_7265: .square
      case 0x7472_6961_6e67_6c65: .triangle
      case 0x6865_6172_74: .heart
      default: .unknown
      }
  }

  public init(id: String) { self.init(id: id.utf8) }
}
