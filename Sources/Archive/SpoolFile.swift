import Foundation

/// A file without a name, for what is needed again later and may be larger than the memory. It is
/// gone with the process, however that ends.
public final class SpoolFile {
  /// Bytes that were written.
  public private(set) var count: UInt64 = 0
  private let descriptor: Int32
  private var buffer: [UInt8] = []

  private static let piece = 64 << 10

  /// - Parameter folder: on the disk that has the room.
  public init(in folder: String) throws(ArchiveError) {
    let path = folder + "/spool-\(UUID().uuidString)"
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .noSpoolFile(folder: folder) }
    unlink(path)
  }

  deinit { close(descriptor) }

  public func append(_ bytes: some Collection<UInt8>) throws(ArchiveError) {
    buffer.append(contentsOf: bytes)
    count += UInt64(bytes.count)
    if buffer.count >= Self.piece { try flush() }
  }

  private func flush() throws(ArchiveError) {
    var start = 0
    while start < buffer.count {
      let written = buffer.withUnsafeBytes {
        write(descriptor, $0.baseAddress! + start, buffer.count - start)
      }
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else { throw .spoolFull }
      start += written
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// Reads everything, in pieces.
  public func read(_ body: ([UInt8]) throws -> Void) throws {
    try flush()
    var position: off_t = 0
    var piece = [UInt8](repeating: 0, count: Self.piece)
    while true {
      let count = piece.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress!, $0.count, position)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw ArchiveError.spoolUnreadable }
      if count == 0 { return }
      position += off_t(count)
      try body(count == piece.count ? piece : Array(piece[..<count]))
    }
  }
}

/// Why an archive cannot be made.
public enum ArchiveError: Error, CustomStringConvertible {
  case noSpoolFile(folder: String)
  case spoolFull
  case spoolUnreadable

  public var description: String {
    switch self {
    case .noSpoolFile(let folder): "In \(folder) no file can be made; give this user the right to."
    case .spoolFull: "The disk is full; free some space."
    case .spoolUnreadable: "A file that was just written cannot be read; check the disk."
    }
  }
}
