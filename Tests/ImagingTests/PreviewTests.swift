import CPNG
import Imaging
import Ink
import Testing

private let canvas = Canvas(square: 400)

/// A picture as libpng's own reader gives it: 8-bit greys.
private struct Picture {
  let width, height: Int
  let greys: [UInt8]

  init?(png: [UInt8]) {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    var greys: [UInt8] = []
    // The reader keeps the pointer from the first call to the last.
    let isRead = png.withUnsafeBytes { bytes in
      guard png_image_begin_read_from_memory(&image, bytes.baseAddress!, bytes.count) != 0 else {
        return false
      }
      image.format = 0  // PNG_FORMAT_GRAY
      greys = [UInt8](repeating: 0, count: Int(image.width) * Int(image.height))
      return png_image_finish_read(&image, nil, &greys, Int32(image.width), nil) != 0
    }
    guard isRead else { return nil }
    (width, height) = (Int(image.width), Int(image.height))
    self.greys = greys
  }

  subscript(x: Int, y: Int) -> UInt8 { greys[y * width + x] }
}

private func ink(_ strokes: [[(Int16, Int16)]], pressure: UInt8 = 255) -> Strokes {
  var ink = Strokes()
  for stroke in strokes {
    ink.startStroke(style: StrokeStyle(color: 0, width: 64))
    for (x, y) in stroke { ink.append(Point(x: x * 8, y: y * 8, elapsed: 16, pressure: pressure)) }
  }
  return ink
}

@Test(arguments: [64, 65, 128, 333, 512])
func `a preview is a picture of its size with ink where ink is`(size: Int) throws {
  let line = ink([[(100, 200), (200, 200), (300, 200)]])
  let png = try Preview.png(ink: line, canvas: canvas, size: size)
  #expect(png.prefix(8) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  let picture = try #require(Picture(png: png))
  #expect(picture.width == size && picture.height == size)
  #expect(picture[size / 2, size / 2] < 100)
  #expect(picture[size * 5 / 16, size / 2] < 100)
  #expect(picture[size / 8, size / 2] == 255)
  #expect(picture[size / 2, size / 4] == 255)
}

@Test func `a dot can be seen`() throws {
  let dot = ink([[(200, 200)], [(100, 100), (100, 100)]], pressure: 0)
  let picture = try #require(
    Picture(png: try Preview.png(ink: dot, canvas: canvas, size: 64)))
  #expect(picture.greys.contains { $0 < 160 })
  #expect(picture[16, 16] < 200)
  #expect(picture[32, 32] < 200)
}

@Test func `harder pressure draws wider`() throws {
  func darkness(_ pressure: UInt8) throws -> Int {
    let ink = ink([[(100, 200), (300, 200)]], pressure: pressure)
    let png = try Preview.png(ink: ink, canvas: canvas, size: 128)
    return try #require(Picture(png: png)).greys.reduce(0) { $0 + 255 - Int($1) }
  }
  #expect(try darkness(255) > darkness(150))
}

@Test func `an empty drawing is white paper`() throws {
  let png = try Preview.png(ink: Strokes(), canvas: canvas, size: 64)
  #expect(try #require(Picture(png: png)).greys.allSatisfy { $0 == 255 })
}

@Test func `ink beyond the picture does no harm`() throws {
  let wild = ink([[(-4_000, -4_000), (4_000, 4_000), (4_000, -4_000), (0, 0)]])
  let png = try Preview.png(ink: wild, canvas: Canvas(width: 3_200, height: 128), size: 64)
  let picture = try #require(Picture(png: png))
  #expect(picture.width == 64 && picture.height == 64)
}

@Test(arguments: [-1, 0, 63, 513])
func `a preview of another size is refused`(size: Int) {
  #expect(throws: ImagingError.sizeOutOfRange(size)) {
    try Preview.png(ink: Strokes(), canvas: canvas, size: size)
  }
}
