-- What was drawn. Metadata and strokes stand in two tables, so that a scan reads only the first.

CREATE TABLE shape (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE CHECK (length(key) BETWEEN 1 AND 64),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
  description TEXT NOT NULL DEFAULT '',
  difficulty INTEGER NOT NULL CHECK (difficulty BETWEEN 1 AND 5),
  enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1))
) STRICT;

INSERT INTO shape (id, key, name, description, difficulty) VALUES
  (1, 'line', 'line', 'One straight stroke.', 1),
  (2, 'circle', 'circle', 'Round and round, and closed.', 2),
  (3, 'square', 'square', 'Four equal sides, four right corners.', 3),
  (4, 'triangle', 'triangle', 'Three straight sides, three corners.', 3),
  (5, 'heart', 'heart', 'Two round tops, a notch between them, a point below.', 4);

-- Accepted examples of a shape that has no formula: its drawings are scored by likeness to them.
CREATE TABLE shape_example (
  id INTEGER PRIMARY KEY,
  shape INTEGER NOT NULL REFERENCES shape (id) ON DELETE CASCADE,
  strokes BLOB NOT NULL
) STRICT;
CREATE INDEX shape_example_by_shape ON shape_example (shape);

-- What browsers call themselves: few different texts for many drawings.
CREATE TABLE user_agent (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE CHECK (length(text) <= 512)
) STRICT;

CREATE TABLE drawing (
  -- Time-ordered: ms since 1970 when it was stored, times 2^20, plus a count. Pages go by it and
  -- a range of dates is a range of ids.
  id INTEGER PRIMARY KEY,
  public_id BLOB NOT NULL UNIQUE CHECK (length(public_id) = 16),
  user_id INTEGER NOT NULL REFERENCES user (id),
  shape INTEGER NOT NULL REFERENCES shape (id),
  -- 0 partial: begun and left; 1 complete: submitted.
  status INTEGER NOT NULL CHECK (status IN (0, 1)),
  quality REAL NOT NULL CHECK (quality BETWEEN 0 AND 1),
  completeness REAL NOT NULL CHECK (completeness BETWEEN 0 AND 1),
  -- Eighths of a canvas unit.
  canvas_width INTEGER NOT NULL CHECK (canvas_width BETWEEN 128 AND 28800),
  canvas_height INTEGER NOT NULL CHECK (canvas_height BETWEEN 128 AND 28800),
  -- 0 unknown, 1 mouse, 2 touch, 3 pen, 4 keyboard.
  device INTEGER NOT NULL CHECK (device BETWEEN 0 AND 4),
  points INTEGER NOT NULL CHECK (points BETWEEN 0 AND 20000),
  strokes INTEGER NOT NULL CHECK (strokes BETWEEN 0 AND 256),
  duration_ms INTEGER NOT NULL CHECK (duration_ms >= 0),
  user_agent_id INTEGER REFERENCES user_agent (id),
  flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
  flag_reason TEXT,
  deleted INTEGER
) STRICT;
CREATE INDEX drawing_by_shape ON drawing (shape, id, quality, flagged) WHERE deleted IS NULL;
CREATE INDEX drawing_by_user ON drawing (user_id, id);
CREATE INDEX drawing_flagged ON drawing (id) WHERE flagged = 1 AND deleted IS NULL;

CREATE TABLE stroke_data (
  drawing_id INTEGER PRIMARY KEY REFERENCES drawing (id) ON DELETE CASCADE,
  data BLOB NOT NULL
) STRICT;

-- A partial drawing that its client may still go on with.
CREATE TABLE open_drawing (
  drawing_id INTEGER PRIMARY KEY REFERENCES drawing (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  -- The newest operation that is in the stored strokes.
  seq INTEGER NOT NULL CHECK (seq >= 0),
  -- How strokes to come look: 0xRRGGBB, eighths of a unit.
  color INTEGER NOT NULL,
  width INTEGER NOT NULL,
  begun INTEGER NOT NULL
) STRICT;
CREATE INDEX open_drawing_by_user ON open_drawing (user_id, drawing_id);

CREATE TABLE idempotency_key (
  user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  key TEXT NOT NULL CHECK (length(key) BETWEEN 1 AND 128),
  body_hash BLOB NOT NULL CHECK (length(body_hash) = 32),
  answer TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_key_by_age ON idempotency_key (created);
