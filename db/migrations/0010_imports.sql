-- Files of drawings that come in parts.

CREATE TABLE import (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  -- Bytes of the whole file, and those that have come: the next part begins there.
  size INTEGER NOT NULL CHECK (size >= 0),
  received INTEGER NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
  status TEXT NOT NULL DEFAULT 'receiving' CHECK (status IN ('receiving', 'done', 'failed')),
  actor TEXT NOT NULL,
  created INTEGER NOT NULL,
  finished INTEGER,
  -- What has become of the lines so far. Empty lines are none of the other three.
  lines INTEGER NOT NULL DEFAULT 0,
  imported INTEGER NOT NULL DEFAULT 0,
  known INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  -- The line under way is too long: the rest of it is passed over.
  skips INTEGER NOT NULL DEFAULT 0 CHECK (skips IN (0, 1)),
  -- The front of a line whose end is still to come.
  rest BLOB NOT NULL DEFAULT x''
) STRICT;

CREATE TABLE import_refusal (
  import_id INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE,
  -- Counted from 1.
  line INTEGER NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (import_id, line)
) STRICT, WITHOUT ROWID;
