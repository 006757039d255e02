import Foundation
import Imaging
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Test(arguments: [1, 14, 15, 40, 200, 512])
func `a code has three finder patterns and its timing lines`(bytes: Int) throws {
  let code = try QRCode(String(repeating: "a", count: bytes))
  #expect((code.size - 17) % 4 == 0 && 21...177 ~= code.size)
  for (left, top) in [(0, 0), (code.size - 7, 0), (0, code.size - 7)] {
    for row in 0..<7 {
      for column in 0..<7 {
        let ring = max(abs(row - 3), abs(column - 3))
        #expect(code.isDark(column: left + column, row: top + row) == (ring != 2))
      }
    }
  }
  for place in 8..<code.size - 8 {
    #expect(code.isDark(column: place, row: 6) == (place % 2 == 0))
    #expect(code.isDark(column: 6, row: place) == (place % 2 == 0))
  }
  #expect(code.isDark(column: 8, row: code.size - 8), "the module that is always dark")
}

@Test func `another text is another code, the same text the same`() throws {
  let (a, b) = (try QRCode("http://10.0.0.2:8080/"), try QRCode("http://10.0.0.3:8080/"))
  #expect(a != b)
  #expect(try a == QRCode("http://10.0.0.2:8080/"))
}

@Test func `its document draws the dark modules and nothing else`() throws {
  let code = try QRCode("http://10.0.0.2:8080/#take=HKMRTW")
  let document = code.svg()
  #expect(XMLParser(data: Data(document)).parse())
  var dark: Set<[Int]> = []
  for match in String(decoding: document, as: UTF8.self).matches(of: /M(\d+) (\d+)h(\d+)v1h/) {
    let (x, y, width) = (Int(match.1)!, Int(match.2)!, Int(match.3)!)
    for column in x..<x + width { dark.insert([column - 4, y - 4]) }
  }
  for row in 0..<code.size {
    for column in 0..<code.size {
      #expect(dark.contains([column, row]) == code.isDark(column: column, row: row))
    }
  }
}

@Test(arguments: [0, 513, 100_000])
func `a text that does not fit is refused`(bytes: Int) {
  #expect(throws: ImagingError.textOutOfRange(bytes)) {
    try QRCode(String(repeating: "a", count: bytes))
  }
}
