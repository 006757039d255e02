-- People who draw, people who administrate, programs that ask. Times are ms since 1970, UTC.

CREATE TABLE user (
  id INTEGER PRIMARY KEY,
  public_id BLOB NOT NULL UNIQUE CHECK (length(public_id) = 16),
  name TEXT CHECK (length(name) BETWEEN 1 AND 40),
  created INTEGER NOT NULL,
  -- Kept with every finished drawing, so that no answer counts drawings.
  drawings INTEGER NOT NULL DEFAULT 0 CHECK (drawings >= 0),
  quality_sum REAL NOT NULL DEFAULT 0,
  streak INTEGER NOT NULL DEFAULT 0,
  best_streak INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX user_by_drawings ON user (drawings);

CREATE TABLE session (
  token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
  user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  created INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE administrator (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE COLLATE NOCASE CHECK (length(email) BETWEEN 3 AND 254),
  -- scrypt: salt, parameters and key in one text.
  password TEXT NOT NULL,
  created INTEGER NOT NULL,
  disabled INTEGER
) STRICT;

CREATE TABLE administrator_session (
  token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
  administrator_id INTEGER NOT NULL REFERENCES administrator (id) ON DELETE CASCADE,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_key (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  key_hash BLOB NOT NULL UNIQUE CHECK (length(key_hash) = 32),
  scopes TEXT NOT NULL CHECK (json_valid(scopes)),
  created INTEGER NOT NULL,
  last_used INTEGER,
  revoked INTEGER
) STRICT;
