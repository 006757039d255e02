public import Ink

/// How much surer or less sure the network should say it is than it says (Guo et al. 2017, "On
/// calibration of modern neural networks"): what each logit is multiplied with, in 1/4096.
public struct Temperatures: Sendable, Equatable {
  /// `round(4096 / temperature)` while the pen draws, and after it was lifted.
  public let penDown, penUp: Int32

  /// - Precondition: both are 1...2^20.
  public init(penDown: Int32, penUp: Int32) {
    precondition(Self.range ~= penDown && Self.range ~= penUp)
    self.penDown = penDown
    self.penUp = penUp
  }

  static let range: ClosedRange<Int32> = 1...1 << 20
  /// Says what the network says.
  public static let none = Temperatures(penDown: 4_096, penUp: 4_096)
}

/// A network with all that is needed to use it: immutable, made to be shared.
public struct Model: Sendable {
  /// The classes in the order of the logits; the last is `none`.
  public let labels: [String]
  public let network: Network
  public let temperatures: Temperatures
  /// What people call it.
  public let name: String
  /// RFC 3339, when it is known.
  public let created: String?
  /// What else its maker wanted to say: accuracies, counts. Numbers keep six decimals.
  public let figures: [JSON.Member]

  /// The weights in the order of this machine's fastest kernel.
  let packed: PackedNetwork

  /// - Throws: `ModelError.labels`, or `.network` when labels and classes differ in number, or
  ///   `.header` when name and figures are too long.
  public init(
    labels: [String], network: Network, temperatures: Temperatures = .none, name: String,
    created: String? = nil, figures: [JSON.Member] = []
  ) throws(ModelError) {
    try Labels.check(labels)
    guard labels.count == network.classes else {
      throw .network("it has \(network.classes) classes for \(labels.count) labels")
    }
    self.labels = labels
    self.network = network
    self.temperatures = temperatures
    self.name = name
    self.created = created
    self.figures = figures
    packed = PackedNetwork(network, kernel: .best)
    guard figures.count <= JSON.Limits.members - 8 else {
      throw .header("there are more than \(JSON.Limits.members - 8) figures")
    }
    let header = ModelFile.header(of: self).count
    guard header <= ModelFile.headerLimit else {
      throw .header("it has \(header) bytes, more than \(ModelFile.headerLimit)")
    }
  }

  /// Pixels a side.
  public var inputSize: Int { network.inputSize }
}
