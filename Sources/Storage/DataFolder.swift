import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder in which everything is kept, and the lock that keeps a second server out of it.
public final class DataFolder: Sendable {
  public let path: String
  /// Below zero when the lock is not held.
  private let lockDescriptor: Mutex<Int32>

  var mainFile: String { path + "/inkling.db" }
  var inkFile: String { path + "/ink.db" }

  /// - Parameter exclusive: take the lock; only one program at a time may hold it.
  public init(path: String, exclusive: Bool) throws(StoreError) {
    self.path = path
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    } catch {
      throw .noFolder(path: path, reason: Self.reason(of: error))
    }
    guard exclusive else {
      guard !Restoring.isUnderWay(in: path) else {
        throw .unavailable(reason: "a backup is being put back; start the server to finish that")
      }
      lockDescriptor = Mutex(-1)
      return
    }
    let descriptor = open(path + "/inkling.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .readOnlyFolder(path: path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw .inUse(path: path)
    }
    lockDescriptor = Mutex(descriptor)
    if Restoring.isUnderWay(in: path) {
      do { try Restoring.finish(in: path) } catch { throw StoreError(error, file: path) }
    }
  }

  deinit { unlock() }

  /// Lets the next program in.
  func unlock() {
    lockDescriptor.withLock { descriptor in
      if descriptor >= 0 { close(descriptor) }
      descriptor = -1
    }
  }

  /// Whether a database was ever made here.
  public var isEmpty: Bool { !FileManager.default.fileExists(atPath: mainFile) }

  private static func reason(of error: any Error) -> String {
    let code = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)?.code
    switch code {
    case Int(EACCES), Int(EROFS), Int(EPERM): return "not permitted"
    case Int(EEXIST), Int(ENOTDIR): return "a file of that name is in the way"
    case Int(ENOSPC): return "the disk is full"
    default: return "the system refused"
    }
  }
}
