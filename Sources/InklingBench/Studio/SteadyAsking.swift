import Foundation
import Ink
import Load
import Transport

/// Programs that ask over HTTP what drawings are, each on a connection of its own, together at a
/// fixed rate.
struct SteadyAsking {
  /// From when a question was due to its answer, ms: what waited for the one before counts.
  private(set) var fromDue: [Double] = []
  /// What the server says that it took, ms.
  private(set) var inside: [Double] = []
  private(set) var refused = 0

  /// - Parameter questions: bodies, one after the other.
  static func run(
    _ questions: [[UInt8]], perSecond: Double, seconds: Double, connections: Int, port: Int
  ) throws -> SteadyAsking {
    let workers = (0..<connections).map { number in
      Beside {
        try ask(
          questions, offset: number, every: Double(connections) / perSecond * 1e6,
          seconds: seconds, port: port)
      }
    }
    for worker in workers { worker.start() }
    var all = SteadyAsking()
    for worker in workers {
      let one = try worker.value()
      all.fromDue += one.fromDue
      all.inside += one.inside
      all.refused += one.refused
    }
    return all
  }

  private static func ask(
    _ questions: [[UInt8]], offset: Int, every interval: Double, seconds: Double, port: Int
  ) throws -> SteadyAsking {
    let probe = try HTTPProbe(host: "127.0.0.1", port: port)
    let start = Double(monotonicMicroseconds()) + interval * Double(offset) / 8
    var (one, count) = (SteadyAsking(), 0)
    while true {
      let due = start + interval * Double(count)
      guard due < start + seconds * 1e6 else { return one }
      let early = due - Double(monotonicMicroseconds())
      if early > 0 { usleep(UInt32(early)) }
      let answer = try probe.post(
        "/api/inference/classify", questions[(count + offset) % questions.count])
      count += 1
      guard answer.status == 200 else {
        one.refused += 1
        continue
      }
      one.fromDue.append((Double(monotonicMicroseconds()) - due) / 1_000)
      if let inside = try JSON(parsing: answer.body)["latency_ms"]?.number {
        one.inside.append(inside)
      }
    }
  }
}
