/// Times at or above this are since 1970, below since the drawing began. It stands for March
/// 1973, and for three years of drawing.
private let millisecondsOfEpoch = 1e11
/// Between points whose source has no times: a tablet's clock.
private let standardStep = 16.0

extension LooseInk {
  /// The ink on the stored grid, after all checks that need the numbers.
  ///
  /// Coordinates are rounded to eighths of a unit and pressures to 255ths, half away from zero;
  /// times to milliseconds. A point without a time comes 16 ms after the one before it. A pause
  /// above 65,535 ms is kept as that.
  /// - Parameter canvas: nil when it is a fault of its own already.
  func quantised(on canvas: Canvas?, faults: inout FaultList) -> Strokes {
    var ink = Strokes()
    ink.reserve(points.count)
    if points.count < 2, faults.faults.isEmpty {
      faults.add(root, "a drawing has at least 2 points; this one has \(points.count)")
    }
    var clock = Clock()
    for (index, stroke) in strokes.enumerated() {
      let end = index + 1 < strokes.count ? strokes[index + 1].start : points.count
      guard stroke.start < end else { continue }
      ink.startStroke(style: stroke.style)
      for position in stroke.start..<end {
        if faults.isFull { return ink }
        let loose = points[position]
        ink.append(
          Ink.Point(
            x: coordinate(
              loose.x, canvas?.width, faults: &faults,
              path: path(ofPoint: position, inStroke: index, .x)),
            y: coordinate(
              loose.y, canvas?.height, faults: &faults,
              path: path(ofPoint: position, inStroke: index, .y)),
            elapsed: clock.advance(
              to: loose.time, faults: &faults,
              path: path(ofPoint: position, inStroke: index, .time)),
            pressure: pressure(
              loose.pressure, faults: &faults,
              path: path(ofPoint: position, inStroke: index, .pressure))))
      }
    }
    return ink
  }

  /// - Parameter side: of the canvas in eighths; a tenth of it is free on both ends.
  private func coordinate(
    _ units: Double, _ side: UInt16?, faults: inout FaultList, path: @autoclosure () -> String
  ) -> Int16 {
    guard let side else { return 0 }
    let margin = Double(side / 10)
    let value = (units * 8).rounded()
    if -margin <= value, value <= Double(side) + margin { return Int16(value) }
    if !units.isNaN {
      faults.add(
        path(),
        "\(plain(units)) lies outside the canvas and the tenth around it: "
          + "\(plain(-margin / 8)) to \(plain((Double(side) + margin) / 8)) are taken")
    }
    return 0
  }

  private func pressure(
    _ share: Double, faults: inout FaultList, path: @autoclosure () -> String
  ) -> UInt8 {
    if 0...1 ~= share { return UInt8((share * 255).rounded()) }
    if !share.isNaN { faults.add(path(), "a pressure is 0 to 1; this is \(plain(share))") }
    return 128
  }

  /// Turns times of either kind into the milliseconds between points.
  private struct Clock {
    /// When the point before was, said or assumed; nil before the first one.
    private var latest: Double?
    /// The latest time that the text says.
    private var stated = 0.0
    private var isOfEpoch: Bool?

    mutating func advance(
      to time: Double, faults: inout FaultList, path: @autoclosure () -> String
    ) -> UInt16 {
      guard !time.isNaN else {
        let elapsed = latest == nil ? 0 : standardStep
        latest = (latest ?? 0) + elapsed
        return UInt16(elapsed)
      }
      let time = time.rounded()
      guard time >= 0, time < 1e15 else {
        faults.add(
          path(),
          "a timestamp is in ms since the drawing began or since 1970; this is \(plain(time))")
        return 0
      }
      let isOfEpoch = time >= millisecondsOfEpoch
      if self.isOfEpoch == nil {
        self.isOfEpoch = isOfEpoch
        // The first time since 1970 fixes where the drawing is; before it there are only guesses.
        if isOfEpoch { latest = latest == nil ? time : time - standardStep }
      }
      guard isOfEpoch == self.isOfEpoch else {
        faults.add(path(), "timestamps since 1970 and since the drawing began are mixed")
        return 0
      }
      guard time >= stated else {
        faults.add(path(), "the time falls from \(plain(stated)) to \(plain(time)) ms")
        return 0
      }
      let elapsed = min(max(time - (latest ?? 0), 0), 65_535)
      stated = time
      latest = max(time, latest ?? 0)
      return UInt16(elapsed)
    }
  }
}
