import CPNG
public import Ink

/// Many drawings in one picture, row by row: 16 greys on white.
public enum Sheet {
  /// - Parameters:
  ///   - drawings: their canvases are square, or fitted into squares.
  ///   - columns: drawings a row.
  ///   - cell: the side of each in pixels, even, within `Preview.sizes`.
  /// - Precondition: there are at most 1,000 drawings, at least one.
  public static func png(
    _ drawings: [(ink: Strokes, canvas: Canvas)], columns: Int, cell: Int
  ) throws(ImagingError) -> [UInt8] {
    guard Preview.sizes ~= cell else { throw .sizeOutOfRange(cell) }
    precondition(1...1_000 ~= drawings.count && columns > 0 && cell % 2 == 0)
    let rows = (drawings.count + columns - 1) / columns
    let (cellBytes, rowBytes) = (cell / 2, columns * cell / 2)
    var pixels = [UInt8](repeating: 0xff, count: rowBytes * rows * cell)
    for (number, drawing) in drawings.enumerated() {
      var coverage = CoverageMap(size: cell)
      coverage.draw(drawing.ink, canvas: drawing.canvas)
      let greys = coverage.packedGreys()
      let corner = number / columns * cell * rowBytes + number % columns * cellBytes
      for line in 0..<cell {
        let place = corner + line * rowBytes
        pixels.replaceSubrange(
          place..<place + cellBytes, with: greys[line * cellBytes..<(line + 1) * cellBytes])
      }
    }
    let capacity = pixels.count + pixels.count / 1_000 + rows * cell + 1_024
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      count = inkling_png_write_grey4(
        pixels, Int32(columns * cell), Int32(rows * cell), 6, buffer.baseAddress!, capacity)
    }
    guard !bytes.isEmpty else { throw .cannotEncode }
    return bytes
  }
}
