public import Ink
import Recognition

/// Presentations that are images already, to measure how fast the network alone learns and what
/// making the images costs.
public struct PreparedImages: Sendable {
  /// Pixels a side.
  public let size: Int
  /// `[image][size][size]`, 0 ... 127.
  public private(set) var pixels: [UInt8] = []
  public private(set) var isUp: [Bool] = []
  public private(set) var labels: [Int] = []

  public init(size: Int) { self.size = size }

  public var count: Int { labels.count }

  /// Varies ink as training does and draws it.
  public mutating func append(
    _ ink: Strokes, label: Int, augmentation: Augmentation, _ random: inout SplitMix64
  ) {
    let varied = augmentation.vary(ink, anyWay: false, &random)
    var raster = InkRaster(size: size)
    raster.draw(varied.ink)
    pixels += raster.pixels
    isUp.append(varied.isFinished)
    labels.append(label)
  }
}

/// A network that learns from prepared images.
public final class PreparedTraining {
  private let learner: Learner
  private let images: PreparedImages
  private var next = 0

  /// - Parameters:
  ///   - images: at least a batch of them.
  ///   - kernels: an instruction set's name; nil for the best of this machine.
  public init(
    _ images: PreparedImages, classCount: Int, batchSize: Int, threads: Int, kernels: String?
  ) {
    self.images = images
    let shape = NetworkShape(inputSize: images.size, classCount: classCount)
    learner = Learner(
      parameters: Parameters(shape: shape, seed: 1), batchSize: batchSize, threads: threads,
      kernels: kernels)
  }

  /// Learns from the next batches, round and round: forward, backward and update.
  /// - Returns: the last batch's mean loss.
  @discardableResult
  public func run(steps: Int) -> Double {
    var loss = 0.0
    let area = images.size * images.size
    for _ in 0..<steps {
      let start = next
      let images = images
      loss =
        learner.learn(rate: 1e-3, decay: 0.02) { index, shard in
          shard.count = Shard.size
          for place in 0..<Shard.size {
            let image = (start + index * Shard.size + place) % images.count
            let pixels = images.pixels[image * area..<(image + 1) * area]
            shard.images.replaceSubrange(place * area..<(place + 1) * area, with: pixels)
            shard.isUp[place] = images.isUp[image]
            shard.labels[place] = images.labels[image]
          }
        }.loss
      next = (next + learner.shards.count * Shard.size) % images.count
    }
    return loss
  }
}
