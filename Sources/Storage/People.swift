import Foundation
import GRDB
public import Ink

/// Somebody who draws.
public struct User: Sendable, Equatable {
  public let id: Int64
  public let publicID: DrawingID
  public let name: String?
}

/// What is kept of a person's drawings as they come in.
public struct UserStats: Sendable, Equatable {
  public var drawings: Int
  public var averageQuality: Double
  public var streak: Int
  public var bestStreak: Int
  /// By shape: key, drawings, best quality.
  public var byShape: [(shape: String, drawings: Int, bestQuality: Double)] = []
  /// 1 for whoever drew most.
  public var rank: Int?
  /// Days in a row by the server's calendar, up to today or yesterday.
  public var days = 0
  public var bestDays = 0
  /// Of the drawing that is answered.
  public var reward: Reward?

  /// What somebody has of whom nothing is kept.
  public static let nobody = UserStats(drawings: 0, averageQuality: 0, streak: 0, bestStreak: 0)

  public static func == (a: UserStats, b: UserStats) -> Bool {
    a.drawings == b.drawings && a.streak == b.streak && a.bestStreak == b.bestStreak
      && a.averageQuality == b.averageQuality
  }
}

extension StoreWriter {
  /// Makes a person and a session; the session is known by the hash of its token alone.
  ///
  /// - Parameter consent: whether drawings may be kept; nil for programs, which are not asked.
  public func createSession(
    publicID: DrawingID, name: String?, tokenHash: [UInt8], consent: Bool? = nil,
    completion: @escaping @Sendable (Result<User, StoreError>) -> Void
  ) {
    enqueue(
      Change(
        apply: { database, _ in
          let user = try Self.makePerson(
            publicID: publicID, name: name, tokenHash: tokenHash, consent: consent, in: database)
          return { completion(.success(user)) }
        }, failed: { completion(.failure($0)) }, isAccepted: false))
  }

  /// Another session of a person.
  public func addSession(
    userID: Int64, tokenHash: [UInt8],
    completion: @escaping @Sendable (Result<Void, StoreError>) -> Void
  ) {
    enqueue(
      Change(
        apply: { database, _ in
          try Self.insertSession(userID: userID, tokenHash: tokenHash, in: database)
          return { completion(.success(())) }
        }, failed: { completion(.failure($0)) }, isAccepted: false))
  }

  private static func insertSession(
    userID: Int64, tokenHash: [UInt8], in database: Database
  ) throws {
    let now = storeTime()
    try database.cachedStatement(
      sql: "INSERT INTO session (token_hash, user_id, created, last_seen) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [Data(tokenHash), userID, now, now])
  }

  static func makePerson(
    publicID: DrawingID, name: String?, tokenHash: [UInt8], consent: Bool? = nil,
    in database: Database
  ) throws -> User {
    let now = storeTime()
    try database.cachedStatement(
      sql: "INSERT INTO user (public_id, name, created, consent) VALUES (?, ?, ?, ?)"
    ).execute(arguments: [publicID.data, name, now, consent])
    let user = User(id: database.lastInsertedRowID, publicID: publicID, name: name)
    try insertSession(userID: user.id, tokenHash: tokenHash, in: database)
    return user
  }
}

extension Store {
  /// The person of a session, or nil when there is no such session.
  public func user(tokenHash: [UInt8]) throws(StoreError) -> User? {
    try read { database in
      try database.cachedStatement(
        sql: """
          SELECT user.id, user.public_id, user.name FROM session JOIN user ON user.id = user_id
          WHERE token_hash = ?
          """
      ).fetchRow([Data(tokenHash)]).map {
        User(id: $0[0], publicID: DrawingID(data: $0[1]), name: $0[2])
      }
    }
  }

  /// A person by their public name; nil when there is none.
  public func user(publicID: DrawingID) throws(StoreError) -> User? {
    try read { database in
      try database.cachedStatement(sql: "SELECT id, name FROM user WHERE public_id = ?")
        .fetchRow([publicID.data]).map { User(id: $0[0], publicID: publicID, name: $0[1]) }
    }
  }

  public func stats(ofUser id: Int64) throws(StoreError) -> UserStats {
    try read { database in
      var stats = try UserStats.fetch(database, user: id)
      stats.byShape = try Row.fetchAll(
        database,
        sql: """
          SELECT shape.key, user_shape.drawings, best_quality
          FROM user_shape JOIN shape ON shape.id = shape WHERE user_id = ? ORDER BY shape.id
          """, arguments: [id]
      ).map { ($0[0], $0[1], $0[2]) }
      stats.rank = try Int.fetchOne(
        database, sql: "SELECT 1 + count(*) FROM user WHERE drawings > ?",
        arguments: [stats.drawings])
      return stats
    }
  }
}

extension UserStats {
  static func fetch(
    _ database: Database, user: Int64, now: Int64 = storeTime()
  ) throws -> UserStats {
    let row = try database.cachedStatement(
      sql: """
        SELECT drawings, quality_sum, streak, best_streak, days, best_days, last_day
        FROM user WHERE id = ?
        """
    ).fetchRow([user])
    guard let row else { return .nobody }
    let drawings: Int = row[0]
    let sum: Double = row[1]
    var stats = UserStats(
      drawings: drawings, averageQuality: drawings > 0 ? sum / Double(drawings) : 0,
      streak: row[2], bestStreak: row[3])
    let isOn: Bool = row[6] >= ServerCalendar.day(of: now) - 1
    (stats.days, stats.bestDays) = (isOn ? row[4] : 0, row[5])
    return stats
  }
}

extension Statement {
  /// The first row of the answer.
  func fetchRow(_ arguments: StatementArguments) throws -> Row? {
    try Row.fetchOne(self, arguments: arguments)
  }
}

extension DrawingID {
  /// The 16 bytes, as a row keeps them.
  var data: Data { Data((0..<16).map { self[$0] }) }

  /// - Precondition: 16 bytes, as the column's check demands.
  init(data: Data) {
    var words: (UInt64, UInt64) = (0, 0)
    for (index, byte) in data.enumerated() {
      if index < 8 {
        words.0 = words.0 << 8 | UInt64(byte)
      } else {
        words.1 = words.1 << 8 | UInt64(byte)
      }
    }
    self.init(high: words.0, low: words.1)
  }
}

extension Store {
  /// Ids of some people, evenly over those there are.
  public func somePeople(_ count: Int) throws(StoreError) -> [Int64] {
    try read { database in
      let last = try Int64.fetchOne(database, sql: "SELECT max(id) FROM user") ?? 0
      return try Int64.fetchAll(
        database, sql: "SELECT id FROM user WHERE id % ? = 0 ORDER BY id LIMIT ?",
        arguments: [max(last / Int64(count), 1), count])
    }
  }
}
