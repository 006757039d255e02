/// Takes bytes in any pieces, hands them on in large ones, and counts them.
public final class ByteSink {
  /// Bytes that were written.
  public private(set) var count: UInt64 = 0
  private var buffer: [UInt8] = []
  private let drain: ([UInt8]) throws -> Void

  private static let piece = 64 << 10

  /// - Parameter drain: takes the pieces; what it throws ends the writing.
  public init(_ drain: @escaping ([UInt8]) throws -> Void) {
    self.drain = drain
    buffer.reserveCapacity(2 * Self.piece)
  }

  public func write(_ bytes: some Collection<UInt8>) throws {
    buffer.append(contentsOf: bytes)
    count += UInt64(bytes.count)
    if buffer.count >= Self.piece { try flush() }
  }

  /// Hands on what is left.
  public func flush() throws {
    if buffer.isEmpty { return }
    let piece = buffer
    buffer.removeAll(keepingCapacity: true)
    try drain(piece)
  }
}
