-- Drawings that are worth a second look, and what was decided about them.

-- What a scan found. Only the newest scan that was done to its end is shown: what an unfinished one
-- has left is never seen, and goes.
CREATE TABLE suspect (
  -- The scan's job.
  scan INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  drawing_id INTEGER NOT NULL REFERENCES drawing (id) ON DELETE CASCADE,
  score REAL NOT NULL CHECK (score BETWEEN 0 AND 1),
  -- The shape that it was held against: under another one the reasons mean nothing.
  shape INTEGER NOT NULL,
  -- A bit for each kind of reason.
  kinds INTEGER NOT NULL,
  -- JSON, as it is answered, the strongest first.
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  PRIMARY KEY (scan, drawing_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX suspect_by_score ON suspect (scan, score);
CREATE INDEX suspect_by_drawing ON suspect (drawing_id);

-- Kept for ever, so that nobody is asked twice.
CREATE TABLE review_decision (
  drawing_id INTEGER PRIMARY KEY REFERENCES drawing (id) ON DELETE CASCADE,
  confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
  -- What was decided about, as it stood in the queue.
  score REAL NOT NULL,
  shape INTEGER NOT NULL,
  kinds INTEGER NOT NULL,
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  -- The audit's row of what was done to the drawing; NULL for nothing.
  change INTEGER,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL
) STRICT;
