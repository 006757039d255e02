import CQREncode

/// An address as a pattern that cameras read (ISO/IEC 18004), made by libqrencode.
public struct QRCode: Equatable, Sendable {
  /// Modules along each side, 21...177.
  public let size: Int
  /// Row by row; true is dark.
  private let modules: [Bool]

  /// So many bytes are read from a projector's picture across a classroom.
  public static let mostBytes = 512

  /// - Parameter text: 1 to 512 bytes of UTF-8.
  public init(_ text: String) throws(ImagingError) {
    let bytes = Array(text.utf8)
    guard 1...QRCode.mostBytes ~= bytes.count else { throw .textOutOfRange(bytes.count) }
    // Medium: a seventh of it may be hidden, and it stays small.
    guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
      throw .cannotEncode
    }
    defer { QRcode_free(code) }
    size = Int(code.pointee.width)
    // Bit 0 of each byte says whether the module is dark; the others say what it is for.
    modules = UnsafeBufferPointer(start: code.pointee.data, count: size * size).map { $0 & 1 == 1 }
  }

  /// Whether a module is dark. Counted from the top left corner.
  public func isDark(column: Int, row: Int) -> Bool { modules[row * size + column] }

  /// Modules of white around it, without which it is not found.
  private static let quietZone = 4

  /// A document in UTF-8 of black on white, whatever the page around it looks like.
  public func svg() -> [UInt8] {
    let side = size + 2 * QRCode.quietZone
    var text = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(side) \(side)\" "
    text += "shape-rendering=\"crispEdges\">\n"
    text += "<path fill=\"#ffffff\" d=\"M0 0h\(side)v\(side)h-\(side)z\"/>\n<path d=\""
    for row in 0..<size {
      var column = 0
      while column < size {
        let first = column
        while column < size, isDark(column: column, row: row) { column += 1 }
        if column > first {
          let (x, y) = (first + QRCode.quietZone, row + QRCode.quietZone)
          text += "M\(x) \(y)h\(column - first)v1h-\(column - first)z"
        }
        column += 1
      }
    }
    text += "\"/>\n</svg>\n"
    return Array(text.utf8)
  }
}
