-- Long work, what it makes, and what is told of it.

CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  config TEXT NOT NULL CHECK (json_valid(config)),
  config_hash BLOB NOT NULL CHECK (length(config_hash) = 32),
  status TEXT NOT NULL
    CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Who works on it and until when that is believed without a sign of life.
  lease_owner TEXT,
  lease_until INTEGER,
  cancel_requested INTEGER NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
  progress TEXT CHECK (json_valid(progress)),
  error TEXT,
  created INTEGER NOT NULL,
  started INTEGER,
  finished INTEGER
) STRICT;
-- Equal work that is waiting or under way is one job, whoever asks and how often.
CREATE UNIQUE INDEX job_pending ON job (kind, config_hash) WHERE status IN ('queued', 'running');
CREATE INDEX job_by_status ON job (status, id);

CREATE TABLE model (
  id INTEGER PRIMARY KEY,
  version TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
  -- The drawings it learnt from, its settings and its figures.
  data TEXT NOT NULL CHECK (json_valid(data)),
  config TEXT NOT NULL CHECK (json_valid(config)),
  seed INTEGER NOT NULL,
  metrics TEXT NOT NULL CHECK (json_valid(metrics)),
  code_version TEXT NOT NULL,
  created INTEGER NOT NULL,
  notes TEXT NOT NULL DEFAULT '',
  active INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX model_active ON model (active) WHERE active = 1;

CREATE TABLE training_job (
  job_id INTEGER PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
  base_model INTEGER REFERENCES model (id),
  made_model INTEGER REFERENCES model (id),
  seed INTEGER NOT NULL,
  metrics TEXT CHECK (json_valid(metrics))
) STRICT;

CREATE TABLE dead_letter (
  id INTEGER PRIMARY KEY,
  job_id INTEGER REFERENCES job (id) ON DELETE SET NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  error TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  created INTEGER NOT NULL
) STRICT;

-- Everything that an administrator's page shows, in order; ids are never used twice.
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  topic TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload))
) STRICT;

CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  before TEXT CHECK (json_valid(before)),
  after TEXT CHECK (json_valid(after))
) STRICT;

CREATE TABLE inference_log (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  model_id INTEGER REFERENCES model (id) ON DELETE SET NULL,
  source TEXT NOT NULL,
  shape TEXT NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  latency_us INTEGER NOT NULL
) STRICT;
CREATE INDEX inference_log_by_age ON inference_log (at);
