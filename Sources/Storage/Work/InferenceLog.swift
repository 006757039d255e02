import GRDB

/// One answer of a model, for those who want to know later how it did.
public struct LoggedAnswer: Sendable, Equatable {
  /// ms since 1970.
  public var at: Int64
  /// Nil for a model that is in no registry.
  public var model: Int64?
  /// `drawing`, `http` or `socket`: beside a drawing that is collected, or asked for by a program.
  public var source: String
  /// What it said: a shape or `none`.
  public var shape: String
  public var confidence: Float
  public var microseconds: Int

  public init(
    at: Int64 = storeTime(), model: Int64?, source: String, shape: String, confidence: Float,
    microseconds: Int
  ) {
    self.at = at
    self.model = model
    self.source = source
    self.shape = shape
    self.confidence = confidence
    self.microseconds = microseconds
  }
}

extension Store {
  /// So many of the newest are kept, and none for longer than a month.
  public static let loggedAnswersKept = 100_000
  static let loggedAnswersAge: Int64 = 30 * 24 * 3_600_000

  /// Keeps some answers, and lets as many of the oldest go as there are too many.
  public func log(_ answers: [LoggedAnswer]) throws(StoreError) {
    try change { database in
      let insert = try database.cachedStatement(
        sql: """
          INSERT INTO inference_log (at, model_id, source, shape, confidence, latency_us)
          VALUES (?, (SELECT id FROM model WHERE id = ?), ?, ?, ?, ?)
          """)
      for answer in answers {
        try insert.execute(
          arguments: [
            answer.at, answer.model, answer.source, answer.shape,
            Double(min(max(answer.confidence, 0), 1)), answer.microseconds,
          ])
      }
      try database.execute(
        sql: "DELETE FROM inference_log WHERE id <= (SELECT max(id) FROM inference_log) - ?",
        arguments: [Self.loggedAnswersKept])
    }
  }
}
