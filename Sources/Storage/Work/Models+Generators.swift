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

  static func insert(
    _ generator: [UInt8], ofModel model: Int64, in database: Database
  ) throws {
    let data = Data(generator)
    try database.execute(
      sql: "INSERT INTO generator (model_id, sha256, data) VALUES (?, ?, ?)",
      arguments: [model, Data(SHA256.hash(data: data)), data])
  }
}
