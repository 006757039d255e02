-- What a model is chosen and told by.

-- The classes that it tells apart, in its own order.
ALTER TABLE model ADD COLUMN labels TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(labels));
-- Bytes of its file.
ALTER TABLE model ADD COLUMN size INTEGER NOT NULL DEFAULT 0 CHECK (size >= 0);
-- When it last began to serve, ms since 1970. The newest of those that are not active is the one
-- to go back to.
ALTER TABLE model ADD COLUMN activated INTEGER;

-- Old models and old sessions leave without a scan of what refers to them.
CREATE INDEX inference_log_by_model ON inference_log (model_id);
CREATE INDEX administrator_session_by_age ON administrator_session (expires);

-- Before SQLite 3.45 json_valid(NULL) is 0, not NULL: the checks below refused every row without a
-- value. Nothing has written to these tables yet, so they are made again.
DROP TABLE training_job;
DROP TABLE job;
DROP TABLE audit;

CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  config TEXT NOT NULL CHECK (json_valid(config)),
  config_hash BLOB NOT NULL CHECK (length(config_hash) = 32),
  status TEXT NOT NULL
    CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  -- How often it was begun.
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Who works on it and until when that is believed without a sign of life.
  lease_owner TEXT,
  lease_until INTEGER,
  cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
  progress TEXT CHECK (progress IS NULL OR json_valid(progress)),
  error TEXT,
  created INTEGER NOT NULL,
  started INTEGER,
  finished INTEGER
) STRICT;
-- Equal work that is waiting or under way is one job, whoever asks and how often.
CREATE UNIQUE INDEX job_pending ON job (kind, config_hash) WHERE status IN ('queued', 'running');
CREATE INDEX job_by_status ON job (status, id);

CREATE TABLE training_job (
  job_id INTEGER PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
  base_model INTEGER REFERENCES model (id),
  made_model INTEGER REFERENCES model (id),
  seed INTEGER NOT NULL,
  metrics TEXT CHECK (metrics IS NULL OR json_valid(metrics))
) STRICT;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  before TEXT CHECK (before IS NULL OR json_valid(before)),
  after TEXT CHECK (after IS NULL OR json_valid(after))
) STRICT;
