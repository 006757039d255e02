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
        let x = Self.coordinate(loose.x, canvas?.width)
        let y = Self.coordinate(loose.y, canvas?.height)
        let pressure = Self.pressure(loose.pressure)
        let elapsed = clock.advance(to: loose.time)
        // A path is worth its making for a fault alone, and so is the closure that would make it.
        if let x, let y, let pressure, let elapsed {
          ink.append(Ink.Point(x: x, y: y, elapsed: elapsed, pressure: pressure))
          continue
        }
        note(
          loose, at: position, inStroke: index, canvas, clock,
          isFine: (x != nil, y != nil, elapsed != nil, pressure != nil), faults: &faults)
        ink.append(
          Ink.Point(x: x ?? 0, y: y ?? 0, elapsed: elapsed ?? 0, pressure: pressure ?? 128))
      }
    }
    return ink
  }

  /// Says what is wrong with a point.
  private func note(
    _ loose: Point, at position: Int, inStroke index: Int, _ canvas: Canvas?, _ clock: Clock,
    isFine: (x: Bool, y: Bool, time: Bool, pressure: Bool), faults: inout FaultList
  ) {
    func path(_ field: Field) -> String {
      self.path(ofPoint: position, inStroke: index, field)
    }
    if !isFine.x { faults.add(path(.x), Self.outside(loose.x, canvas?.width)) }
    if !isFine.y { faults.add(path(.y), Self.outside(loose.y, canvas?.height)) }
    if !isFine.time { faults.add(path(.time), clock.fault(of: loose.time)) }
    if !isFine.pressure {
      faults.add(path(.pressure), "a pressure is 0 to 1; this is \(plain(loose.pressure))")
    }
  }

  /// In eighths; nil for one outside. One that is no number, or on no canvas, is a fault already.
  /// - Parameter side: of the canvas in eighths; a tenth of it is free on both ends.
  private static func coordinate(_ units: Double, _ side: UInt16?) -> Int16? {
    guard let side, !units.isNaN else { return 0 }
    let margin = Double(side / 10)
    let value = (units * 8).rounded()
    return -margin <= value && value <= Double(side) + margin ? Int16(value) : nil
  }

  private static func outside(_ units: Double, _ side: UInt16?) -> String {
    let side = side ?? 0
    let margin = Double(side / 10)
    return "\(plain(units)) lies outside the canvas and the tenth around it: "
      + "\(plain(-margin / 8)) to \(plain((Double(side) + margin) / 8)) are taken"
  }

  /// In 255ths; nil for one outside, half of it for none.
  private static func pressure(_ share: Double) -> UInt8? {
    if 0...1 ~= share { return UInt8((share * 255).rounded()) }
    return share.isNaN ? 128 : nil
  }

  /// Turns times of either kind into the milliseconds between points.
  private struct Clock {
    /// When the point before was, said or assumed; nil before the first one.
    private var latest: Double?
    /// The latest time that the text says.
    private var stated = 0.0
    private var isOfEpoch: Bool?

    /// The milliseconds since the point before; nil where the time makes no sense.
    mutating func advance(to time: Double) -> UInt16? {
      guard !time.isNaN else {
        let elapsed = latest == nil ? 0 : standardStep
        latest = (latest ?? 0) + elapsed
        return UInt16(elapsed)
      }
      let time = time.rounded()
      guard time >= 0, time < 1e15 else { return nil }
      let isOfEpoch = time >= millisecondsOfEpoch
      if self.isOfEpoch == nil {
        self.isOfEpoch = isOfEpoch
        // The first time since 1970 fixes where the drawing is; before it there are only guesses.
        if isOfEpoch { latest = latest == nil ? time : time - standardStep }
      }
      guard isOfEpoch == self.isOfEpoch, time >= stated else { return nil }
      let elapsed = min(max(time - (latest ?? 0), 0), 65_535)
      stated = time
      latest = max(time, latest ?? 0)
      return UInt16(elapsed)
    }

    /// Why a time was not taken.
    func fault(of time: Double) -> String {
      let time = time.rounded()
      guard time >= 0, time < 1e15 else {
        return "a timestamp is in ms since the drawing began or since 1970; this is \(plain(time))"
      }
      guard (time >= millisecondsOfEpoch) == isOfEpoch else {
        return "timestamps since 1970 and since the drawing began are mixed"
      }
      return "the time falls from \(plain(stated)) to \(plain(time)) ms"
    }
  }
}
