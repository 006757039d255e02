public import Ink

/// Ink as the network sees it: a small grey image that depends on the shape of the strokes alone,
/// not on where they are, how large, on which canvas, or how often the device reported.
///
/// 1. **Stray strokes are dropped** (a palm, a hesitation): those shorter than 3% of all ink, unless
///    together they are more than a tenth of it.
/// 2. The box around what is left is scaled so that its longer side is 13/16 of the image, kept in
///    proportion and centred. Distances become fixed point, 1/64 of a pixel.
/// 3. Each segment between neighbouring points darkens the pixels by their distance `d` to it:
///    `127 * (R² - d²) / (R² - r²)`, at most 127, with R = 1.25 and r = 0.5 pixels at size 32.
///    Where segments meet the darker counts, so neither order nor number of points matters. A point
///    within three quarters of a pixel of the last one drawn is left out: it would change nothing
///    that can be seen, and devices that report often cost no more than others.
///
/// All of it is whole numbers, or single operations that IEEE 754 rounds the same everywhere: the
/// server, the page and any other machine get the same bytes.
public struct InkRaster: Sendable {
  /// Pixels a side.
  public let size: Int
  /// `size * size`, row by row, 0 (paper) ... 127 (ink).
  public private(set) var pixels: [UInt8]

  /// What is known of each stroke so far.
  private var extents: [StrokeExtent] = []
  /// Points that `extents` covers.
  private var measured = 0
  /// Points that are in `pixels`, and the frame they were drawn in.
  private var drawn = 0
  /// Where the pen was last drawn to in the newest stroke.
  private var pen = SIMD2<Int32>()
  private var frame: Frame?
  private let brush: Brush

  /// - Parameter size: a multiple of 8, 16 ... 128.
  public init(size: Int) {
    precondition(size % 8 == 0 && 16...128 ~= size)
    self.size = size
    brush = Brush(size: size)
    pixels = [UInt8](repeating: 0, count: size * size)
  }

  /// White paper.
  public mutating func reset() {
    extents.removeAll(keepingCapacity: true)
    measured = 0
    erase()
  }

  /// Makes `pixels` the image of the ink. What is drawn already stays, as long as the newer points
  /// leave its frame as it was.
  ///
  /// - Parameter ink: what it was at the last call, with points added at its end; after anything
  ///   else call `reset` first.
  public mutating func draw(_ ink: Strokes) {
    measure(ink)
    let newest = Frame(extents, brush: brush)
    if newest != frame {
      erase()
      frame = newest
    }
    guard let newest else { return }
    var pen = pen
    pixels.withUnsafeMutableBufferPointer { pixels in
      ink.points.withUnsafeBufferPointer { points in
        for index in extents.indices where newest.kept[index] {
          let range = ink.range(ofStroke: index)
          guard range.upperBound > drawn else { continue }
          // A stroke's first point is a dot, each later one the end of a segment.
          if range.lowerBound >= drawn {
            pen = newest.place(points[range.lowerBound])
            brush.draw(pen, pen, on: pixels)
          }
          for position in max(range.lowerBound + 1, drawn)..<range.upperBound {
            let place = newest.place(points[position])
            guard brush.isApart(place, pen) else { continue }
            brush.draw(pen, place, on: pixels)
            pen = place
          }
        }
      }
    }
    self.pen = pen
    drawn = measured
  }

  private mutating func erase() {
    drawn = 0
    frame = nil
    for index in pixels.indices { pixels[index] = 0 }
  }

  private mutating func measure(_ ink: Strokes) {
    for index in max(extents.count - 1, 0)..<max(ink.strokes.count, 1)
    where index < ink.strokes.count {
      let range = ink.range(ofStroke: index)
      if index == extents.count {
        guard !range.isEmpty else { return }
        extents.append(StrokeExtent(ink.points[range.lowerBound]))
        measured = range.lowerBound + 1
      }
      while measured < range.upperBound {
        extents[index].add(ink.points[measured], after: ink.points[measured - 1])
        measured += 1
      }
    }
  }
}
