import Crypto
import Foundation
import GRDB

/// What became of a finished training.
public enum Completion: Sendable, Equatable {
  case succeeded(version: String)
  /// It was cancelled in the last moment; the model is not kept.
  case cancelled
  /// The lease was lost; nothing was written.
  case lost
}

extension Jobs {
  /// Ends a training with its model: file, row, activation and the job's end.
  ///
  /// The file comes first, all else in one transaction: a crash at any point leaves the old state,
  /// perhaps with a file that `Models.tidy` removes, or the new one.
  /// - Parameter reached: called before the row is written, for tests of crashes.
  public func complete(
    _ id: Int64, owner: String, model new: NewModel, activate: Bool,
    reached: () -> Void = {}
  ) throws(StoreError) -> Completion {
    let models = store.models
    try models.writeFile(of: new)
    reached()
    let hash = Array(SHA256.hash(data: Data(new.bytes)))
    let completion: Completion
    do {
      completion = try store.change { database in
        guard try Self.holds(database, id, owner: owner) else { return .lost }
        guard let job = try Job.fetch(database, id: id), !job.isCancelRequested else {
          try Self.end(database, id, .cancelled)
          return .cancelled
        }
        let model = try Models.insert(database, new, sha256: hash)
        if activate {
          try Models.activate(database, model, version: new.version, actor: "job \(id)")
        }
        try database.execute(
          sql: "UPDATE training_job SET made_model = ?, metrics = ? WHERE job_id = ?",
          arguments: [model, new.metrics, id])
        try Self.end(database, id, .succeeded)
        return .succeeded(version: new.version)
      }
    } catch {
      models.removeFile(ofVersion: new.version)
      throw error
    }
    if case .succeeded = completion {
      store.sync()
    } else {
      models.removeFile(ofVersion: new.version)
    }
    return completion
  }
}
