/// Who draws, and with what.
struct Hand {
  let device: Device
  /// Children's hands shake more, close less and take longer.
  let isChild: Bool
  /// How far from the shape, 1 being usual.
  let sloppiness: Double
  /// Half the window over which corners are rounded, in positions of a way.
  let cornerRounding: Int
  /// How far the hand shakes, as shares of the drawing's size: slow sway, fast tremor.
  let sway, tremor: Double
  /// Canvas units a millisecond on a straight way, for a drawing 250 units wide.
  let speed: Double
  let clock: Clock
  let style: StrokeStyle

  /// When a device reports.
  struct Clock {
    /// Milliseconds between samples.
    let interval: Double
    /// What the timestamps are whole multiples of.
    let tick: Double
    /// How uneven the samples are, as a share of the interval.
    let jitter: Double
  }

  init(random: inout SplitMix64) {
    device = random.pick([.mouse, .mouse, .touch, .touch, .touch, .pen, .pen])
    isChild = random.chance(0.25)
    sloppiness = random.uniform(0.35...1.5) * (isChild ? 1.7 : 1)
    cornerRounding = random.index(isChild ? 9 : 6)
    sway = random.uniform(0.002...0.012) * (isChild ? 2 : 1)
    tremor = random.uniform(0.0005...0.003) * (isChild ? 1.8 : 1)
    speed = random.uniform(0.12...0.7) * (isChild ? 0.6 : 1)
    let hertz = random.pick(device == .mouse ? [60.0, 60, 125] : [60.0, 120, 240])
    let ticks16 = random.chance(0.12)
    // A page that is not told of every sample, or a slow machine, reports fewer.
    let thinning = random.chance(0.12) ? random.uniform(2...6) : 1
    clock = Clock(
      interval: 1_000 / hertz * thinning, tick: ticks16 ? 16 : 1,
      jitter: random.pick([0, 0.05, 0.2]))
    style = StrokeStyle(
      color: random.pick([0, 0, 0, 0x1a2b3c, 0x2255cc, 0xcc3322, 0x228844]),
      width: random.pick([16, 24, 24, 32, 48]))
  }
}

extension Hand {
  /// The ink of a hand that follows a way, as its device reports it.
  func draw(_ way: Way, on canvas: Canvas, random: inout SplitMix64) -> Strokes {
    var ink = Strokes()
    let size = max(way.size, 1)
    // Who draws a lot draws it faster: at an even pace nothing takes above five seconds.
    let pace = max(speed * (0.5 + size / 500), way.length / 5_000)
    // The slow sway goes on from stroke to stroke; 1 to 3 a second, the tremor 8 to 12.
    var sway = Noise(interval: random.uniform(180...400), random: &random)
    var tremor = Noise(interval: random.uniform(40...60), random: &random)
    var time = 0.0
    var reported = 0.0
    for stroke in way.strokes {
      ink.startStroke(style: style)
      var walk = Walk(stroke, speed: pace)
      // The shortest stroke is still a few points.
      let interval = min(clock.interval, max(walk.duration / 6, 4))
      let start = time
      var isFirst = true
      while true {
        let elapsed = min(time - start, walk.duration)
        let place =
          walk.position(at: elapsed)
          + sway.value(at: time, &random) * (self.sway * size)
          + tremor.value(at: time, &random) * (self.tremor * size)
        let stamp = Double(Int(time / clock.tick)) * clock.tick
        let point = Point(
          x: grid(place.x, canvas.width), y: grid(place.y, canvas.height),
          elapsed: UInt16(min(max(stamp - reported, 0), 65_535)),
          pressure: pressure(at: elapsed, of: walk.duration, &random))
        // A device reports what changes.
        let isLast = time - start >= walk.duration || ink.points.count >= 15_000
        let isMoved = ink.points.last.map { $0.x != point.x || $0.y != point.y } ?? true
        if isFirst || isMoved || isLast {
          ink.append(point)
          reported = max(stamp, reported)
        }
        isFirst = false
        if isLast { break }
        time += interval * (1 + clock.jitter * random.uniform(-1...1))
      }
      time += random.uniform(150...900)
    }
    return ink
  }

  /// To the device's resolution, and no further than the canvas: a mouse has whole units.
  private func grid(_ units: Double, _ side: UInt16) -> Int16 {
    let inside = min(max(units, 0), Double(side / 8))
    return device == .mouse ? Int16(inside + 0.5) * 8 : Int16(inside * 8 + 0.5)
  }

  /// A pen lands, presses evenly and leaves within some 60 ms.
  private func pressure(
    at time: Double, of duration: Double, _ random: inout SplitMix64
  ) -> UInt8 {
    guard device == .pen else { return 128 }
    let fade = min((time + 8) / 60, (duration - time + 8) / 60, 1)
    let share = (0.55 + 0.1 * min(speed, 0.5)) * fade + random.normal() * 0.02
    return UInt8(min(max(share, 0.02), 1) * 255 + 0.5)
  }
}

extension Way {
  /// Of all strokes together, in canvas units.
  fileprivate var length: Double {
    strokes.reduce(0) { sum, stroke in
      zip(stroke, stroke.dropFirst()).reduce(sum) { $0 + ($1.1 - $1.0).length }
    }
  }

  /// The larger side, in canvas units.
  fileprivate var size: Double {
    let (low, high) = bounds
    return (high - low).max()
  }
}
