import Foundation
import GRDB

/// Why the store refused. Each sentence is for the person who can act.
public enum StoreError: Error, CustomStringConvertible, Equatable {
  case noFolder(path: String, reason: String)
  case readOnlyFolder(path: String)
  case inUse(path: String)
  case newerVersion(path: String, step: String)
  case olderVersion(path: String)
  case damaged(file: String, reason: String)
  case full
  case unavailable(reason: String)
  case unknownShape(String)
  case conflict(String)
  case cannotUndo(String)
  case notYours
  case noJob(Int64)
  case noModel(String)
  case noBackup(path: String, reason: String)
  case notEmpty(path: String)

  public var description: String {
    switch self {
    case .noFolder(let path, let reason):
      "The data folder \(path) cannot be made: \(reason). Choose another with --data."
    case .readOnlyFolder(let path):
      "The data folder \(path) cannot be written to; give this user the right to, or choose another with --data."
    case .inUse(let path):
      "Another Inkling works on the data folder \(path); stop it first, or choose another with --data."
    case .newerVersion(let path, let step):
      "The data folder \(path) was made by a newer Inkling (\(step)); start that version, or restore a backup made before it."
    case .olderVersion(let path):
      "The data folder \(path) was made by an older Inkling; start the server once to bring it up to date."
    case .damaged(let file, let reason):
      "\(file) is damaged: \(reason). Run inkling verify, or restore a backup."
    case .full: "The disk is full; free some space. What was accepted is kept in memory until then."
    case .unavailable(let reason): "The store cannot write: \(reason)."
    case .unknownShape(let shape): "There is no shape \"\(shape)\"."
    case .conflict(let what), .cannotUndo(let what): what
    case .notYours: "This drawing belongs to somebody else."
    case .noJob(let id): "There is no job \(id)."
    case .noModel(let name): "There is no model \(name)."
    case .noBackup(let path, let reason):
      "\(path) is no backup that could be restored: \(reason). Nothing was changed."
    case .notEmpty(let path):
      "There is something in \(path) already; name another folder, or say --overwrite when restoring over it."
    }
  }

  /// The store's word for an error of SQLite.
  init(_ error: any Error, file: String = "the database") {
    if let error = error as? StoreError {
      self = error
    } else if let error = error as? DatabaseError {
      switch error.resultCode.primaryResultCode {
      case .SQLITE_FULL: self = .full
      case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: self = .readOnlyFolder(path: file)
      case .SQLITE_CORRUPT, .SQLITE_NOTADB:
        self = .damaged(file: file, reason: error.message ?? "not a database")
      case .SQLITE_CONSTRAINT: self = .conflict("This goes against what is stored already.")
      default: self = .unavailable(reason: error.message ?? "SQLite \(error.resultCode)")
      }
    } else if let code = (error as? CocoaError)?.code {
      switch code {
      case .fileWriteOutOfSpace: self = .full
      case .fileReadNoSuchFile, .fileNoSuchFile:
        self = .damaged(file: file, reason: "a file is missing")
      case .fileWriteNoPermission, .fileReadNoPermission: self = .readOnlyFolder(path: file)
      default: self = .unavailable(reason: error.localizedDescription)
      }
    } else {
      self = .unavailable(reason: "\(error)")
    }
  }
}
