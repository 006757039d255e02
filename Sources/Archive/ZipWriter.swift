/// Writes a ZIP file (PKWARE's APPNOTE 6.3) from front to back: entries stored as they are, each with
/// its size and checksum before it, Zip64 where numbers outgrow 32 bits. The directory that stands
/// at the end waits in a spool file, so a million entries take no memory.
public final class ZipWriter {
  private let sink: ByteSink
  private let directory: SpoolFile
  private var entries: UInt64 = 0
  /// Date and time as MS-DOS has them.
  private let stamp: [UInt8]

  /// - Parameters:
  ///   - folder: for the spool file.
  ///   - date: of all entries, 1980 to 2107: year, month and day.
  public init(
    _ sink: ByteSink, spoolingIn folder: String, date: (year: Int, month: Int, day: Int)
  ) throws(ArchiveError) {
    self.sink = sink
    directory = try SpoolFile(in: folder)
    let days = UInt16(
      clamping: min(max(date.year - 1980, 0), 127) << 9 | date.month << 5 | date.day)
    stamp = [0, 0] + littleEndian(days)
  }

  /// A whole entry.
  /// - Parameter name: a path with `/`.
  public func add(_ name: String, _ bytes: [UInt8]) throws {
    try begin(name, size: UInt64(bytes.count), Checksum(bytes))
    try sink.write(bytes)
  }

  /// An entry that waited on the disk: it is read twice, for its checksum stands before it.
  public func add(_ name: String, _ file: SpoolFile) throws {
    var checksum = Checksum()
    try file.read { checksum.add($0) }
    try begin(name, size: file.count, checksum)
    try file.read(sink.write)
  }

  /// The front of an entry whose bytes the caller writes next.
  func begin(_ name: String, size: UInt64, _ checksum: Checksum) throws {
    let offset = sink.count
    let name = Array(name.utf8)
    let largest = UInt64(UInt32.max)
    // The sizes of an entry are large together; in the directory the place may be large alone.
    let isLarge = size >= largest
    let shownSize = littleEndian(UInt32(isLarge ? largest : size))
    let extra = isLarge ? [1, 0, 16, 0] + littleEndian(size) + littleEndian(size) : []
    let isFar = offset >= largest
    let farExtra =
      isLarge || isFar
      ? [1, 0] + littleEndian(UInt16((isLarge ? 16 : 0) + (isFar ? 8 : 0)))
        + (isLarge ? littleEndian(size) + littleEndian(size) : [])
        + (isFar ? littleEndian(offset) : []) : []
    // Version 2.0, or 4.5 for Zip64; bit 11: names are UTF-8; method 0: stored.
    let common: (Bool) -> [UInt8] = { [self] is64 in
      [is64 ? 45 : 20, 0, 0, 8, 0, 0] + stamp + littleEndian(checksum.value) + shownSize
        + shownSize + littleEndian(UInt16(name.count))
    }
    try sink.write([0x50, 0x4b, 3, 4] + common(isLarge))
    try sink.write(littleEndian(UInt16(extra.count)) + name + extra)
    // Made by version 4.5 for Unix; files that all may read.
    try directory.append([0x50, 0x4b, 1, 2, 45, 3] + common(isLarge || isFar))
    try directory.append(
      littleEndian(UInt16(farExtra.count)) + [0, 0, 0, 0, 0, 0]
        + littleEndian(UInt32(0o100644) << 16))
    try directory.append(
      littleEndian(UInt32(isFar ? largest : offset)) + name + farExtra)
    entries += 1
  }

  /// Writes the directory. Nothing may follow.
  public func finish() throws {
    let start = sink.count
    try directory.read(sink.write)
    let size = sink.count - start
    let (largest, most) = (UInt64(UInt32.max), UInt64(UInt16.max))
    if entries >= most || start >= largest || size >= largest {
      let end = sink.count
      try sink.write(
        [0x50, 0x4b, 6, 6] + littleEndian(UInt64(44)) + [45, 3, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0])
      try sink.write(
        littleEndian(entries) + littleEndian(entries) + littleEndian(size) + littleEndian(start))
      try sink.write(
        [0x50, 0x4b, 6, 7, 0, 0, 0, 0] + littleEndian(end) + littleEndian(UInt32(1)))
    }
    let count = littleEndian(UInt16(min(entries, most)))
    try sink.write([0x50, 0x4b, 5, 6, 0, 0, 0, 0] + count + count)
    try sink.write(
      littleEndian(UInt32(min(size, largest))) + littleEndian(UInt32(min(start, largest))) + [0, 0])
    try sink.flush()
  }
}

/// The bytes of a number, the lowest first.
public func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
  withUnsafeBytes(of: number.littleEndian) { Array($0) }
}
