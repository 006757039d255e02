import Testing

@testable import Server

@Suite struct LoginAttemptsTests {
  private func isAdmitted(
    _ attempts: LoginAttempts, _ peer: String, device: String? = nil
  ) -> Bool {
    do {
      try attempts.admit(peer, device: device)
      return true
    } catch {
      return false
    }
  }

  @Test func `one address is refused after ten, and nobody else is`() {
    let attempts = LoginAttempts()
    let admitted = (0..<1_000).filter { _ in isAdmitted(attempts, "10.0.0.1") }.count
    #expect(10...11 ~= admitted)
    #expect(isAdmitted(attempts, "10.0.0.2"))
    #expect(isAdmitted(attempts, "10.0.0.1", device: "a browser"))
  }

  @Test func `any number of strangers cannot shut out whoever signed in before`() {
    let attempts = LoginAttempts()
    attempts.succeeded("10.0.0.1")
    let admitted = (0..<200).filter { isAdmitted(attempts, "10.1.0.\($0)") }.count
    #expect(30...40 ~= admitted)
    #expect(!isAdmitted(attempts, "10.2.0.1"))
    #expect(isAdmitted(attempts, "10.2.0.1", device: "a browser"))
    #expect(isAdmitted(attempts, "10.0.0.1"))
  }

  @Test func `of an address of IPv6 the first half counts`() {
    let network = LoginAttempts.network(of:)
    #expect(network("2001:db8:1:2::5") == network("2001:db8:1:2:ffff:0:0:9"))
    #expect(network("2001:db8:1:2::5") != network("2001:db8:1:3::5"))
    #expect(network("2001:db8::5") == "2001:db8:0:0")
    #expect(network("::ffff:10.0.0.1") == "::ffff:10.0.0.1")
    #expect(network("10.0.0.1") == "10.0.0.1")
  }
}
