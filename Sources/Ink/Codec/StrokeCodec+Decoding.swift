extension StrokeCodec {
  /// The ink that `encode` was given.
  /// - Throws: for bytes that were cut, damaged or made by something else. Memory is taken only
  ///   for what the bytes can hold.
  public static func decode(
    _ bytes: UnsafeRawBufferPointer
  ) throws(StrokeCodecError) -> Strokes {
    guard let first = bytes.first else { throw .tooShort(count: 0) }
    guard first == version else { throw .unknownVersion(first) }
    let bodyEnd = bytes.count - bytesOfChecksum
    guard bodyEnd > 2 else { throw .tooShort(count: bytes.count) }
    let body = UnsafeRawBufferPointer(rebasing: bytes[..<bodyEnd])
    let checksum = bytes.loadUnaligned(fromByteOffset: bodyEnd, as: UInt32.self)
    guard CRC32C.checksum(body) == UInt32(littleEndian: checksum) else {
      throw .checksumMismatch
    }

    var reader = BitReader(body, from: 8)
    let header = Header(
      shift: Int16(reader.read(4)), elapsedShift: UInt16(reader.read(4)),
      hasOnePressure: reader.read(1) == 1, hasOneElapsed: reader.read(1) == 1)
    let (strokes, count) = try readStrokes(&reader)
    // A point takes two bits or more.
    guard count * 2 <= reader.remaining else { throw .tooLarge }
    let points = count == 0 ? [] : readPoints(count, strokes, header, &reader)
    // Exactly the bits that were written: a whole byte less would have done for anything else.
    guard !reader.isOverrun, reader.remaining < 8 else { throw .impossible }
    return Strokes(points: points, strokes: strokes)
  }

  public static func decode(_ bytes: [UInt8]) throws(StrokeCodecError) -> Strokes {
    let outcome = bytes.withUnsafeBytes { bytes -> Result<Strokes, StrokeCodecError> in
      do throws(StrokeCodecError) { return .success(try decode(bytes)) } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  public static func decode(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(StrokeCodecError) -> Strokes {
    try decode(UnsafeRawBufferPointer(bytes))
  }

  private struct Header {
    let shift: Int16
    let elapsedShift: UInt16
    let hasOnePressure, hasOneElapsed: Bool
  }

  private static func readStrokes(
    _ reader: inout BitReader
  ) throws(StrokeCodecError) -> (strokes: [Stroke], pointCount: Int) {
    guard let count = reader.read(order: 0), count <= InkLimits.strokes,
      count * 7 <= reader.remaining
    else { throw .tooLarge }
    var strokes: [Stroke] = []
    strokes.reserveCapacity(count)
    var pointCount = 0
    var style = StrokeStyle.standard
    for _ in 0..<count {
      if reader.read(1) == 1 {
        style = StrokeStyle(color: UInt32(reader.read(24)), width: UInt16(reader.read(16)))
      }
      strokes.append(Stroke(start: Int32(pointCount), style: style))
      guard let length = reader.read(order: 5) else { throw .tooLarge }
      pointCount += length + 1
      guard pointCount <= InkLimits.points else { throw .tooLarge }
    }
    return (strokes, pointCount)
  }

  /// Stops early at the end of the bits; the points left out are zeros then.
  private static func readPoints(
    _ count: Int, _ strokes: [Stroke], _ header: Header, _ reader: inout BitReader
  ) -> [Point] {
    let oneElapsed = header.hasOneElapsed ? reader.read(unless: usualElapsed) : 0
    var pressure =
      header.hasOnePressure
      ? UInt8(truncatingIfNeeded: reader.read(unless: UInt16(usualPressure))) : usualPressure
    let firstElapsed = reader.read(unless: 0)
    let (shift, elapsedShift) = (header.shift, header.elapsedShift)
    let codesElapsed = !header.hasOneElapsed
    let codesPressure = !header.hasOnePressure
    var models = Models(shift: UInt16(shift), elapsedShift: elapsedShift)
    var (x, y) = (Track(shift: UInt16(shift)), Track(shift: UInt16(shift)))

    return [Point](unsafeUninitializedCapacity: count) { points, initializedCount in
      for index in strokes.indices {
        let start = Int(strokes[index].start)
        let end = index + 1 < strokes.count ? Int(strokes[index + 1].start) : count
        x.leap(to: x.position &+ unzigzag(reader.read(&models.leap)))
        y.leap(to: y.position &+ unzigzag(reader.read(&models.leap)))
        let pause =
          start == 0
          ? firstElapsed : UInt16(truncatingIfNeeded: reader.read(&models.pause)) &<< elapsedShift
        if codesPressure {
          pressure = pressure &+ change(reader.read(&models.pressure))
        }
        points.initializeElement(
          at: start,
          to: Point(
            x: x.position &<< shift, y: y.position &<< shift, elapsed: pause, pressure: pressure))
        for position in start + 1..<end {
          x.move(to: x.expected &+ unzigzag(reader.read(&models.x)))
          y.move(to: y.expected &+ unzigzag(reader.read(&models.y)))
          var elapsed = oneElapsed
          if codesElapsed {
            elapsed = models.times.time(for: reader.read(&models.elapsed)) &<< elapsedShift
          }
          if codesPressure {
            pressure = pressure &+ change(reader.read(&models.pressure))
          }
          points.initializeElement(
            at: position,
            to: Point(
              x: x.position &<< shift, y: y.position &<< shift, elapsed: elapsed,
              pressure: pressure))
        }
      }
      initializedCount = count
    }
  }

  @inline(__always)
  private static func change(_ value: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: unzigzag(value))
  }
}
