import GRDB

/// What a job's worker is told at each sign of life.
public enum LeaseAnswer: Sendable, Equatable {
  case goOn
  /// Somebody asked to stop.
  case cancel
  /// The job is another's by now, or over: nothing of it may be written any more.
  case lost
}

extension Jobs {
  /// How long a worker is believed without a sign of life, ms.
  public static let leaseInMilliseconds: Int64 = 5_000
  /// A job whose workers died so often fails.
  public static let attemptsAtMost = 3

  /// Whether there is something to take; reads only, so that idle workers disturb nobody.
  /// - Parameter scans: whether scans count beside trainings.
  public func hasWork(scans: Bool = false) throws(StoreError) -> Bool {
    try store.read { database in
      try database.cachedStatement(
        sql: """
          SELECT EXISTS (SELECT 1 FROM job WHERE status = 'queued' AND kind IN (?1, ?2))
            OR EXISTS (
              SELECT 1 FROM job
              WHERE status = 'running' AND kind IN (?1, ?2) AND lease_until < ?3)
          """
      ).fetchRow([Self.kind, scans ? Self.review : Self.kind, storeTime()])?[0] ?? false
    }
  }

  /// Whether a training waits, for which a scan makes room.
  public func aTrainingWaits() throws(StoreError) -> Bool {
    try store.read { database in
      try database.cachedStatement(
        sql: "SELECT EXISTS (SELECT 1 FROM job WHERE status = 'queued' AND kind = ?)"
      ).fetchRow([Self.kind])?[0] ?? false
    }
  }

  /// Whether a job's worker has given no sign of life for too long.
  public func hasExpired() throws(StoreError) -> Bool {
    try store.read { database in
      try database.cachedStatement(
        sql: "SELECT EXISTS (SELECT 1 FROM job WHERE status = 'running' AND lease_until < ?)"
      ).fetchRow([storeTime()])?[0] ?? false
    }
  }

  /// Whether a living worker has a job.
  public func isSomebodyWorking() throws(StoreError) -> Bool {
    try store.read { database in
      try Bool.fetchOne(
        database,
        sql: "SELECT EXISTS (SELECT 1 FROM job WHERE status = 'running' AND lease_until >= ?)",
        arguments: [storeTime()]) ?? false
    }
  }

  /// Takes the oldest job that waits, scans after all trainings; nil when none does.
  /// - Parameters:
  ///   - owner: the worker's name, never used twice.
  ///   - id: this job alone.
  ///   - scans: whether scans are taken, too.
  public func take(
    owner: String, id: Int64? = nil, scans: Bool = false
  ) throws(StoreError) -> Job? {
    try store.change { database in
      try Self.expire(database)
      let taken = try Int64.fetchOne(
        database,
        sql: """
          UPDATE job SET status = 'running', attempts = attempts + 1, lease_owner = ?1,
            lease_until = ?2, progress = NULL, started = coalesce(started, ?3)
          WHERE id = (
            SELECT id FROM job
            WHERE status = 'queued' AND kind IN (?4, ?6) AND (?5 IS NULL OR id = ?5)
            ORDER BY kind = ?4 DESC, id LIMIT 1)
          RETURNING id
          """,
        arguments: [
          owner, storeTime() + Self.leaseInMilliseconds, storeTime(), Self.kind, id,
          scans ? Self.review : Self.kind,
        ])
      guard let taken else { return nil }
      try Self.begin(database, taken)
      try database.tell(job: taken, .running)
      return try Job.fetch(database, id: taken)
    }
  }

  /// A sign of life: the lease goes on from now.
  /// - Parameters:
  ///   - progress: JSON; nil leaves the one before.
  ///   - begun: after which step it goes on, when it has just begun: later points of its curve were
  ///     of an attempt that came to nothing.
  ///   - points: of its curve, new or instead of those of the same step.
  ///   - data: JSON, the drawings that it learns from; nil leaves what is known.
  public func beat(
    _ id: Int64, owner: String, progress: String?, begun: Int? = nil, points: [CurvePoint] = [],
    data: String? = nil
  ) throws(StoreError) -> LeaseAnswer {
    try store.change { database in
      let row = try database.cachedStatement(
        sql: """
          UPDATE job SET lease_until = ?, progress = coalesce(?, progress)
          WHERE id = ? AND lease_owner = ? AND status = 'running' RETURNING cancel_requested
          """
      ).fetchRow([storeTime() + Self.leaseInMilliseconds, progress, id, owner])
      guard let row else { return .lost }
      if let begun {
        try database.execute(
          sql: "DELETE FROM training_point WHERE job_id = ? AND step > ?", arguments: [id, begun])
      }
      for point in points { try point.insert(database, job: id) }
      if let data {
        try database.execute(
          sql: "UPDATE training_job SET data = ? WHERE job_id = ?", arguments: [data, id])
      }
      return row[0] ? .cancel : .goOn
    }
  }

