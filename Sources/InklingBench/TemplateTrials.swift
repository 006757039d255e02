import Foundation
import Ink
import Recognition

/// What templates recognise of drawings by people who drew none of them.
struct TemplateTrials {
  typealias Sample = (drawing: RealDrawing, cloud: PointCloud)
  let shapes, others: [Sample]

  /// Line, circle, square, triangle and heart, and what is none of them.
  func reportShapes(seed: UInt64) {
    print("the five shapes; 'as none': among other drawings, and among drawings of a shape")
    print("a class  templates  right  right if not none  as none: others  shapes  confident: right")
    for count in [3, 5, 10, 20] {
      var total = Tally()
      for fold in 0..<5 {
        var random = SplitMix64(seed: seed &+ UInt64(1_000 * count + fold))
        let recognizer = recognizer(from: shapes, count: count, fold: fold, random: &random)
        for sample in shapes where isHeldOut(sample, fold) {
          total.add(recognizer.match(sample.cloud), truth: sample.drawing.label)
        }
        for sample in every(10, of: others) {
          total.add(recognizer.match(sample.cloud), truth: nil)
        }
      }
      print(String(format: "%7d %10d", count, count * 5), total.row)
    }
    print("")
  }

  /// Shapes that the program does not come with: others that were drawn at least 40 times.
  func reportNewShapes(seed: UInt64) {
    let known = Dictionary(grouping: others, by: \.drawing.label).filter { $0.value.count >= 30 }
    let drawn = others.filter { known[$0.drawing.label] != nil }
    let strange = others.filter { known[$0.drawing.label] == nil } + shapes
    print("\(known.count) other shapes; 'others' are drawings of none of them")
    print("a class  templates  right  right if not none  as none: others  shapes  confident: right")
    for count in [3, 5, 10, 20] {
      var total = Tally()
      var templates = 0
      for fold in 0..<5 {
        var random = SplitMix64(seed: seed &+ UInt64(1_000 * count + fold))
        let recognizer = recognizer(from: drawn, count: count, fold: fold, random: &random)
        templates = max(templates, count * recognizer.labels.count)
        for sample in drawn where isHeldOut(sample, fold) {
          total.add(recognizer.match(sample.cloud), truth: sample.drawing.label)
        }
        for sample in every(20, of: strange) {
          total.add(recognizer.match(sample.cloud), truth: nil)
        }
      }
      print(String(format: "%7d %10d", count, templates), total.row)
    }
    print("")
  }

  private func every(_ step: Int, of samples: [Sample]) -> [Sample] {
    stride(from: 0, to: samples.count, by: step).map { samples[$0] }
  }

  /// A fifth of the people, by their names.
  private func isHeldOut(_ sample: Sample, _ fold: Int) -> Bool {
    let name = "\(sample.drawing.source)/\(sample.drawing.user)"
    return name.utf8.reduce(5_381) { ($0 &* 33 &+ Int($1)) & 0xffff_ffff } % 5 == fold
  }

  private func recognizer(
    from samples: [Sample], count: Int, fold: Int, random: inout SplitMix64
  ) -> TemplateRecognizer {
    let classes = Dictionary(
      grouping: samples.filter { !isHeldOut($0, fold) }, by: \.drawing.label)
    var templates: [(label: String, cloud: PointCloud)] = []
    for label in classes.keys.sorted() {
      for sample in classes[label]!.shuffled(using: &random).prefix(count) {
        templates.append((label, sample.cloud))
      }
    }
    return TemplateRecognizer(templates: templates)
  }
}

private struct Tally {
  private var shapes = 0
  private var right = 0
  private var nearestRight = 0
  private var shapesAsNone = 0
  private var others = 0
  private var othersAsNone = 0
  private var confident = 0
  private var confidentRight = 0

  /// - Parameter truth: nil for what is none of the shapes.
  mutating func add(_ match: TemplateMatch, truth: String?) {
    if let first = match.ranking.first, first.confidence > 0.9 {
      confident += 1
      if first.label == truth { confidentRight += 1 }
    }
    guard let truth else {
      others += 1
      if match.label == nil { othersAsNone += 1 }
      return
    }
    shapes += 1
    if match.label == truth { right += 1 }
    if match.ranking.first?.label == truth { nearestRight += 1 }
    if match.label == nil { shapesAsNone += 1 }
  }

  var row: String {
    func percent(_ part: Int, _ whole: Int) -> Double { 100 * Double(part) / Double(max(whole, 1)) }
    return String(
      format: "%5.1f%% %17.1f%% %15.1f%% %6.1f%% %10d: %5.1f%%", percent(right, shapes),
      percent(nearestRight, shapes), percent(othersAsNone, others), percent(shapesAsNone, shapes),
      confident, percent(confidentRight, confident))
  }
}
