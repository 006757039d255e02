public import Ink
import Recognition

/// Drawings to learn from or to judge by: what each is, who drew it, and how to get its ink.
///
/// The ink stays where it is until it is needed, so that memory does not grow with the drawings.
public struct Examples: Sendable {
  /// The classes; the last is `none`.
  public let labels: [String]
  /// Each drawing's class.
  public private(set) var classes: [UInt8] = []
  /// A number for each drawing's person; drawings are set apart by it.
  public private(set) var people: [UInt64] = []
  /// Each drawing's number for `read`.
  public private(set) var numbers: [UInt64] = []
  /// The ink of some drawings by their numbers, in the order asked for. Called from any thread.
  public let read: @Sendable ([UInt64]) throws -> [Strokes]

  /// - Parameter labels: 2 ... 64, the last `none`.
  public init(labels: [String], read: @escaping @Sendable ([UInt64]) throws -> [Strokes]) {
    precondition(Labels.count ~= labels.count && labels.last == Self.none)
    self.labels = labels
    self.read = read
  }

  /// The name of the class of everything that is none of the others.
  public static let none = "none"
  /// Classes beside `none`.
  public static let shapesAtMost = Labels.count.upperBound - 1

  public var count: Int { classes.count }

  public mutating func append(class index: Int, person: UInt64, number: UInt64) {
    precondition(labels.indices ~= index)
    classes.append(UInt8(index))
    people.append(person)
    numbers.append(number)
  }

  /// Those at the given places.
  public func picked(_ indices: [Int]) -> Examples {
    var picked = Examples(labels: labels, read: read)
    picked.classes = indices.map { classes[$0] }
    picked.people = indices.map { people[$0] }
    picked.numbers = indices.map { numbers[$0] }
    return picked
  }

  /// Drawings that are held in memory, with the names of their shapes.
  public init(
    labels: [String], drawings: [(label: String, person: String, ink: Strokes)]
  ) {
    let inks = drawings.map(\.ink)
    self.init(labels: labels) { numbers in numbers.map { inks[Int($0)] } }
    for (index, drawing) in drawings.enumerated() {
      let known = labels.firstIndex(of: drawing.label)
      append(
        class: known ?? labels.count - 1, person: Self.hash(drawing.person), number: UInt64(index))
    }
  }

  /// FNV-1a, mixed: the same everywhere and for ever, since splits depend on it.
  public static func hash(_ text: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    var mixer = SplitMix64(seed: hash)
    return mixer.next()
  }
}