  /// What a sign of life would be answered, without giving one.
  public func look(_ id: Int64, owner: String) throws(StoreError) -> LeaseAnswer {
    try store.read { database in
      let row = try database.cachedStatement(
        sql: """
          SELECT cancel_requested FROM job WHERE id = ? AND lease_owner = ? AND status = 'running'
          """
      ).fetchRow([id, owner])
      guard let row else { return .lost }
      return row[0] ? .cancel : .goOn
    }
  }

  /// Ends a job that its worker could not or should not do.
  /// - Parameter status: `.failed` or `.cancelled`.
  /// - Returns: false when the lease was lost; nothing is written then.
  public func end(
    _ id: Int64, owner: String, _ status: JobStatus, error: String? = nil
  ) throws(StoreError) -> Bool {
    try store.change { database in
      guard try Self.holds(database, id, owner: owner) else { return false }
      try Self.end(database, id, status, error: error)
      return true
    }
  }

  /// Puts a job back into the queue as if it had not been begun: its worker was asked to leave.
  public func giveBack(_ id: Int64, owner: String) throws(StoreError) {
    try store.change { database in
      guard let job = try Job.fetch(database, id: id), job.owner == owner, job.status == .running
      else { return }
      try Self.release(database, job, countsAttempt: false)
    }
  }

  /// Takes the jobs of a worker that has died.
  public func abandon(owner: String) throws(StoreError) {
    try store.change { database in
      let jobs = try Row.fetchAll(
        database, sql: Job.select + " WHERE job.status = 'running' AND lease_owner = ?",
        arguments: [owner]
      ).map(Job.init)
      for job in jobs { try Self.release(database, job, countsAttempt: true) }
    }
  }

  /// Takes the jobs of all workers that have given no sign of life for too long.
  public func expire() throws(StoreError) {
    try store.change { try Self.expire($0) }
  }

  // MARK: - Inside a transaction

  static func holds(_ database: Database, _ id: Int64, owner: String) throws -> Bool {
    try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM job WHERE id = ? AND lease_owner = ? AND status = 'running')
        """, arguments: [id, owner]) ?? false
  }

  private static func expire(_ database: Database) throws {
    let jobs = try Row.fetchAll(
      database, sql: Job.select + " WHERE job.status = 'running' AND lease_until < ?",
      arguments: [storeTime()]
    ).map(Job.init)
    for job in jobs { try release(database, job, countsAttempt: true) }
  }

  /// A job that nobody works on any more waits again, unless it is to end.
  private static func release(_ database: Database, _ job: Job, countsAttempt: Bool) throws {
    if job.isCancelRequested { return try end(database, job.id, .cancelled) }
    if countsAttempt && job.attempts >= attemptsAtMost {
      let isTraining = job.kind == kind
      let error =
        "Its worker died \(job.attempts) times, perhaps for want of memory; "
        + (isTraining
          ? "ask for fewer drawings with cap_per_class, or replay the job." : "ask for it again.")
      try database.execute(
        sql: """
          INSERT INTO dead_letter (job_id, kind, payload, error, attempts, created)
          VALUES (?, ?, ?, ?, ?, ?)
          """, arguments: [job.id, job.kind, job.config, error, job.attempts, storeTime()])
      return try end(database, job.id, .failed, error: error)
    }
    try database.execute(
      sql: """
        UPDATE job SET status = 'queued', lease_owner = NULL, lease_until = NULL, progress = NULL,
          attempts = attempts - ? WHERE id = ?
        """, arguments: [countsAttempt ? 0 : 1, job.id])
    try database.tell(job: job.id, .queued)
  }
}
