import GRDB

/// How far a job has come.
public enum JobStatus: String, Sendable {
  case queued, running, succeeded, failed, cancelled

  public var isOver: Bool { self != .queued && self != .running }
}

/// Long work that is asked for, under way or done.
public struct Job: Sendable {
  public let id: Int64
  /// `Jobs.training`, or another.
  public let kind: String
  /// JSON, composed with all defaults.
  public let config: String
  public let status: JobStatus
  /// How often it was begun.
  public let attempts: Int
  public let isCancelRequested: Bool
  /// JSON, the newest that its worker reported.
  public let progress: String?
  /// JSON, of the model that it made.
  public let metrics: String?
  /// Why it failed, and what to do.
  public let error: String?
  /// The store's id of the newest drawing that it may learn from; nil before it was begun.
  public let newestDrawing: Int64?
  /// JSON: which drawings it learnt from, as `DrawingSnapshot.summary`; nil before they were read.
  public let data: String?
  /// The model that it made.
  public let model: (id: Int64, version: String)?
  /// Who works on it.
  public let owner: String?
  /// ms since 1970.
  public let created: Int64
  public let started, finished: Int64?

  static let select = """
    SELECT job.id, job.config, job.status, attempts, cancel_requested, progress,
      training_job.metrics, error, model.id, model.version, lease_owner, job.created, started,
      finished, newest_drawing, training_job.data, job.kind
    FROM job LEFT JOIN training_job ON job_id = job.id LEFT JOIN model ON model.id = made_model
    """

  init(_ row: Row) {
    id = row[0]
    config = row[1]
    status = JobStatus(rawValue: row[2]) ?? .failed
    attempts = row[3]
    isCancelRequested = row[4]
    progress = row[5]
    metrics = row[6]
    error = row[7]
    let modelID: Int64? = row[8]
    model = modelID.map { ($0, row[9]) }
    owner = row[10]
    created = row[11]
    started = row[12]
    finished = row[13]
    newestDrawing = row[14]
    data = row[15]
    kind = row["kind"]
  }

  /// What the server does itself is no job of a worker's.
  static func fetch(_ database: Database, id: Int64) throws -> Job? {
    try database.cachedStatement(
      sql: select + " WHERE job.id = ? AND kind NOT IN ('bulk', 'undo')"
    ).fetchRow([id]).map(Job.init)
  }
}
