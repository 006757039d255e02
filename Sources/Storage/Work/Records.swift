import GRDB

extension Database {
  /// Notes who changed what.
  /// - Parameters:
  ///   - before: JSON.
  ///   - after: JSON.
  /// - Returns: the row.
  @discardableResult
  func audit(
    actor: String, action: String, subject: String, before: String? = nil, after: String? = nil
  ) throws -> Int64 {
    try execute(
      sql: """
        INSERT INTO audit (at, actor, action, subject, before, after) VALUES (?, ?, ?, ?, ?, ?)
        """, arguments: [storeTime(), actor, action, subject, before, after])
    let row = lastInsertedRowID
    try execute(
      sql: """
        INSERT INTO event (at, topic, payload) VALUES (?, 'audit', json_object('audit', ?))
        """, arguments: [storeTime(), row])
    return row
  }

  /// Tells administrators' pages what has changed.
  /// - Parameter payload: a JSON object.
  func tell(_ topic: String, _ payload: String) throws {
    try execute(
      sql: "INSERT INTO event (at, topic, payload) VALUES (?, ?, ?)",
      arguments: [storeTime(), topic, payload])
  }

  /// Tells administrators' pages that a job is in another state.
  func tell(job: Int64, _ status: JobStatus) throws {
    try execute(
      sql: """
        INSERT INTO event (at, topic, payload)
        SELECT ?1, iif(kind = 'training', 'training', 'jobs'),
          iif(kind = 'training', json_object('job', id, 'status', ?2),
            json_object('job', id, 'kind', kind, 'status', ?2, 'done',
              ifnull(json_extract(progress, '$.done'), 0), 'total',
              json_extract(progress, '$.total'), 'error', error))
        FROM job WHERE id = ?3
        """, arguments: [storeTime(), status.rawValue, job])
  }

  /// Tells administrators' pages that another model serves.
  func tell(activeModel version: String) throws {
    try execute(
      sql: """
        INSERT INTO event (at, topic, payload) VALUES (?, 'models', json_object('version', ?))
        """, arguments: [storeTime(), version])
  }
}
