-- Changes that can be told apart and taken back, one by one or by the hundred thousand.

-- The audit's row of the newest change to a drawing; 0 when nobody has changed it.
ALTER TABLE drawing ADD COLUMN mended INTEGER NOT NULL DEFAULT 0;

CREATE INDEX audit_by_subject ON audit (subject);
CREATE INDEX audit_by_actor ON audit (actor);
CREATE INDEX audit_by_action ON audit (action);

-- A job that changes many drawings, batch by batch: each batch is one transaction, which moves
-- `last` as well.
CREATE TABLE bulk_job (
  job_id INTEGER PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
  -- What all of its changes are known by.
  audit_id INTEGER NOT NULL UNIQUE REFERENCES audit (id),
  -- The job that this one takes back.
  undoes INTEGER REFERENCES job (id) ON DELETE SET NULL,
  -- The newest drawing there was when it was asked for. Later ones are none of its business.
  newest INTEGER NOT NULL,
  -- Up to this drawing all is done.
  last INTEGER NOT NULL DEFAULT -1,
  -- How many match; NULL before they were counted.
  total INTEGER,
  done INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  -- An undo leaves what somebody has changed since.
  skipped INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX bulk_job_by_undoes ON bulk_job (undoes);

-- What each drawing was before a job changed it.
CREATE TABLE bulk_change (
  job_id INTEGER NOT NULL REFERENCES bulk_job (job_id) ON DELETE CASCADE,
  drawing_id INTEGER NOT NULL REFERENCES drawing (id) ON DELETE CASCADE,
  shape INTEGER NOT NULL,
  flagged INTEGER NOT NULL,
  flag_reason TEXT,
  deleted INTEGER,
  PRIMARY KEY (job_id, drawing_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bulk_change_by_drawing ON bulk_change (drawing_id);
