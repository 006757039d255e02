import GRDB

/// A training at one of its steps.
public struct CurvePoint: Sendable, Equatable {
  public var step, epoch: Int
  /// Of the last steps' drawings: mean cross entropy in nats, and the share that was recognised.
  public var loss, accuracy: Double
  /// Of the drawings that it chooses by, where they were looked at after this very step.
  public var validationLoss, validationAccuracy: Double?
  /// ms since 1970.
  public var at: Int64

  public init(
    step: Int, epoch: Int, loss: Double, accuracy: Double, validationLoss: Double? = nil,
    validationAccuracy: Double? = nil, at: Int64 = storeTime()
  ) {
    self.step = step
    self.epoch = epoch
    self.loss = loss
    self.accuracy = accuracy
    self.validationLoss = validationLoss
    self.validationAccuracy = validationAccuracy
    self.at = at
  }

  init(_ row: Row) {
    step = row[0]
    epoch = row[1]
    loss = row[2]
    accuracy = row[3]
    validationLoss = row[4]
    validationAccuracy = row[5]
    at = row[6]
  }

  func insert(_ database: Database, job: Int64) throws {
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO training_point
          (job_id, step, epoch, loss, accuracy, validation_loss, validation_accuracy, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [job, step, epoch, loss, accuracy, validationLoss, validationAccuracy, at])
  }
}

extension Jobs {
  /// The course of a training so far, in the order of its steps.
  public func curve(of id: Int64) throws(StoreError) -> [CurvePoint] {
    try store.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT step, epoch, loss, accuracy, validation_loss, validation_accuracy, at
          FROM training_point WHERE job_id = ? ORDER BY step
          """, arguments: [id]
      ).map(CurvePoint.init)
    }
  }

  /// What a job has to know when it is begun: which drawings are older than it. Begun again, it has
  /// those that it had.
  static func begin(_ database: Database, _ id: Int64) throws {
    try database.execute(
      sql: """
        UPDATE training_job
        SET newest_drawing = coalesce(newest_drawing, (SELECT max(id) FROM drawing), 0)
        WHERE job_id = ?
        """, arguments: [id])
  }

  /// Trainings that ended with a model, the newest first: what they were asked and what they
  /// measured, JSON each.
  public func measured(limit: Int) throws(StoreError) -> [(config: String, metrics: String)] {
    try store.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT config, metrics FROM job JOIN training_job ON job_id = job.id
          WHERE kind = ? AND status = 'succeeded' AND metrics IS NOT NULL
          ORDER BY job.id DESC LIMIT ?
          """, arguments: [Self.kind, limit]
      ).map { ($0[0], $0[1]) }
    }
  }
}
