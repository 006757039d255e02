import Ink
import Recognition

/// Runs examples through a network that is being trained, as they are.
enum Logits {
  /// Cross entropy, nats.
  static func loss(_ logits: [Float], label: Int) -> Double {
    let most = logits.max() ?? 0
    let sum = logits.reduce(0) { $0 + Portable.exp(Double($1 - most)) }
    return Portable.log(sum) - Double(logits[label] - most)
  }

  /// - Parameter take: told each example's place and its logits, in order.
  static func of(
    _ examples: Examples, learner: Learner, options: TrainingOptions,
    _ take: (_ place: Int, _ logits: [Float]) -> Void
  ) throws {
    let classCount = examples.labels.count
    var start = 0
    while start < examples.count {
      let chunk = start..<min(start + learner.shards.count * Shard.size, examples.count)
      let inks = try examples.read(Array(examples.numbers[chunk]))
      learner.forward { index, shard in
        let first = index * Shard.size
        shard.count = max(min(inks.count - first, Shard.size), 0)
        for place in 0..<shard.count {
          var raster = InkRaster(size: options.inputSize)
          raster.draw(inks[first + place])
          let area = options.inputSize * options.inputSize
          shard.images.replaceSubrange(place * area..<(place + 1) * area, with: raster.pixels)
          shard.isUp[place] = true
        }
      }
      for offset in 0..<inks.count {
        let shard = learner.shards[offset / Shard.size]
        let row = shard.logits.base + offset % Shard.size * shard.shape.outputs
        take(start + offset, (0..<classCount).map { row[$0] })
      }
      start = chunk.upperBound
    }
  }
}
