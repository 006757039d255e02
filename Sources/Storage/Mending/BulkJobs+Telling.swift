import GRDB

extension Database {
  /// What administrators' pages see of a job while it runs.
  func noteProgress(ofBulkJob id: Int64) throws {
    try cachedStatement(
      sql: """
        UPDATE job SET progress = (
          SELECT json_object('done', done, 'total', total, 'changed', changed, 'skipped', skipped)
          FROM bulk_job WHERE job_id = job.id)
        WHERE id = ?
        """
    ).execute(arguments: [id])
  }

  /// Tells that a bulk job is in another state.
  func tell(bulkJob id: Int64) throws {
    try execute(
      sql: """
        INSERT INTO event (at, topic, payload)
        SELECT ?, 'jobs', json_object('job', id, 'kind', kind, 'status', status, 'done', done,
          'total', total, 'changed', changed, 'skipped', skipped, 'error', error)
        FROM job JOIN bulk_job ON job_id = id WHERE id = ?
        """, arguments: [storeTime(), id])
  }

  /// Tells that many drawings are not what they were.
  func tellChanges(ofBulkJob id: Int64) throws {
    try execute(
      sql: """
        INSERT INTO event (at, topic, payload)
        SELECT ?1, 'bulk', json_object('job', job_id, 'action', audit.action, 'changed', changed)
        FROM bulk_job JOIN audit ON audit.id = audit_id WHERE job_id = ?2 AND changed > 0
        """, arguments: [storeTime(), id])
  }
}
