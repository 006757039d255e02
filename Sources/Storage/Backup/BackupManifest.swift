import Crypto
import Foundation
import Ink

/// What a backup holds, written last: a folder without it is no backup.
struct BackupManifest: Codable, Equatable {
  struct File: Codable, Equatable {
    /// Below the folder.
    let path: String
    let bytes: Int
    /// 64 hexadecimal digits.
    let sha256: String
  }

  static let name = "manifest.json"
  static let newestFormat = 1

  var format = newestFormat
  /// RFC 3339, UTC.
  let created: String
  /// Of all drawings, deleted ones too.
  let drawings: Int
  let files: [File]

  /// - Throws: `.noBackup` when there is none or it makes no sense.
  static func read(in folder: String) throws(StoreError) -> BackupManifest {
    guard let data = FileManager.default.contents(atPath: folder + "/" + name) else {
      throw .noBackup(path: folder, reason: "it has no \(name): it was never finished")
    }
    guard let manifest = try? JSONDecoder().decode(Self.self, from: data) else {
      throw .noBackup(path: folder, reason: "its \(name) is damaged")
    }
    guard manifest.format <= newestFormat else {
      throw .noBackup(path: folder, reason: "a newer Inkling made it")
    }
    // A manifest from elsewhere names nothing outside its folder.
    let isSafe = manifest.files.allSatisfy {
      !$0.path.hasPrefix("/") && !$0.path.split(separator: "/").contains("..")
    }
    guard isSafe, manifest.files.contains(where: { $0.path == "inkling.db" }) else {
      throw .noBackup(path: folder, reason: "its \(name) names other files than a backup's")
    }
    return manifest
  }

  /// Compares every byte.
  func verify(in folder: String) throws(StoreError) {
    for file in files {
      let found = try Self.describe(file.path, in: folder)
      guard found == file else {
        throw .noBackup(path: folder, reason: "\(file.path) is not what was saved")
      }
    }
  }

  /// Reads a file once, in pieces.
  static func describe(_ path: String, in folder: String) throws(StoreError) -> File {
    guard let file = FileHandle(forReadingAtPath: folder + "/" + path) else {
      throw .noBackup(path: folder, reason: "\(path) is missing or cannot be read")
    }
    var hash = SHA256()
    var bytes = 0
    do {
      while let piece = try file.read(upToCount: 4 << 20), !piece.isEmpty {
        hash.update(data: piece)
        bytes += piece.count
      }
    } catch {
      throw .noBackup(path: folder, reason: "\(path) cannot be read")
    }
    return File(path: path, bytes: bytes, sha256: String(hexOf: hash.finalize()))
  }

  func write(in folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(self).write(
      to: URL(filePath: folder + "/" + Self.name), options: .atomic)
    Backup.sync(folder + "/" + Self.name)
    Backup.sync(folder)
  }
}
