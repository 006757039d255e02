import Ink

/// What is shown in an epoch, in which order: classes alike often, people's drawings and made-up
/// ones mixed. It follows from the seed and the epoch's number.
struct Plan {
  /// One presentation.
  struct Item {
    let label: UInt8
    /// Place among the examples, or -1 - number of a made-up drawing.
    let index: Int64
  }

  /// People's drawings by class.
  private let places: [[Int]]
  /// The made-up shape of each class, if there is one.
  let synthetic: [SyntheticShape?]
  /// Which classes look the same whichever way they are turned.
  let hasNoWay: [Bool]
  private let counts: [Int]
  private let options: TrainingOptions

  init(_ examples: Examples, options: TrainingOptions) {
    self.options = options
    var places = [[Int]](repeating: [], count: examples.labels.count)
    for (index, label) in examples.classes.enumerated() { places[Int(label)].append(index) }
    self.places = places
    let made = options.syntheticShare > 0
    let synthetic: [SyntheticShape?] = examples.labels.map { label in
      guard made else { return nil }
      return label == Examples.none ? .scribble : SyntheticShape(rawValue: label)
    }
    self.synthetic = synthetic
    hasNoWay = examples.labels.map { $0 == "line" || $0 == "circle" }
    counts = Self.counts(
      drawings: places.map(\.count), isMadeUp: synthetic.map { $0 != nil }, options: options)
  }

  /// How often each class is shown in an epoch: as often as the most frequent one, so that rare ones
  /// are learnt as well; without anybody's drawings an epoch is 2,000 of each.
  /// - Parameters:
  ///   - drawings: people's, by class.
  ///   - isMadeUp: of each class, whether there are made-up drawings.
  static func counts(drawings: [Int], isMadeUp: [Bool], options: TrainingOptions) -> [Int] {
    let most = drawings.dropLast().map { min($0, options.capPerClass) }.max() ?? 0
    let each = most == 0 ? 2_000 : most
    let noneCount = Int(Double(each) * options.noneWeight)
    return drawings.indices.map { label in
      if drawings[label] == 0 && !isMadeUp[label] { return 0 }
      return label == drawings.count - 1 ? noneCount : each
    }
  }

  static func epochs(ofSize size: Int, options: TrainingOptions) -> Int {
    options.epochs ?? min(max(options.presentations / max(size, 1), 2), 200)
  }

  var epochSize: Int { counts.reduce(0, +) }
  var epochs: Int { Self.epochs(ofSize: epochSize, options: options) }

  func items(ofEpoch epoch: Int) -> [Item] {
    var mixer = SplitMix64(seed: options.seed &* 0x9e37_79b9 &+ UInt64(epoch))
    var random = SplitMix64(seed: mixer.next())
    var items: [Item] = []
    items.reserveCapacity(epochSize)
    for label in places.indices where counts[label] > 0 {
      let count = counts[label]
      let share =
        synthetic[label] == nil ? 0 : places[label].isEmpty ? 1 : options.syntheticShare
      let made = Int((Double(count) * share).rounded())
      for number in 0..<made {
        items.append(Item(label: UInt8(label), index: -1 - Int64(epoch * count + number)))
      }
      // Whole passes in shuffled order, so that all are shown before one is shown again.
      var order = places[label]
      for position in made..<count {
        let turn = (position - made) % order.count
        if turn == 0 { order.shuffle(using: &random) }
        items.append(Item(label: UInt8(label), index: Int64(order[turn])))
      }
    }
    items.shuffle(using: &random)
    return items
  }
}
