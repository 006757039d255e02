import Foundation
import Ink

/// What scoring says of drawings by real people.
struct ScoreTable {
  static let names = ["line", "circle", "square", "triangle", "heart"]
  private let own: [[RealDrawing]]
  private let others: [RealDrawing]

  init(_ drawings: [RealDrawing]) {
    own = ScoreTable.names.map { name in drawings.filter { $0.label == name } }
    others = drawings.filter { !ScoreTable.names.contains($0.label) }
  }

  func report() {
    reportClasses()
    reportHearts()
    reportOthers()
    reportPrefixes()
  }

  /// All real hearts known to us start at the tip and run clockwise: others are derived from them.
  private func reportHearts() {
    let hearts = own[4]
    guard !hearts.isEmpty else { return }
    print("derived hearts              median    p10  own is highest")
    let derivations: [(String, ([Point]) -> [ArraySlice<Point>])] = [
      ("as drawn", { [$0[...]] }),
      ("the other way round", { [ArraySlice($0.reversed())] }),
      ("from the notch", { [$0[($0.count / 2)...] + $0[..<($0.count / 2)]] }),
      ("from a side", { [$0[($0.count / 4)...] + $0[..<($0.count / 4)]] }),
      (
        "two strokes from the tip",
        { [$0[..<($0.count / 2)], ArraySlice($0[($0.count / 2)...].reversed())] }
      ),
      (
        "two strokes from the notch",
        { [ArraySlice($0[..<($0.count / 2)].reversed()), $0[($0.count / 2)...]] }
      ),
    ]
    for (name, derive) in derivations {
      let scores = hearts.map { heart in
        var ink = Strokes()
        for stroke in derive(heart.ink.points) {
          ink.startStroke(style: .standard)
          for point in stroke { ink.append(point) }
        }
        return ScoreTable.names.map {
          Scorer.score(drawing: ink, kind: ShapeKind(id: $0), canvas: RealDrawing.canvas).quality
        }
      }
      let right = scores.filter { $0[4] == $0.max() }.count
      print(
        name.padding(toLength: 27, withPad: " ", startingAt: 0),
        String(
          format: "%6.3f %6.3f %14.1f%%", quantile(scores.map { $0[4] }, 0.5),
          quantile(scores.map { $0[4] }, 0.1), 100 * Double(right) / Double(scores.count)))
    }
    print("")
  }

  private func quality(_ drawing: RealDrawing, asked: String) -> Float {
    Scorer.score(drawing: drawing.ink, kind: ShapeKind(id: asked), canvas: RealDrawing.canvas)
      .quality
  }

  private func reportClasses() {
    print("drawn      number  median    p10  own is highest  taken for")
    var (right, total) = (0, 0)
    for (index, name) in ScoreTable.names.enumerated() {
      let scores = own[index].map { drawing in
        ScoreTable.names.map { quality(drawing, asked: $0) }
      }
      guard !scores.isEmpty else { continue }
      var winners = [Int](repeating: 0, count: 5)
      for row in scores {
        let best = row.enumerated().max { $0.element < $1.element }?.offset ?? 0
        winners[row[index] >= row[best] && row[index] > 0 ? index : best] += 1
      }
      right += winners[index]
      total += scores.count
      let confusion = ScoreTable.names.indices.filter { $0 != index && winners[$0] > 0 }
        .map { "\(ScoreTable.names[$0]) \(winners[$0])" }.joined(separator: ", ")
      let mine = scores.map { $0[index] }
      print(
        name.padding(toLength: 9, withPad: " ", startingAt: 0),
        String(
          format: "%7d %7.3f %6.3f %14.1f%%  ", scores.count, quantile(mine, 0.5),
          quantile(mine, 0.1), 100 * Double(winners[index]) / Double(scores.count)) + confusion)
    }
    print(String(format: "all       %7d %30.1f%%\n", total, 100 * Double(right) / Double(total)))
  }

  private func reportOthers() {
    print("asked for  others' median    p90")
    guard !others.isEmpty else { return }
    for name in ScoreTable.names {
      let scores = others.map { quality($0, asked: name) }
      print(
        name.padding(toLength: 9, withPad: " ", startingAt: 0),
        String(format: "%15.3f %6.3f", quantile(scores, 0.5), quantile(scores, 0.9)))
    }
    print("")
  }

  private func reportPrefixes() {
    print("median while drawn, of drawings above 0.7: quality/completeness; 'kept': share whose")
    print("quality at 25, 50 and 75% is at least the final less 0.1")
    print("drawn          10%       25%       50%       75%      100%     final   kept")
    for (index, name) in ScoreTable.names.enumerated() {
      var columns = [[Float]](repeating: [], count: 11)
      var (kept, number) = (0, 0)
      for drawing in own[index] {
        let final = quality(drawing, asked: name)
        guard final > 0.7 else { continue }
        var isKept = true
        for (column, share) in [0.1, 0.25, 0.5, 0.75, 1].enumerated() {
          var ink = drawing.ink
          ink.truncate(to: max(2, Int(share * Double(ink.points.count))))
          var scorer = LiveScorer(kind: ShapeKind(id: name), canvas: RealDrawing.canvas)
          scorer.rebuild(from: ink)
          let score = scorer.score(finished: false)
          columns[2 * column].append(score.quality)
          columns[2 * column + 1].append(score.completeness)
          if column > 0, score.quality < final - 0.1 { isKept = false }
        }
        columns[10].append(final)
        number += 1
        if isKept { kept += 1 }
      }
      guard number > 0 else { continue }
      let cells = (0..<5).map {
        String(
          format: " %4.2f/%4.2f", quantile(columns[2 * $0], 0.5),
          quantile(columns[2 * $0 + 1], 0.5))
      }.joined()
      print(
        name.padding(toLength: 9, withPad: " ", startingAt: 0)
          + cells
          + String(
            format: " %9.2f %5.1f%%", quantile(columns[10], 0.5),
            100 * Double(kept) / Double(number)))
    }
  }
}

/// Of unsorted values; 0 of none.
func quantile<Value: BinaryFloatingPoint>(_ values: [Value], _ share: Double) -> Double {
  guard !values.isEmpty else { return 0 }
  return Double(values.sorted()[min(values.count - 1, Int(share * Double(values.count)))])
}
