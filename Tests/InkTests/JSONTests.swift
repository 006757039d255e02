import Ink
import Testing

private func parse(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

@Test func `values of every kind are read`() throws {
  let json = try parse(
    #" {"a":[1,-2.5,3e2,0.1,-0],"b":{"c":null},"d":true,"e":false,"f":"x\u00e9\ud83d\ude00\n/\/"} "#
  )
  #expect(json["a"]?.array?.compactMap(\.number) == [1, -2.5, 300, 0.1, 0])
  #expect(json["b"]?["c"]?.isNull == true)
  #expect(json["d"]?.bool == true)
  #expect(json["f"]?.string == "xé😀\n//")
  #expect(json["g"] == nil)
}

@Test(arguments: [
  ("", 0), ("  ", 2), ("{", 1), ("[1,]", 3), ("[1 2]", 3), ("{\"a\" 1}", 5), ("{a:1}", 1),
  ("{\"a\":1,}", 7), ("nul", 3), ("NaN", 0), ("Infinity", 0), ("-Infinity", 1), ("01", 1),
  ("-01", 2), ("1.", 2), (".5", 0), ("+1", 0), ("1e", 2), ("1e+", 3), ("-", 1), ("1e400", 0),
  ("[1e99999999999999999999]", 1), ("1 2", 2), ("[]]", 2), ("\"a", 2), ("\"a\n\"", 2),
  ("\"\\x\"", 1), ("\"\\u12g4\"", 5), ("\"\\ud800\"", 1), ("\"\\ud800\\u0041\"", 1),
  ("\"\\udc00\"", 1), ("{\"a\":1,\"a\":2}", 7), ("{\"a\":1,\"\\u0061\":2}", 7), ("'a'", 0),
  ("[1,2", 4), ("\u{feff}1", 0), ("1\u{0}", 1),
])
func `what is no JSON is refused where it goes wrong`(text: String, offset: Int) {
  let error = #expect(throws: JSONError.self) { try parse(text) }
  #expect(error?.offset == offset)
}

@Test(arguments: [
  [0x80], [0xc0, 0xaf], [0xc3], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x80, 0x80, 0x80],
  [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0xff],
])
func `text that is not UTF-8 is refused`(bytes: [UInt8]) {
  let quote = UInt8(ascii: "\"")
  for prefix in [[], Array("\\n".utf8)] {
    #expect(throws: JSONError.self) { try JSON(parsing: [quote] + prefix + bytes + [quote]) }
    #expect(throws: JSONError.self) { try JSON(parsing: [quote] + prefix + bytes) }
  }
}

@Test func `nesting ends at its limit`() throws {
  let limit = JSON.Limits.nesting
  func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }
  _ = try parse(nested(limit))
  let error = #expect(throws: JSONError.self) { try parse(nested(limit + 1)) }
  #expect(error?.offset == limit)
  #expect(throws: JSONError.self) { try parse(String(repeating: "{\"a\":", count: 100_000)) }
}

@Test(arguments: [
  "0.1", "123456789012345678", "9007199254740993", "1.7976931348623157e308", "5e-324", "1e-400",
  "2.2250738585072011e-308", "0.1000000000000000055511151231257827", "1e22", "1e23", "1e-22",
  "3.14159265358979", "100.125", "1700000000123.456", "123456789012345678901234567890",
  "8.5e-5", "0e9999",
])
func `numbers are the nearest doubles`(text: String) throws {
  #expect(try parse(text).number == Double(text))
  #expect(try parse("-" + text).number == -Double(text)!)
}

@Test func `random doubles survive their text`() throws {
  var random = SystemRandomNumberGenerator()
  for _ in 0..<20_000 {
    let value = Double(bitPattern: random.next())
    guard value.isFinite else { continue }
    #expect(try parse("\(value)").number == value)
  }
}

@Test func `every prefix of a text is refused`() throws {
  let text = Array(#"{"id":"a\u00e9ü","strokes":[[1.5e1,-2,null,true]],"n":{"m":[]}}"#.utf8)
  _ = try JSON(parsing: text)
  for count in text.indices {
    #expect(throws: JSONError.self) { try JSON(parsing: Array(text.prefix(count))) }
  }
}

@Test func `the writer places commas, escapes and short decimals`() throws {
  var writer = JSONWriter()
  writer.beginObject()
  writer.member("type", "a\"b\\c\u{1}é\n")
  writer.name("numbers")
  writer.beginArray()
  writer.integer(0)
  writer.integer(-120)
  writer.integer(.max)
  writer.integer(.min)
  writer.eighths(800)
  writer.eighths(801)
  writer.eighths(-4)
  writer.number(0.12345)
  writer.number(Float(0.5), decimals: 4)
  writer.number(-0.00001)
  writer.number(Double.nan)
  writer.number(99.99996)
  writer.endArray()
  writer.name("empty")
  writer.beginObject()
  writer.endObject()
  writer.member("yes", true)
  writer.endObject()
  let expected =
    #"{"type":"a\"b\\c\u0001é\u000a","numbers":[0,-120,9223372036854775807,-9223372036854775808,"#
    + #"100,100.125,-0.5,0.1235,0.5,0,null,100],"empty":{},"yes":true}"#
  #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
  _ = try JSON(parsing: writer.bytes)
}
