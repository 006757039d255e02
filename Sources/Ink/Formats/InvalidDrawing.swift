/// One thing that is wrong with a drawing, and where.
public struct Fault: Equatable, Sendable {
  /// The way to the value in the JSON text: `strokes[0].points[3].x`.
  public let path: String
  /// What is wrong, with the values, and what is taken instead.
  public let message: String

  public init(path: String, message: String) {
    self.path = path
    self.message = message
  }
}

/// A well-formed text that is no drawing, or one beyond the limits.
public struct InvalidDrawing: Error, Equatable, Sendable, CustomStringConvertible {
  /// How many faults are told at most.
  public static let faultsAtMost = 20

  /// 1 to 20, in the order of the text as far as possible.
  public let faults: [Fault]

  /// - Precondition: there is a fault.
  public init(faults: [Fault]) {
    precondition(!faults.isEmpty)
    self.faults = faults
  }

  public var description: String { "\(faults[0].path): \(faults[0].message)" }
}

/// Faults as they are found. Paths and messages are made only for those that are kept.
struct FaultList {
  private(set) var faults: [Fault] = []

  var isFull: Bool { faults.count >= InvalidDrawing.faultsAtMost }

  mutating func add(_ path: @autoclosure () -> String, _ message: @autoclosure () -> String) {
    if !isFull { faults.append(Fault(path: path(), message: message())) }
  }

  func throwIfAny() throws(InvalidDrawing) {
    if !faults.isEmpty { throw InvalidDrawing(faults: faults) }
  }
}

/// A number as people write it, for messages.
func plain(_ value: Double) -> String {
  guard value.magnitude < 1e12 else { return "\(value)" }
  var writer = JSONWriter()
  writer.number(value, decimals: 3)
  return String(decoding: writer.bytes, as: UTF8.self)
}
