extension LooseInk {
  /// Reads `strokes`: objects with `points`, or arrays of points.
  ///
  /// A number that is missing or of another kind becomes a fault and NaN.
  init(strokes json: JSON?, faults: inout FaultList) {
    guard let strokes = Self.list(json, "strokes", faults: &faults) else { return }
    let count = strokes.reduce(0) { $0 + (($1["points"] ?? $1).array?.count ?? 0) }
    guard Self.admits(pointCount: count, root: root, faults: &faults) else { return }
    points.reserveCapacity(count)
    for (index, stroke) in strokes.enumerated() {
      append(stroke: stroke, index, faults: &faults)
    }
  }

  /// Reads Quick, Draw!'s `drawing`: a stroke is `[[x…],[y…]]` or `[[x…],[y…],[t…]]`.
  init(columns json: JSON?, faults: inout FaultList) {
    root = "drawing"
    guard let strokes = Self.list(json, root, faults: &faults) else { return }
    let count = strokes.reduce(0) { $0 + ($1.array?.first?.array?.count ?? 0) }
    guard Self.admits(pointCount: count, root: root, faults: &faults) else { return }
    points.reserveCapacity(count)
    for (index, stroke) in strokes.enumerated() {
      append(columns: stroke, index, faults: &faults)
    }
  }

  private static func list(_ json: JSON?, _ name: String, faults: inout FaultList) -> [JSON]? {
    guard let strokes = json?.array else {
      faults.add(name, "an array of strokes is needed\(instead(of: json))")
      return nil
    }
    guard 1...InkLimits.strokes ~= strokes.count else {
      faults.add(
        name, "a drawing has 1 to \(InkLimits.strokes) strokes; this one has \(strokes.count)")
      return nil
    }
    return strokes
  }

  private static func admits(pointCount: Int, root: String, faults: inout FaultList) -> Bool {
    if pointCount <= InkLimits.points { return true }
    faults.add(
      root, "a drawing has at most \(InkLimits.points) points; this one has \(pointCount)")
    return false
  }

  private mutating func append(stroke json: JSON, _ index: Int, faults: inout FaultList) {
    var stroke = Stroke(start: points.count)
    let samples: [JSON]?
    if case .object = json {
      stroke.isObject = true
      stroke.style = StrokeStyle(json: json, path: "strokes[\(index)]", faults: &faults)
      samples = json["points"]?.array
    } else {
      samples = json.array
    }
    strokes.append(stroke)
    let path = stroke.isObject ? "strokes[\(index)].points" : "strokes[\(index)]"
    guard let samples else {
      return faults.add(path, "an array of points is needed")
    }
    if samples.isEmpty { faults.add(path, "a stroke has at least one point") }
    for (offset, sample) in samples.enumerated() {
      append(point: sample, offset, inStroke: index, stroke.isObject, faults: &faults)
    }
  }

  private mutating func append(
    point json: JSON, _ offset: Int, inStroke stroke: Int, _ isObject: Bool,
    faults: inout FaultList
  ) {
    var point = Point(x: .nan, y: .nan, layout: .array)
    func path(_ field: Field, _ layout: Layout) -> String {
      self.path(ofPoint: offset, inStroke: stroke, field, layout, isObject)
    }
    switch json {
    case .object(let members):
      point.layout = .object
      var (x, y, pressure, time): (JSON?, JSON?, JSON?, JSON?)
      for member in members {
        switch member.name {
        case "x": x = member.value
        case "y": y = member.value
        case "pressure": pressure = member.value
        case "timestamp": time = member.value
        default: break
        }
      }
      point.x = Self.number(x, path(.x, .object), &faults)
      point.y = Self.number(y, path(.y, .object), &faults)
      point.pressure = Self.optional(pressure, path(.pressure, .object), &faults)
      point.time = Self.optional(time, path(.time, .object), &faults)
    case .array(let numbers) where 2...4 ~= numbers.count:
      if numbers.count == 4 { point.layout = .arrayWithPressure }
      let layout = point.layout
      point.x = Self.number(numbers[0], path(.x, layout), &faults)
      point.y = Self.number(numbers[1], path(.y, layout), &faults)
      if numbers.count == 4 {
        point.pressure = Self.optional(numbers[2], path(.pressure, layout), &faults)
      }
      if numbers.count > 2 {
        point.time = Self.optional(numbers[numbers.count - 1], path(.time, layout), &faults)
      }
    default:
      faults.add(
        path(.whole, .array),
        "a point is {\"x\",\"y\",\"pressure\",\"timestamp\"}, [x,y], [x,y,t] or [x,y,pressure,t]")
    }
    points.append(point)
  }

