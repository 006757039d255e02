import Archive
import Ink
import Recognition
import Storage

/// Drawings as NumPy's arrays, one row each but for the points, which stand one after the other:
/// those of drawing `i` are `points[offsets[i]:offsets[i + 1]]`.
final class DrawingArrays {
  private let images, labels, ids, users, qualities, devices, stored, offsets, points: NumPyArray
  private let folder: String
  private var shapes: [String] = []
  private var raster = InkRaster(size: imageSize)

  static let imageSize = 32

  /// - Parameter folder: where they wait until all have come.
  init(spoolingIn folder: String) throws(ArchiveError) {
    self.folder = folder
    func array(
      _ name: String, _ type: String, _ rowShape: [Int] = []
    ) throws(ArchiveError) -> NumPyArray {
      try NumPyArray(name, type: type, rowShape: rowShape, spoolingIn: folder)
    }
    images = try array("images", "|u1", [Self.imageSize, Self.imageSize])
    labels = try array("labels", "<u2")
    ids = try array("ids", "|S36")
    users = try array("users", "|S36")
    qualities = try array("qualities", "<f4")
    devices = try array("devices", "|u1")
    stored = try array("stored_at", "<M8[ms]")
    offsets = try array("offsets", "<i8")
    points = try array("points", "<f4", [5])
    try offsets.append(littleEndian(Int64(0)))
  }

  func add(_ drawing: WholeDrawing) throws {
    let shown = drawing.shown
    let ink = try StrokeCodec.decode(drawing.strokes)
    raster.reset()
    raster.draw(ink)
    // The recogniser's greys end at 127.
    try images.append(raster.pixels.map { $0 * 2 + ($0 >> 6) })
    if !shapes.contains(shown.shape) { shapes.append(shown.shape) }
    try labels.append(littleEndian(UInt16(shapes.firstIndex(of: shown.shape)!)))
    try ids.append(Array(shown.publicID.string.utf8))
    try users.append(
      drawing.hasPerson ? Array(shown.user.string.utf8) : [UInt8](repeating: 0, count: 36))
    try qualities.append(littleEndian(shown.quality.bitPattern))
    try devices.append([shown.device.rawValue])
    try stored.append(littleEndian(shown.stored))
    try points.append(Self.rows(of: ink), rows: ink.points.count)
    try offsets.append(littleEndian(Int64(points.rows)))
  }

  /// x and y in units of the canvas, pressure 0...1, ms since the drawing began, and 1 where a
  /// stroke starts.
  private static func rows(of ink: Strokes) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(ink.points.count * 20)
    var time = 0
    for index in ink.strokes.indices {
      let range = ink.range(ofStroke: index)
      for (position, point) in zip(range, ink.points[range]) {
        time += Int(point.elapsed)
        let row = SIMD8<Float>(
          point.xInUnits, point.yInUnits, point.pressureShare, Float(time),
          position == range.lowerBound ? 1 : 0, 0, 0, 0)
        for column in 0..<5 {
          withUnsafeBytes(of: row[column].bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
      }
    }
    return bytes
  }

  func write(to zip: ZipWriter, _ sink: ByteSink) throws {
    let names = try NumPyArray("shapes", type: "|S64", spoolingIn: folder)
    for shape in shapes {
      let name = Array(shape.utf8)
      try names.append(name + [UInt8](repeating: 0, count: 64 - name.count))
    }
    for array in [
      names, labels, ids, users, qualities, devices, stored, images, offsets, points,
    ] {
      try array.write(to: zip, sink)
    }
  }
}
