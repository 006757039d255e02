import Crypto
import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder of models: a file is there whole, or not at all.
struct ModelFiles {
  let folder: String

  init(_ folder: DataFolder) { self.folder = folder.path + "/models" }

  static func name(ofVersion version: String) -> String { version + ".ink" }
  private static let temporarySuffix = ".unfinished"

  /// Writes a file under another name, brings it to the disk and gives it its name.
  /// - Throws: `.full` and the like; nothing is left of it then.
  func write(_ bytes: [UInt8], as name: String) throws(StoreError) {
    try makeFolder()
    let path = folder + "/" + name
    let temporary = path + Self.temporarySuffix
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw failure() }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes {
        Self.write(file, UnsafeRawBufferPointer(rebasing: $0[written...]))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return try giveUp(file, temporary) }
      written += count
    }
    guard fsync(file) == 0 else { return try giveUp(file, temporary) }
    close(file)
    guard rename(temporary, path) == 0 else { return try giveUp(-1, temporary) }
    // Only with its folder is the name on the disk.
    let directory = open(folder, O_RDONLY | O_CLOEXEC)
    if directory >= 0 {
      fsync(directory)
      close(directory)
    }
  }

  /// The whole file.
  /// - Throws: `.damaged` when it is missing or not what was written.
  func read(_ row: ModelRow) throws(StoreError) -> [UInt8] {
    let path = folder + "/" + row.file
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .damaged(file: path, reason: "it is missing or cannot be read")
    }
    guard Array(SHA256.hash(data: data)) == row.sha256 else {
      throw .damaged(file: path, reason: "its checksum is not that of model \(row.version)")
    }
    return [UInt8](data)
  }

  func remove(_ name: String) { unlink(folder + "/" + name) }

  /// All names in the folder.
  func names() -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      $0.hasSuffix(".ink") || $0.hasSuffix(".ink" + Self.temporarySuffix)
    }
  }

  private func makeFolder() throws(StoreError) {
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure() }
  }

  private func giveUp(_ file: Int32, _ temporary: String) throws(StoreError) {
    let reason = failure()
    if file >= 0 { close(file) }
    unlink(temporary)
    throw reason
  }

  /// What the system's last error means here.
  private func failure() -> StoreError {
    switch errno {
    case ENOSPC, EDQUOT, EFBIG: .full
    case EACCES, EPERM, EROFS: .readOnlyFolder(path: folder)
    default: .unavailable(reason: String(cString: strerror(errno)))
    }
  }

  private static func write(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(file, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(file, bytes.baseAddress, bytes.count)
    #endif
  }
}
