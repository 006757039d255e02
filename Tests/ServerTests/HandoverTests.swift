import Ink
import Testing

@testable import Server
@testable import Storage

@Suite struct HandoverTests {
  private func user(_ id: Int64) -> User { User(id: id, publicID: .random(), name: nil) }

  @Test func `a code works for five minutes and not a moment longer`() throws {
    let handovers = Handovers()
    let first = try handovers.offer(user(1), now: 1_000)
    #expect(try handovers.take(first.code, peer: "10.0.0.2", now: 300_999) == first)
    let second = try handovers.offer(user(1), now: 1_000)
    #expect(try handovers.take(second.code, peer: "10.0.0.2", now: 301_000) == nil)
    #expect(try handovers.take(second.code, peer: "10.0.0.2", now: 2_000) == nil, "nor afterwards")
  }

  @Test func `a code is gone once it was taken, and there again when nothing came of that`() throws
  {
    let handovers = Handovers()
    let offer = try handovers.offer(user(1))
    #expect(try handovers.take(offer.code, peer: "10.0.0.2") == offer)
    #expect(try handovers.take(offer.code, peer: "10.0.0.2") == nil)
    handovers.giveBack(offer)
    #expect(try handovers.take(offer.code, peer: "10.0.0.3") == offer)
  }

  @Test func `codes are six letters, and hardly ever one twice`() throws {
    let handovers = Handovers()
    let codes = try (0..<500).map { try handovers.offer(user($0)).code }
    #expect(codes.allSatisfy { $0.count == 6 && Handovers.normalized($0) == $0 })
    #expect(Set(codes).count > 495)
  }

  @Test func `those who guess from many addresses are stopped together`() throws {
    let handovers = Handovers()
    let offer = try handovers.offer(user(1))
    var wrong = 0
    var stopped = 0
    for guess in 0..<400 {
      do throws(Problem) {
        let found = try handovers.take("BBBBB\(guess)", peer: "10.0.\(guess / 200).\(guess % 200)")
        #expect(found == nil)
        wrong += 1
      } catch {
        #expect(error.status == 429)
        stopped += 1
      }
    }
    #expect(200...230 ~= wrong, "\(wrong)")
    #expect(stopped == 400 - wrong)
    #expect(throws: Problem.self) { try handovers.take(offer.code, peer: "10.1.0.1") }
  }

  @Test(arguments: [
    "", "BBBBB", "BBBBBBB", "AAAAAA", "BBBBB0", "bbb-bbb-b", "BBBBBＢ",
    String(repeating: " ", count: 33) + "BBBBBB",
  ])
  func `what cannot be a code is none`(text: String) {
    #expect(Handovers.normalized(text) == nil)
  }

  @Test func `a code may be typed small and in groups`() {
    #expect(Handovers.normalized(" hkm-rtw ") == "HKMRTW")
    #expect(Handovers.normalized("h k m r t w") == "HKMRTW")
  }

  @Test(arguments: [
    ("192.168.1.20:8080", true), ("inkling.local", true), ("[fe80::1]:80", true), ("[::1]", true),
    ("", false), (":80", false), ("a b", false), ("a:", false), ("a:123456", false),
    ("a:b", false), ("[::1", false), ("[]", false), ("[x]:80", false), ("user@host", false),
    ("a/b", false), ("é", false), ("a\r\nb", false),
  ])
  func `a host is a name or an address, and perhaps a port`(host: String, isOne: Bool) {
    #expect(Place.isHost(host) == isOne)
  }

  @Test(arguments: [
    ("localhost:8080", "10.0.0.7:8080"), ("LOCALHOST", "10.0.0.7"), ("[::1]:80", "10.0.0.7:80"),
    ("127.0.0.1:1", "10.0.0.7:1"), ("localhost.example:80", "localhost.example:80"),
    ("127.0.0.11", "127.0.0.11"), ("192.168.1.20:8080", "192.168.1.20:8080"),
  ])
  func `what only this machine calls itself becomes its address in the network`(
    host: String, moved: String
  ) {
    #expect(Place.moved(host, to: "10.0.0.7") == moved)
  }

  @Test(arguments: [
    ("/", true), ("/class", true), ("/#take=HKMRTW", true), ("/?a=b&c", true),
    ("", false), ("class", false), ("//evil", false), ("/\\evil", false), ("/a b", false),
    ("/é", false), ("/\n", false), ("http://evil/", false),
  ])
  func `a path leads to a page of this server`(path: String, isOne: Bool) {
    #expect(Place.isOwnPath(path) == isOne)
  }
}