  private mutating func append(columns json: JSON, _ index: Int, faults: inout FaultList) {
    strokes.append(Stroke(start: points.count))
    guard let columns = json.array, 2...3 ~= columns.count, let xs = columns[0].array,
      let ys = columns[1].array, ys.count == xs.count,
      columns.count < 3 || columns[2].array?.count == xs.count
    else {
      return faults.add(
        "drawing[\(index)]", "a stroke is [[x…],[y…]] or [[x…],[y…],[t…]], all of one length")
    }
    if xs.isEmpty { faults.add("drawing[\(index)]", "a stroke has at least one point") }
    let times = columns.count == 3 ? columns[2].array : nil
    for offset in xs.indices {
      func path(_ field: Field) -> String {
        self.path(ofPoint: offset, inStroke: index, field, .columns, false)
      }
      var point = Point(x: .nan, y: .nan, layout: .columns)
      point.x = Self.number(xs[offset], path(.x), &faults)
      point.y = Self.number(ys[offset], path(.y), &faults)
      if let times { point.time = Self.optional(times[offset], path(.time), &faults) }
      points.append(point)
    }
  }

  private static func number(
    _ json: JSON?, _ path: @autoclosure () -> String, _ faults: inout FaultList
  ) -> Double {
    if case .number(let value) = json { return value }
    faults.add(path(), "a number is needed\(instead(of: json))")
    return .nan
  }

  /// Missing and `null` mean that the source does not say.
  private static func optional(
    _ json: JSON?, _ path: @autoclosure () -> String, _ faults: inout FaultList
  ) -> Double {
    switch json {
    case nil, .null: return .nan
    default: return number(json, path(), &faults)
    }
  }
}

/// `; this is a string`, or nothing when there is nothing.
func instead(of json: JSON?) -> String { json.map { "; this is \($0.kind)" } ?? "" }

extension StrokeStyle {
  /// Reads `color` and `width` of a stroke; what is missing is as in `standard`.
  init(json: JSON, path: String, faults: inout FaultList) {
    self = .standard
    switch json["color"] {
    case nil, .null: break
    case .string(let text):
      if let color = StrokeStyle.color(text: text) {
        self.color = color
      } else {
        faults.add("\(path).color", "a colour is written #rrggbb, as in #1a2b3c")
      }
    case let other:
      faults.add("\(path).color", "a colour is written #rrggbb\(instead(of: other))")
    }
    switch json["width"] {
    case nil, .null: break
    case .number(let units) where (InkLimits.width ~= Float(units)):
      width = UInt16((units * 8).rounded())
    case let other:
      faults.add(
        "\(path).width",
        "a width is \(plain(Double(InkLimits.width.lowerBound))) to "
          + "\(plain(Double(InkLimits.width.upperBound))) canvas units"
          + (other?.number.map { "; this is \(plain($0))" } ?? instead(of: other)))
    }
  }

  /// `0xRRGGBB` from `#rrggbb`, in either case.
  public static func color(text: String) -> UInt32? {
    let bytes = text.utf8
    guard bytes.count == 7, bytes.first == UInt8(ascii: "#") else { return nil }
    var color: UInt32 = 0
    for byte in bytes.dropFirst() {
      guard let digit = hexDigitValue(byte) else { return nil }
      color = color << 4 | UInt32(digit)
    }
    return color
  }
}
