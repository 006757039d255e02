import Ink
import Testing

@testable import Load

struct MessageScanTests {
  private func scan(_ text: String, _ body: (MessageScan) -> Void) {
    Array(text.utf8).withUnsafeBytes { body(MessageScan($0)) }
  }

  @Test func `a feedback's numbers and guesses are found`() {
    let text = #"""
      {"type":"feedback","drawing":"01a20e00-163d-7847-9929-eb88d76138a7","seq":12,"saved":7,"points":3,"quality":0.0011,"completeness":1,"hints":[{"code":"stay_on_canvas","message":"Say \"seq\":99","amount":1,"x":199,"y":199}],"guesses":[{"shape":"line","confidence":0.7}],"decided":false}
      """#
    scan(text) { scan in
      #expect(scan.kind == .feedback)
      #expect((scan.seq, scan.saved) == (12, 7))
      #expect((scan.quality, scan.completeness) == (0.0011, 1))
      #expect(scan.hasGuesses)
      #expect(scan.isOf(Array("01a20e00-163d-7847-9929-eb88d76138a7".utf8)))
      #expect(!scan.isOf(Array("01a20e00-163d-7847-9929-eb88d76138a8".utf8)))
    }
  }

  @Test func `what is not there is nil`() {
    scan(#"{"type":"saved","drawing":"x","seq":4294967295}"#) { scan in
      #expect(scan.kind == .saved)
      #expect(scan.seq == .max)
      #expect(scan.saved == nil && scan.quality == nil)
      #expect(!scan.hasGuesses)
    }
    scan(#"{"type":"feedback","seq":,"guesses":[]}"#) { scan in
      #expect(scan.seq == nil)
      #expect(!scan.hasGuesses)
    }
  }

  @Test(arguments: [
    "", "{", #"{"type":""#, #"{"type":"feedbac"#, #"{"type":"sav","seq":1}"#, "[1,2]",
    #"{"type":"welcome","protocol":1}"#, #"{"type":"feedbacks","seq":1}"#,
  ])
  func `any other message is left to the parser`(text: String) {
    scan(text) { #expect($0.kind == .other) }
  }

  @Test func `no cut of a message is read beyond its end`() {
    let whole = Array(#"{"type":"feedback","drawing":"d","seq":12,"saved":7,"guesses":[{"#.utf8)
    for count in 0...whole.count {
      Array(whole.prefix(count)).withUnsafeBytes { bytes in
        let scan = MessageScan(bytes)
        _ = (scan.seq, scan.saved, scan.quality, scan.hasGuesses)
      }
    }
  }
}
