import Foundation
import Testing

@testable import Ink

@Suite struct PortableTests {
  @Test func `exponential and logarithm are those of mathematics`() {
    for step in -2_000...2_000 {
      let x = Double(step) * 0.05
      // What ln 2 lacks as a Double is lost once for each factor of two.
      #expect(abs(Portable.exp(x) - exp(x)) <= 2.5e-16 * (10 + abs(x)) * exp(x))
      let y = Double(step * step) * 0.37 + 1e-7
      #expect(abs(Portable.log(y) - log(y)) <= 4e-16 * max(abs(log(y)), 1))
      #expect(abs(Portable.log(1 / y) - log(1 / y)) <= 4e-16 * max(abs(log(1 / y)), 1))
    }
    #expect(Portable.exp(0) == 1 && Portable.log(1) == 0)
  }

  @Test func `what has no result says so and traps nowhere`() {
    #expect(Portable.exp(-1_000) == 0 && Portable.exp(-.infinity) == 0)
    #expect(Portable.exp(1_000) == .infinity && Portable.exp(.infinity) == .infinity)
    #expect(Portable.log(.infinity) == .infinity && Portable.log(0) == -.infinity)
    #expect(Portable.exp(.nan).isNaN && Portable.log(.nan).isNaN)
    #expect(Portable.log(-1).isNaN && Portable.log(-.infinity).isNaN)
  }
}
