import CPNG
public import Ink

/// A small picture of a drawing, made when it is asked for: 16 greys on white.
public enum Preview {
  /// Sides in pixels.
  public static let sizes = 64...512

  /// Level 9 takes ten times as long for a few bytes less.
  private static let compressionLevel: Int32 = 6

  /// The canvas in the middle of a square, as a PNG of 4-bit greys.
  /// - Parameter size: the side in pixels, within `sizes`.
  public static func png(ink: Strokes, canvas: Canvas, size: Int) throws(ImagingError) -> [UInt8] {
    guard sizes ~= size else { throw .sizeOutOfRange(size) }
    var coverage = CoverageMap(size: size)
    coverage.draw(ink, canvas: canvas)
    let pixels = coverage.packedGreys()
    // Deflate adds 5 bytes to 16 kB it cannot shrink; the chunks take less than 200.
    let capacity = pixels.count + pixels.count / 1_000 + size + 1_024
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      count = inkling_png_write_grey4(
        pixels, Int32(size), Int32(size), compressionLevel, buffer.baseAddress!, capacity)
    }
    guard !bytes.isEmpty else { throw .cannotEncode }
    return bytes
  }
}
