import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The last step of putting a backup in place: files that lie ready beside the old ones take their
/// names.
///
/// A mark says that all of them are there and on the disk. From then on whoever opens the folder
/// goes on where this was interrupted, so that no crash leaves files of two times side by side.
enum Restoring {
  static let suffix = ".restored"
  private static let mark = "restoring"

  static func isUnderWay(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(mark)")
  }

  /// Everything lies ready.
  static func begin(in folder: String) throws {
    for place in [folder, "\(folder)/models"] { Backup.sync(place) }
    try Data().write(to: URL(filePath: "\(folder)/\(mark)"))
    Backup.sync("\(folder)/\(mark)")
    Backup.sync(folder)
  }

  /// Gives the files their names; again from the start after an interruption.
  /// - Parameter reached: called before each step, for tests of crashes.
  static func finish(in folder: String, reached: (Int) throws -> Void = { _ in }) throws {
    // A log of the data before would be taken for that of the data restored.
    for name in ["inkling.db", "ink.db"] {
      for end in ["-wal", "-shm"] { unlink("\(folder)/\(name)\(end)") }
    }
    var step = 0
    for place in ["\(folder)/models", folder] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
      for name in names.sorted() where name.hasSuffix(suffix) {
        try reached(step)
        step += 1
        let path = "\(place)/\(name)"
        guard rename(path, String(path.dropLast(suffix.count))) == 0 else {
          throw CocoaError(.fileWriteUnknown)
        }
      }
      Backup.sync(place)
    }
    try reached(step)
    unlink("\(folder)/\(mark)")
    Backup.sync(folder)
  }
}
