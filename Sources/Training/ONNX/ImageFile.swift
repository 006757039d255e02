/// Images with what they show, as one plain file for other programs: Python reads it in four lines.
///
/// Little-endian: the eight bytes `INKIMG1` and zero · u32 number of images `n` · u16 side of an
/// image `s` · u16 number of classes `c` · pixels u8 `[n][s][s]`, 0...127 · class u8 `[n]` · whether
/// the pen is up u8 `[n]` · then, if a model was asked, its tempered logits i64 `[n][c]` in 1/1024
/// nat.
public struct ImageFile: Sendable {
  public let size, classes: Int
  private var pixels: [UInt8] = []
  private var labels: [UInt8] = []
  private var pens: [UInt8] = []
  private var logits: [Int64] = []

  public init(size: Int, classes: Int) {
    self.size = size
    self.classes = classes
  }

  public var count: Int { labels.count }

  /// - Precondition: `pixels` are `size * size`; either all images come with logits or none.
  public mutating func append(
    pixels: [UInt8], label: Int, isPenUp: Bool, logits: [Int64] = []
  ) {
    precondition(pixels.count == size * size && (logits.isEmpty || logits.count == classes))
    self.pixels += pixels
    labels.append(UInt8(label))
    pens.append(isPenUp ? 1 : 0)
    self.logits += logits
    precondition(self.logits.isEmpty || self.logits.count == count * classes)
  }

  public var bytes: [UInt8] {
    var bytes = [UInt8]("INKIMG1".utf8) + [0]
    Self.append(UInt32(count), to: &bytes)
    Self.append(UInt16(size), to: &bytes)
    Self.append(UInt16(classes), to: &bytes)
    bytes += pixels + labels + pens
    for logit in logits { Self.append(logit, to: &bytes) }
    return bytes
  }

  private static func append(_ number: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
  }
}
