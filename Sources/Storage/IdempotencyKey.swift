import Foundation
import GRDB

/// Makes a request safe to send again: the same key and body get the same answer for a day.
public struct IdempotencyKey: Sendable {
  public let key: String
  public let bodyHash: [UInt8]
  /// The answer that is kept, JSON.
  public let answer: @Sendable (StoredResult) -> [UInt8]

  public init(
    key: String, bodyHash: [UInt8], answer: @escaping @Sendable (StoredResult) -> [UInt8]
  ) {
    self.key = key
    self.bodyHash = bodyHash
    self.answer = answer
  }
}

extension IdempotencyKey {
  /// What was answered to a key within a day, and the hash of the body it was for.
  static func answer(
    in database: Database, user: Int64, key: String
  ) throws -> (bodyHash: [UInt8], answer: [UInt8])? {
    try database.cachedStatement(
      sql: """
        SELECT body_hash, answer FROM idempotency_key WHERE user_id = ? AND key = ? AND created > ?
        """
    ).fetchRow([user, key, storeTime() - 86_400_000]).map {
      ([UInt8]($0[0] as Data), [UInt8](($0[1] as String).utf8))
    }
  }

  /// What was answered to this key, looked up where no other request can come between.
  /// - Throws: a conflict when the key was used for another body.
  func kept(in database: Database, user: Int64) throws -> StoredResult? {
    guard let kept = try Self.answer(in: database, user: user, key: key) else { return nil }
    guard kept.bodyHash == bodyHash else {
      throw StoreError.conflict("This key was used for another body within the last day.")
    }
    var result = StoredResult(
      quality: 0, stats: try UserStats.fetch(database, user: user), wasThere: true)
    result.keptAnswer = kept.answer
    return result
  }
}
