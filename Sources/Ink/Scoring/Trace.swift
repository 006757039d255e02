/// A drawing's ink prepared for judgement: stray strokes dropped, strokes joined to one path
/// whatever their order and direction, and resampled at equal distances.
///
/// It lives on the stack for one judgement; the pointers are valid only there.
struct Trace {
  static let sampleCount = 64
  /// A stroke with less than this share of the ink is a slip of the pen.
  static let strayShare: Float = 0.03

  /// The joined path: up to 257 vertices.
  let path: UnsafeMutablePointer<Vector>
  /// Distance from the vertex before; the ink's own length does not count gaps.
  let reach: UnsafeMutablePointer<Float>
  /// Whether the pen was up on the way from the vertex before.
  let isGap: UnsafeMutablePointer<Bool>
  var pathCount = 0

  /// 64 places at equal distances along the ink, first to last, gaps left out.
  let open: UnsafeMutablePointer<Vector>
  /// 64 places at equal distances around the closed outline: overlapping ends trimmed, gaps
  /// bridged by straight lines.
  let closed: UnsafeMutablePointer<Vector>
  /// Whether a place of `closed` is ink and not a bridge.
  let isInk: UnsafeMutablePointer<Bool>

  /// Canvas units.
  var inkLength: Float = 0
  /// The length along the places of `open`, canvas units: shaking lengthens it less.
  var drawnLength: Float = 0
  var closedLength: Float = 0
  /// The bridged length around `closed`, and the widest bridge with its middle.
  var gapLength: Float = 0
  var widestGap: Float = 0
  var gapMiddle = Vector.zero
  /// Of `open`.
  var low = Vector.zero
  var high = Vector.zero
  /// Canvas units; the smaller side.
  let canvasSide: Float

  var centre: Vector { (low + high) / 2 }
  var largerSide: Float { max(high.x - low.x, high.y - low.y) }

  /// Calls `body` with the trace of `summary`; nil without any length of ink.
  static func with<Result>(
    _ summary: InkSummary, canvas: Canvas, _ body: (Trace) -> Result
  ) -> Result? {
    let capacity = InkSummary.capacity + 1
    return withUnsafeTemporaryAllocation(of: Vector.self, capacity: 2 * capacity + 128) { places in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * capacity) { lengths in
        withUnsafeTemporaryAllocation(of: Bool.self, capacity: capacity + 64) { flags in
          guard let places = places.baseAddress, let lengths = lengths.baseAddress,
            let flags = flags.baseAddress
          else { return nil }
          var trace = Trace(
            path: places + capacity, reach: lengths + capacity, isGap: flags,
            open: places + 2 * capacity, closed: places + 2 * capacity + 64,
            isInk: flags + capacity,
            canvasSide: max(Float(min(canvas.width, canvas.height)) / Point.stepsPerUnit, 1))
          guard trace.join(summary, raw: places, rawReach: lengths) else { return nil }
          trace.sampleOpen()
          trace.sampleClosed()
          return body(trace)
        }
      }
    }
  }

  private init(
    path: UnsafeMutablePointer<Vector>, reach: UnsafeMutablePointer<Float>,
    isGap: UnsafeMutablePointer<Bool>, open: UnsafeMutablePointer<Vector>,
    closed: UnsafeMutablePointer<Vector>, isInk: UnsafeMutablePointer<Bool>, canvasSide: Float
  ) {
    self.path = path
    self.reach = reach
    self.isGap = isGap
    self.open = open
    self.closed = closed
    self.isInk = isInk
    self.canvasSide = canvasSide
  }
}
