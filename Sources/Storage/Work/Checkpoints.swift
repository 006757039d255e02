import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How far unfinished trainings have come: a file each in a folder of their own.
///
/// Losing one costs time and nothing else, so nothing waits for the disk; what a power cut leaves of
/// one is refused by its own checksum.
public struct Checkpoints: Sendable {
  let store: Store
  private var folder: String { store.folder.path + "/unfinished" }
  private static let suffix = ".training"

  private func path(of job: Int64) -> String { "\(folder)/\(job)\(Self.suffix)" }

  /// - Returns: false when it could not be kept.
  @discardableResult
  public func write(_ bytes: [UInt8], of job: Int64) -> Bool {
    mkdir(folder, 0o700)
    let temporary = path(of: job) + ".new"
    guard
      FileManager.default.createFile(
        atPath: temporary, contents: Data(bytes), attributes: [.posixPermissions: 0o600]),
      rename(temporary, path(of: job)) == 0
    else {
      unlink(temporary)
      return false
    }
    return true
  }

  public func read(of job: Int64) -> [UInt8]? {
    FileManager.default.contents(atPath: path(of: job)).map { [UInt8]($0) }
  }

  public func remove(of job: Int64) { unlink(path(of: job)) }

  /// Removes those of jobs that are over, and what a crash left half written.
  public func tidy() throws(StoreError) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names {
      let id = name.hasSuffix(Self.suffix) ? Int64(name.dropLast(Self.suffix.count)) : nil
      if let id, let job = try store.jobs.find(id), !job.status.isOver { continue }
      unlink("\(folder)/\(name)")
    }
  }
}

extension Store {
  public var checkpoints: Checkpoints { Checkpoints(store: self) }
}
