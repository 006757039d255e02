/// What makes a closed outline a heart, measured.
struct HeartFeatures {
  /// The dip between the lobes, relative to the height, and where it is.
  private(set) var notchDepth: Float = 0
  private(set) var notch: Vector
  /// The cosine of the angle at the bottom: -1 is flat.
  let tipCosine: Float
  let tip: Vector
  /// The wider half divided by the narrower.
  let lopsidedness: Float

  init(_ trace: Trace) {
    let count = Trace.sampleCount
    let mask = count - 1
    let places = trace.closed
    let (low, high) = (trace.low, trace.high)
    let width = max(high.x - low.x, 1e-3)
    let height = max(high.y - low.y, 1e-3)
    var area: Float = 0
    var lowest = 0
    for index in 0..<count {
      area += places[index].cross(places[(index + 1) & mask])
      if places[index].y > places[lowest].y { lowest = index }
    }
    tip = places[lowest]
    let (before, after) = (places[(lowest + count - 6) & mask], places[(lowest + 6) & mask])
    tipCosine = (before - tip).unit.dot((after - tip).unit)
    notch = Vector((low.x + high.x) / 2, low.y)
    for index in 0..<count {
      let place = places[index]
      // A place lower than its neighbours, near the middle.
      let offset = Swift.abs(place.x - (low.x + high.x) / 2) / width
      let middling = clamp((0.45 - offset) / 0.15, 0, 1)
      guard place.y >= places[(index + mask) & mask].y, place.y >= places[(index + 1) & mask].y,
        middling > 0
      else { continue }
      var (back, ahead) = (place, place)
      for step in 1...18 {
        let (before, after) = (places[(index + count - step) & mask], places[(index + step) & mask])
        if before.y < back.y { back = before }
        if after.y < ahead.y { ahead = after }
      }
      // Between the tops on both sides the outline bends against its own sense.
      let depth = (place.y - max(back.y, ahead.y)) / height * middling
      if depth > notchDepth, (place - back).cross(ahead - place) * area < 0 {
        notchDepth = depth
        notch = place
      }
    }
    let axis = (notch.x + tip.x) / 2
    let (left, right) = (max(axis - low.x, 1e-3), max(high.x - axis, 1e-3))
    lopsidedness = max(left, right) / min(left, right)
  }
}
