import Ink
import Recognition
import Training

/// What a model makes of drawings by real people, source by source.
struct RecognitionTable {
  typealias Row = (source: String, label: String, observation: Observation)
  private let observations: [Row]
  private let labels: [String]

  init(_ observations: [Row], labels: [String]) {
    self.observations = observations
    self.labels = labels
  }

  func report() {
    print("source          count   best   rej.  away    1/4    1/2    3/4   >0.9    ece   +none")
    let sources = Set(observations.map(\.source)).sorted()
    var columns: [[Double]] = []
    for source in sources {
      let own = observations.filter { $0.source == source }.map(\.observation)
      columns.append(figures(own))
      show(source, own.count, columns[columns.count - 1])
    }
    let all = observations.map(\.observation)
    show("all", all.count, figures(all))
    let means = columns[0].indices.map { column in
      let known = columns.map { $0[column] }.filter { !$0.isNaN }
      return known.reduce(0, +) / Double(max(known.count, 1))
    }
    show("mean of sources", all.count, means)
    let evaluation = Evaluation(all, labels: labels)
    for one in evaluation.classes {
      print(
        one.label.padded(to: 12), one.count, "found", percent(one.recall.value), "precision",
        percent(one.precision))
    }
    print("rows drawn, columns said: \(labels.joined(separator: " "))")
    for (label, row) in zip(labels, evaluation.confusion) {
      print("\(label.padded(to: 10)) \(row)")
    }
    showMistakes()
    print("AUROC \(evaluation.separation), settled at \(evaluation.settledAt)")
  }

  /// What is mistaken for what most often: others with a confidence above 0.9, and unfinished
  /// shapes after three quarters of the ink.
  private func showMistakes() {
    let threeQuarters = Observation.shares.firstIndex(of: 0.75)!
    var counts: [String: Int] = [:]
    for row in observations {
      let isOther = row.observation.label == labels.count - 1
      let said = isOther ? row.observation.whole : row.observation.unfinished[threeQuarters]
      guard let best = said.dropLast().indices.max(by: { said[$0] < said[$1] }) else { continue }
      if isOther ? said[best] > 0.9 : best != row.observation.label {
        let when = isOther ? "surely" : "after 3/4"
        counts["\(row.source): \(row.label) \(when) \(labels[best])", default: 0] += 1
      }
    }
    for (text, count) in counts.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(14) {
      print("\(String(count).padded(to: 5)) \(text)")
    }
  }

  private func figures(_ observations: [Observation]) -> [Double] {
    let e = Evaluation(observations, labels: labels)
    func at(_ share: Double) -> Double {
      e.unfinished[Observation.shares.firstIndex(of: share)!].value
    }
    return [
      e.best.value, e.rejected.value, e.turnedAway.value, at(0.25), at(0.5), at(0.75),
      e.falselySure.value, e.calibrationError, e.calibrationErrorWithNone,
    ]
  }

  private func show(_ name: String, _ count: Int, _ figures: [Double]) {
    let columns = figures.map { percent($0) }.joined(separator: " ")
    print("\(name.padded(to: 16))\(String(count).padded(to: 6))\(columns)")
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(width - count, 0))
  }
}

/// With two decimals.
private func percent(_ share: Double) -> String {
  guard !share.isNaN else { return "     -" }
  let parts = Int((share * 10_000).rounded())
  let text = "\(parts / 100).\(parts % 100 / 10)\(parts % 10)"
  return String(repeating: " ", count: max(6 - text.count, 0)) + text
}
