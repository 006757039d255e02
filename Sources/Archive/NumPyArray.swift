/// An array for NumPy that grows row by row in a spool file: how many rows there are is told at its
/// front (numpy.lib.format, version 1.0), and known only in the end.
public final class NumPyArray {
  private let name: String
  private let type: String
  private let rowShape: [Int]
  private let spool: SpoolFile
  private var checksum = Checksum()
  public private(set) var rows = 0

  /// - Parameters:
  ///   - type: as NumPy writes it: `<f4`, `|S36`.
  ///   - rowShape: the lengths of all dimensions but the first.
  public init(
    _ name: String, type: String, rowShape: [Int] = [], spoolingIn folder: String
  ) throws(ArchiveError) {
    self.name = name
    self.type = type
    self.rowShape = rowShape
    spool = try SpoolFile(in: folder)
  }

  /// - Parameter bytes: of whole rows.
  public func append(_ bytes: [UInt8], rows: Int = 1) throws(ArchiveError) {
    checksum.add(bytes)
    try spool.append(bytes)
    self.rows += rows
  }

  /// Puts it into an archive, as `NAME.npy`.
  public func write(to zip: ZipWriter, _ sink: ByteSink) throws {
    let head = head
    var whole = Checksum(head)
    whole.add(checksum, count: spool.count)
    try zip.begin("\(name).npy", size: UInt64(head.count) + spool.count, whole)
    try sink.write(head)
    try spool.read(sink.write)
  }

  private var head: [UInt8] {
    let shape = ([rows] + rowShape).map { "\($0)," }.joined(separator: " ")
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(shape)), }"
    // With its ten bytes before it and the line's end a multiple of 64.
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
    text += String(repeating: " ", count: length - text.utf8.count - 1) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + littleEndian(UInt16(length)) + Array(text.utf8)
  }
}
