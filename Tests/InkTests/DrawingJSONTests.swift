import Ink
import Testing

private let anyID = DrawingID(high: 1, low: 2)

private func read(_ text: String) throws -> Drawing {
  try Drawing(json: try JSON(parsing: Array(text.utf8)), newID: { anyID })
}

private func faults(_ text: String) -> [Fault] {
  do {
    _ = try read(text)
    return []
  } catch let error as InvalidDrawing {
    return error.faults
  } catch {
    return [Fault(path: "no JSON", message: "\(error)")]
  }
}

/// A drawing whose strokes are as given.
private func drawing(strokes: String, extra: String = "") -> String {
  #"{"shape":"circle","canvas":{"width":400,"height":400},"strokes":\#(strokes)\#(extra)}"#
}

@Test func `a drawing of the contract's example is read`() throws {
  let drawing = try read(
    #"""
    {"id":"018bcfe5-687b-7def-9234-56789abcdef0","shape":"circle","canvas":{"width":400,"height":300.5},
     "strokes":[{"points":[{"x":100,"y":100.125,"pressure":0.5,"timestamp":0},
       {"x":-3.06,"y":330,"pressure":1,"timestamp":17.4}],"color":"#1a2B3c","width":3.5}],
     "duration_ms":2500,"device":"pen","user_agent":"X","later":{"a":1}}
    """#)
  #expect(drawing.canvas == Canvas(width: 3_200, height: 2_404))
  #expect(
    drawing.ink.points == [
      Point(x: 800, y: 801, elapsed: 0, pressure: 128),
      Point(x: -24, y: 2_640, elapsed: 17, pressure: 255),
    ])
  #expect(drawing.ink.strokes == [Stroke(start: 0, style: .init(color: 0x1a2b3c, width: 28))])
  #expect(drawing.device == .pen)
  #expect(drawing.userAgent == "X")
}

@Test(arguments: [
  "[[[1,2],[3,4]]]", "[[[1,2,0],[3,4,16]]]", "[[[1,2,0.5,0],[3,4,0.5,16]]]",
  "[[[1,2,null],[3,4,null]]]", #"[{"points":[[1,2],[3,4]]}]"#,
  #"[{"points":[{"x":1,"y":2},{"x":3,"y":4}]}]"#,
  "[[[1,2,1700000000000],[3,4,1700000000016]]]", "[[[1,2],[3,4,1700000000016]]]",
])
func `points are read in each of their forms`(strokes: String) throws {
  let ink = try read(drawing(strokes: strokes)).ink
  #expect(ink.points == [Point(x: 8, y: 16), Point(x: 24, y: 32, elapsed: 16)])
}

@Test func `a long pause is kept as the longest that fits`() throws {
  let ink = try read(drawing(strokes: "[[[1,2,5],[3,4,100000],[3,4,100001]]]")).ink
  #expect(ink.points.map(\.elapsed) == [5, 65_535, 1])
}

@Test func `a simplified Quick, Draw! drawing keeps its place`() throws {
  let drawing = try read(#"{"word":"The Eiffel Tower","drawing":[[[0,255],[10,20]],[[5],[6]]]}"#)
  #expect(drawing.shape == "the_eiffel_tower")
  #expect(drawing.canvas == Canvas(square: 256))
  #expect(drawing.ink.strokes.map(\.start) == [0, 2])
  #expect(drawing.ink.points.map(\.x) == [0, 2_040, 40])
}

@Test func `a raw Quick, Draw! drawing is fitted`() throws {
  let drawing = try read(#"{"word":"line","drawing":[[[100,1000],[500,500],[0,90]]]}"#)
  #expect(drawing.canvas == Canvas(square: 400))
  let points = drawing.ink.points
  #expect(points.map(\.x) == [533, 2_667])
  #expect(points.map(\.y) == [1_600, 1_600])
  #expect(points.map(\.elapsed) == [0, 90])
}

@Test func `a research recording is fitted, and its clock may step back`() throws {
  let json = try JSON(
    parsing: Array(
      #"{"source":"s","user":"u","label":"F-Clef","strokes":[[[0,0,0],[0,3e9,16],[1,1,9],[2,2,20]]]}"#
        .utf8))
  let drawing = try Drawing(recorded: json, newID: { anyID })
  #expect(drawing.shape == "f-clef")
  #expect(drawing.ink.points.map(\.elapsed) == [0, 16, 0, 4])
  #expect(drawing.ink.points.map(\.y) == [533, 2_667, 533, 533])
  #expect(throws: InvalidDrawing.self) { try Drawing(json: json, newID: { anyID }) }
}

@Test(arguments: [
  ("[1]", ""), (drawing(strokes: "[]"), "strokes"), (drawing(strokes: "{}"), "strokes"),
  (drawing(strokes: "[[[1,2]]]"), "strokes"),
  (drawing(strokes: "[[[1,2],[3,4]],[]]"), "strokes[1]"),
  (drawing(strokes: #"[{"points":[]},[[1,2],[3,4]]]"#), "strokes[0].points"),
  (drawing(strokes: #"[{"points":7}]"#), "strokes[0].points"),
  (drawing(strokes: "[[[1,2],[3,4],7]]"), "strokes[0][2]"),
  (drawing(strokes: #"[{"points":[[1,2],{"x":441,"y":0}]}]"#), "strokes[0].points[1].x"),
  (drawing(strokes: #"[{"points":[[1,2],{"x":1,"y":-40.2}]}]"#), "strokes[0].points[1].y"),
  (drawing(strokes: #"[{"points":[[1,2],{"x":1}]}]"#), "strokes[0].points[1].y"),
  (drawing(strokes: #"[{"points":[[1,2],{"x":"1","y":1}]}]"#), "strokes[0].points[1].x"),
  (drawing(strokes: "[[[1,2],[3,1e300]]]"), "strokes[0][1][1]"),
  (drawing(strokes: "[[[1,2,1.01,0],[3,4]]]"), "strokes[0][0][2]"),
  (drawing(strokes: "[[[1,2,9],[3,4,8]]]"), "strokes[0][1][2]"),
  (drawing(strokes: "[[[1,2,0.5,9],[3,4,0.5,8]]]"), "strokes[0][1][3]"),
  (drawing(strokes: "[[[1,2,-1],[3,4,8]]]"), "strokes[0][0][2]"),
  (drawing(strokes: "[[[1,2,5],[3,4,1700000000000]]]"), "strokes[0][1][2]"),
  (drawing(strokes: #"[{"points":[[1,2],[3,4]],"color":"red"}]"#), "strokes[0].color"),
  (drawing(strokes: #"[{"points":[[1,2],[3,4]],"width":0}]"#), "strokes[0].width"),
  (drawing(strokes: "[[[1,2],[3,4]]]", extra: #","device":"foot""#), "device"),
  (drawing(strokes: "[[[1,2],[3,4]]]", extra: #","id":"7""#), "id"),
  (drawing(strokes: "[[[1,2],[3,4]]]", extra: #","user_agent":7"#), "user_agent"),
  (#"{"shape":"Circle","canvas":{"width":400,"height":400},"strokes":[[[1,2],[3,4]]]}"#, "shape"),
  (#"{"canvas":{"width":400,"height":400},"strokes":[[[1,2],[3,4]]]}"#, "shape"),
  (
    #"{"shape":"circle","canvas":{"width":15,"height":400},"strokes":[[[1,2],[3,4]]]}"#,
    "canvas.width"
  ),
  (#"{"shape":"circle","canvas":{"width":400},"strokes":[[[1,2],[3,4]]]}"#, "canvas.height"),
  (#"{"shape":"circle","strokes":[[[1,2],[3,4]]]}"#, "canvas"),
  (#"{"word":"2-4","drawing":[[[0,255],[10,20]]]}"#, "word"),
  (#"{"word":"a","drawing":[[[0,255],[10]]]}"#, "drawing[0]"),
  (#"{"word":"a","drawing":[[[0,255],[10,"a"]]]}"#, "drawing[0][1][1]"),
])
func `what is no drawing is refused with its path`(text: String, path: String) {
  #expect(faults(text).map(\.path) == [path])
}

@Test func `the number of points and strokes is limited, and so is that of faults`() {
  let point = "[1,2]"
  func stroke(_ count: Int) -> String {
    "[" + Array(repeating: point, count: count).joined(separator: ",") + "]"
  }
  #expect(faults(drawing(strokes: "[\(stroke(20_000))]")).isEmpty)
  #expect(faults(drawing(strokes: "[\(stroke(20_001))]")).map(\.path) == ["strokes"])
  let strokes = Array(repeating: stroke(1), count: 257)
  #expect(faults(drawing(strokes: "[\(strokes.joined(separator: ","))]")).count == 1)
  #expect(
    faults(drawing(strokes: "[\(strokes.dropLast().joined(separator: ","))]")).isEmpty)
  let outside = Array(repeating: "[9999,9999]", count: 100).joined(separator: ",")
  #expect(faults(drawing(strokes: "[[\(outside)]]")).count == InvalidDrawing.faultsAtMost)
}

@Test func `a classification takes strokes with and without a canvas`() throws {
  let json = try JSON(parsing: Array(#"{"strokes":[[[1,2],[3,4]]]}"#.utf8))
  #expect(try Drawing.strokes(json: json).canvas == Drawing.standardCanvas)
  let sized = try JSON(
    parsing: Array(#"{"strokes":[[[1,2],[3,4]]],"canvas":{"width":64,"height":32}}"#.utf8))
  #expect(try Drawing.strokes(json: sized).canvas == Canvas(width: 512, height: 256))
}

@Test func `what is written is read back the same`() throws {
  var random = SplitMix64(seed: 7)
  for _ in 0..<200 {
    let drawing = Drawing.random(using: &random)
    let again = try Drawing(json: try JSON(parsing: drawing.json()), newID: { anyID })
    #expect(again == drawing)
  }
}

@Test func `every pressure survives its few decimals`() throws {
  var ink = Strokes()
  ink.startStroke(style: .standard)
  for pressure in 0...255 { ink.append(Point(x: 0, y: 0, pressure: UInt8(pressure))) }
  var writer = JSONWriter()
  writer.beginObject()
  writer.name("strokes")
  ink.writeCompact(to: &writer)
  writer.endObject()
  #expect(try Drawing.strokes(json: try JSON(parsing: writer.bytes)).ink.points == ink.points)
  #expect(String(decoding: writer.bytes, as: UTF8.self).contains("[0,0,0.5,0]"))
}
