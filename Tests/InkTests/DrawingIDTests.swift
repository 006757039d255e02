import Testing

@testable import Ink

@Test func `an id survives its text`() {
  let id = DrawingID(milliseconds: 1_700_000_000_123, random: (0xabcdef, 0x1234_5678_9abc_def0))
  #expect(DrawingID(text: id.text) == id)
  #expect(id.text.count == 36)
  #expect(id[6] >> 4 == 7)
}

@Test(arguments: [
  "", "nonsense", "00000000-0000-0000-0000-000000000000",
  "018bcfe5-687b-7def-9234-56789abcdef", "018bcfe5-687b-7def-9234-56789abcdef00",
  "018bcfe5x687b-7def-9234-56789abcdef0",
])
func `what is no id is refused`(text: String) {
  #expect(DrawingID(text: text.utf8) == nil)
}
