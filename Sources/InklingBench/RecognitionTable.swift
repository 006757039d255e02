import Ink
import Recognition
import Training

/// What a model makes of drawings by real people, source by source.
struct RecognitionTable {
  private let observations: [(source: String, observation: Observation)]
  private let labels: [String]

  init(_ drawings: [RealDrawing], labels: [String], model: Model) throws {
    self.labels = labels
    let examples = Examples(
      labels: labels, drawings: drawings.map { ($0.label, $0.user, $0.ink) })
    observations = Array(zip(drawings.map(\.source), try Observation.all(examples, by: model)))
  }

  func report() {
    print("source        drawings  best  rejected   1/4    1/2    3/4   >0.9   ece  ece+none")
    let sources = Set(observations.map(\.source)).sorted()
    for source in sources {
      row(source, observations.filter { $0.source == source }.map(\.observation))
    }
    let all = observations.map(\.observation)
    row("all", all)
    let evaluation = Evaluation(all, labels: labels)
    for one in evaluation.classes {
      print(
        "\(one.label.padded(to: 12)) \(one.count) found \(percent(one.recall.value)) precision \(percent(one.precision))"
      )
    }
    print("rows drawn, columns said: \(labels.joined(separator: " "))")
    for (label, row) in zip(labels, evaluation.confusion) { print("\(label.padded(to: 10)) \(row)") }
    print("AUROC \(evaluation.separation), settled at \(evaluation.settledAt)")
  }

  private func row(_ name: String, _ observations: [Observation]) {
    let e = Evaluation(observations, labels: labels)
    func at(_ share: Double) -> Double {
      e.unfinished[Observation.shares.firstIndex(of: share)!].value
    }
    let columns = [
      e.best.value, e.rejected.value, at(0.25), at(0.5), at(0.75), e.falselySure.value,
      e.calibrationError, e.calibrationErrorWithNone,
    ].map { percent($0) }
    print("\(name.padded(to: 14)) \(observations.count)  \(columns.joined(separator: " "))")
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }
}

private func percent(_ share: Double) -> String {
  share.isNaN ? "     -" : fixed(share * 1_000 / 10, width: 6)
}
