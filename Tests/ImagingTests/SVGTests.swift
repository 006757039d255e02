import Foundation
import Imaging
import Ink
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

private func sample(pressures: [UInt8]) -> Strokes {
  var ink = Strokes()
  ink.startStroke(style: StrokeStyle(color: 0x1a2b3c, width: 24))
  for (index, pressure) in pressures.enumerated() {
    ink.append(Point(x: Int16(index * 81), y: Int16(index * index), pressure: pressure))
  }
  ink.startStroke(style: .standard)
  ink.append(Point(x: -5, y: 9))
  return ink
}

@Test func `a document is well-formed, whatever its title`() {
  let svg = SVG.document(
    ink: sample(pressures: [10, 200, 255, 0, 128]), canvas: Canvas(square: 400),
    title: "a<b>&\"'\u{1}é")
  #expect(XMLParser(data: Data(svg)).parse())
  let text = String(decoding: svg, as: UTF8.self)
  #expect(text.contains("<title>a&lt;b&gt;&amp;&quot;&#39; é</title>"))
  #expect(text.contains("viewBox=\"0 0 400 400\""))
  #expect(text.contains("stroke=\"#1a2b3c\""))
}

@Test func `a stroke of one pressure is one path, a dot is one too`() {
  let svg = SVG.document(
    ink: sample(pressures: [128, 128, 128, 128]), canvas: Canvas(square: 400))
  let text = String(decoding: svg, as: UTF8.self)
  #expect(text.components(separatedBy: "<path").count == 3)
  #expect(text.contains("M0 0Q10.125 0.125 15.1875 0.3125Q20.25 0.5 25.3125 0.8125L30.375 1.125"))
  #expect(text.contains("M-0.625 1.125L-0.625 1.125"))
}

@Test func `an empty drawing is a document`() {
  #expect(XMLParser(data: Data(SVG.document(ink: Strokes(), canvas: .init(square: 16)))).parse())
}
