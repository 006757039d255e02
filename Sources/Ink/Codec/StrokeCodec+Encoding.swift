extension StrokeCodec {
  /// The ink's bytes.
  ///
  /// A stroke at the end that was started and got no point is no ink and is left out.
  /// - Precondition: the ink is within `InkLimits`.
  public static func encode(_ ink: Strokes) -> [UInt8] {
    precondition(
      ink.points.count <= InkLimits.points && ink.strokes.count <= InkLimits.strokes + 1)
    let capacity = 64 + ink.points.count * bytesPerPoint + ink.strokes.count * bytesPerStroke
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 8)
    defer { memory.deallocate() }
    memory[0] = version
    let bodyCount = ink.points.withUnsafeBufferPointer { points in
      encode(points, ink, to: memory.baseAddress! + 1)
    }
    let count = 1 + bodyCount
    let checksum = CRC32C.checksum(UnsafeRawBufferPointer(rebasing: memory[..<count]))
    memory.storeBytes(of: checksum.littleEndian, toByteOffset: count, as: UInt32.self)
    return [UInt8](memory[..<(count + bytesOfChecksum)])
  }

  private static let bytesPerPoint = (4 * RiceModel.bitsPerCode + 7) / 8
  private static let bytesPerStroke = 16

  /// What the whole ink has in common.
  private struct Common {
    var shift: UInt16 = 0
    var elapsedShift: UInt16 = 0
    var elapsed: UInt16?
    var pressure: UInt8?

    init(_ points: UnsafeBufferPointer<Point>, _ ink: Strokes) {
      guard let first = points.first else { return }
      var coordinates: Int16 = 0
      var times: UInt16 = 0
      var pressures: UInt8 = 0
      var elapsedDiffers = false
      var elapsed: UInt16?
      for index in ink.strokes.indices {
        let range = ink.range(ofStroke: index)
        guard !range.isEmpty else { continue }
        let usual = elapsed ?? (range.count > 1 ? points[range.lowerBound + 1].elapsed : 0)
        if range.count > 1 { elapsed = usual }
        for position in range {
          let point = points[position]
          coordinates |= point.x | point.y
          times |= point.elapsed
          pressures |= point.pressure ^ first.pressure
          if position > range.lowerBound, point.elapsed != usual { elapsedDiffers = true }
        }
      }
      // Four bits hold 0...15, and zero shares every power.
      shift = UInt16(min(coordinates.trailingZeroBitCount, 15))
      elapsedShift = UInt16(min(times.trailingZeroBitCount, 15))
      if pressures == 0 { pressure = first.pressure }
      if !elapsedDiffers { self.elapsed = elapsed ?? usualElapsed }
    }
  }

  private static func encode(
    _ points: UnsafeBufferPointer<Point>, _ ink: Strokes, to memory: UnsafeMutableRawPointer
  ) -> Int {
    let common = Common(points, ink)
    var writer = BitWriter(to: memory)
    writer.write(UInt64(common.shift), count: 4)
    writer.write(UInt64(common.elapsedShift), count: 4)
    writer.write(common.pressure != nil ? 1 : 0, count: 1)
    writer.write(common.elapsed != nil ? 1 : 0, count: 1)
    writeStrokes(of: ink, to: &writer)
    guard let first = points.first else { return writer.byteCount }
    if let elapsed = common.elapsed { writer.write(elapsed, unless: usualElapsed) }
    if let pressure = common.pressure {
      writer.write(UInt16(pressure), unless: UInt16(usualPressure))
    }
    writer.write(first.elapsed, unless: 0)

    let (shift, elapsedShift) = (Int16(common.shift), common.elapsedShift)
    var models = Models(shift: common.shift, elapsedShift: elapsedShift)
    var (x, y) = (Track(shift: common.shift), Track(shift: common.shift))
    var pressure = usualPressure
    let (codesElapsed, codesPressure) = (common.elapsed == nil, common.pressure == nil)

    for index in ink.strokes.indices {
      let range = ink.range(ofStroke: index)
      guard !range.isEmpty else { continue }
      let start = points[range.lowerBound]
      writer.write(zigzag(start.x &>> shift &- x.position), &models.leap)
      writer.write(zigzag(start.y &>> shift &- y.position), &models.leap)
      x.leap(to: start.x &>> shift)
      y.leap(to: start.y &>> shift)
      if range.lowerBound > 0 {
        writer.write(UInt32(start.elapsed &>> elapsedShift), &models.pause)
      }
      if codesPressure {
        writer.write(zigzag(Int16(start.pressure) &- Int16(pressure)), &models.pressure)
        pressure = start.pressure
      }
      for position in range.dropFirst() {
        let point = points[position]
        let (nextX, nextY) = (point.x &>> shift, point.y &>> shift)
        writer.write(zigzag(nextX &- x.expected), &models.x)
        writer.write(zigzag(nextY &- y.expected), &models.y)
        x.move(to: nextX)
        y.move(to: nextY)
        if codesElapsed {
          let symbol = models.times.symbol(for: point.elapsed &>> elapsedShift)
          writer.write(symbol, &models.elapsed)
        }
        if codesPressure {
          writer.write(zigzag(Int16(point.pressure) &- Int16(pressure)), &models.pressure)
          pressure = point.pressure
        }
      }
    }
    return writer.byteCount
  }

  private static func writeStrokes(of ink: Strokes, to writer: inout BitWriter) {
    let count =
      ink.strokes.last.map { Int($0.start) == ink.points.count } ?? false
      ? ink.strokes.count - 1 : ink.strokes.count
    writer.write(count, order: 0)
    var style = StrokeStyle.standard
    for (index, stroke) in ink.strokes.prefix(count).enumerated() {
      writer.write(stroke.style == style ? 0 : 1, count: 1)
      if stroke.style != style {
        writer.write(UInt64(stroke.style.color & 0xff_ffff), count: 24)
        writer.write(UInt64(stroke.style.width), count: 16)
        style = stroke.style
      }
      writer.write(ink.range(ofStroke: index).count - 1, order: 5)
    }
  }
}
