import Crypto
import Foundation
import GRDB

extension Models {
  /// The generator that was trained beside a model, its whole file.
  /// - Returns: nil when there is none.
  /// - Throws: `.damaged` when it is not what was written.
  public func generator(of model: Int64) throws(StoreError) -> [UInt8]? {
    let row = try store.read { database in
      try Row.fetchOne(
        database, sql: "SELECT sha256, data FROM generator WHERE model_id = ?", arguments: [model])
    }
    guard let row else { return nil }
    let (hash, data): (Data, Data) = (row[0], row[1])
    guard Data(SHA256.hash(data: data)) == hash else {
      throw .damaged(
        file: "the generator of model \(model)", reason: "its checksum is another")
    }
    return [UInt8](data)
  }

  /// Keeps what was learnt of drawing beside a model. It goes with the model.
  /// - Returns: false when the model has gone meanwhile.
  @discardableResult
  public func keep(generator: [UInt8], besideModel version: String) throws(StoreError) -> Bool {
    let data = Data(generator)
    return try store.change { database in
      try database.execute(
        sql: """
          INSERT OR REPLACE INTO generator (model_id, sha256, data)
          SELECT id, ?, ? FROM model WHERE version = ?
          """, arguments: [Data(SHA256.hash(data: data)), data, version])
      return database.changesCount > 0
    }
  }
}
