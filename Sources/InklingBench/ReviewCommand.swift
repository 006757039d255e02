import ArgumentParser
import Foundation
import Ink
import Recognition
import Review
import Training

/// How well a scan finds what is amiss: errors are planted among drawings by real people.
struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review",
    abstract: "Plants errors among people's drawings and says how many of them a scan finds.",
    discussion: """
      What was not planted counts as a false alarm, though some of it is truly amiss in the data.
      """)

  @Option(help: "A folder of drawings by real people, .ndjson.") var data: String
  @Option(help: "What the models begin with; none for none.")
  var base = "samples/starter.inkmodel"
  @Option(help: "Drawings with a wrong label.") var wrong = 100
  @Option(help: "Of each other kind of error.") var each = 40
  @Option(help: "The seed of what is planted.") var seed: UInt64 = 1
  @Option(help: "Drawings that each of the models is shown.") var presentations = 12_000
  @Option(help: "Threads.") var threads = 2
  @Flag(help: "Print what ranks before the last wrong label without being planted.") var list =
    false

  func run() throws {
    let planted = PlantedErrors(
      try RealDrawing.load(from: data), wrong: wrong, each: each, seed: seed)
    let labels = SyntheticShape.allCases.dropLast().map(\.rawValue) + [Examples.none]
    let model =
      base == "none"
      ? nil : try Model(bytes: Array(Data(contentsOf: URL(fileURLWithPath: base))))
    let drawings = planted.drawings
    let clock = ContinuousClock()
    var judges: Judges?
    let learning = try clock.measure {
      judges = try Judges.learnt(
        from: Self.examples(drawings, labels), base: model, presentations: presentations, seed: 5,
        threads: threads)
    }
    let people = Dictionary(grouping: drawings.indices) { drawings[$0].person }
    let qualities = drawings.map(\.score.quality)
    var scan = Scan(
      judges: judges!, read: { drawings[Int($0)].ink },
      qualities: { subject in
        people[drawings[Int(subject.number)].person]!
          .filter { drawings[$0].label == subject.label }.suffix(Scan.qualitiesAtMost)
          .map { qualities[$0] }
      })
    let judging = try clock.measure {
      for (number, drawing) in drawings.enumerated() {
        let own = people[drawing.person]!
        let mean = own.reduce(0) { $0 + Double(qualities[$1]) } / Double(own.count)
        try scan.look(at: drawing.subject(Int64(number), usual: (mean, own.count)))
      }
    }
    print("\(drawings.count) drawings, learnt in \(learning), judged in \(judging)")
    report(scan.suspicions, drawings)
  }

  private func report(_ suspicions: [Suspicion], _ drawings: [PlantedErrors.Drawing]) {
    let amiss = drawings.count { $0.error != nil }
    print("planted \(amiss), suspect \(suspicions.count)\n")
    print("all, by rank        precision  recall")
    for count in [50, 100, 200, amiss, 500, suspicions.count] {
      let found = suspicions.prefix(count).count { drawings[Int($0.drawing)].error != nil }
      let top = min(count, suspicions.count)
      print(
        "first \(String(top).padded(14)) \(fixed(100 * Double(found) / Double(max(top, 1)), width: 8)) \(fixed(100 * Double(found) / Double(max(amiss, 1)), width: 7))"
      )
    }
    print("\nplanted as          planted  found  in the first \(amiss)  with the reason")
    for error in PlantedErrors.Kind.allCases {
      let all = drawings.count { $0.error == error }
      let found = suspicions.filter { drawings[Int($0.drawing)].error == error }
      let early = suspicions.prefix(amiss).count { drawings[Int($0.drawing)].error == error }
      let fitting = found.count { $0.reasons.contains { error.reasons.contains($0.kind) } }
      print(
        error.rawValue.padded(19), String(all).padded(8), String(found.count).padded(6),
        String(early).padded(18), fitting)
    }
    print("\nreason              suspects  planted  of the first 100")
    for kind in Reason.Kind.allCases {
      let own = suspicions.compactMap { suspicion -> (Double, Bool)? in
        suspicion.reasons.first { $0.kind == kind }
          .map { ($0.score, drawings[Int(suspicion.drawing)].error != nil) }
      }.sorted { $0.0 > $1.0 }
      let first = own.prefix(100)
      print(
        "\(kind)".padded(19), String(own.count).padded(9), String(own.count(where: \.1)).padded(8),
        "\(first.count(where: \.1)) of \(first.count)")
    }
    if list { explain(suspicions, drawings) }
  }

  private func explain(_ suspicions: [Suspicion], _ drawings: [PlantedErrors.Drawing]) {
    let last = suspicions.lastIndex { drawings[Int($0.drawing)].error == .wrongLabel } ?? 0
    for (rank, suspicion) in suspicions.prefix(last).enumerated() {
      let drawing = drawings[Int(suspicion.drawing)]
      if drawing.error == nil {
        let reason = suspicion.reasons[0]
        print(rank, drawing.person, drawing.label, reason.score, reason.detail)
      }
    }
    for drawing in drawings.indices where drawings[drawing].error != nil {
      if !suspicions.contains(where: { $0.drawing == drawing }) {
        print("missed", drawings[drawing].error!, drawings[drawing].label, drawings[drawing].score)
      }
    }
  }

  private static func examples(
    _ drawings: [PlantedErrors.Drawing], _ labels: [String]
  ) -> Examples {
    Examples(labels: labels, drawings: drawings.map { ($0.label, $0.person, $0.ink) })
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }
}
