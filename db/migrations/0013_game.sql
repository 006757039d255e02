-- The game: how a drawing was played, and what a person has come to.

-- Only of drawings that said so.
CREATE TABLE play (
  drawing_id INTEGER PRIMARY KEY REFERENCES drawing (id) ON DELETE CASCADE,
  -- 0 normal, 1 speed, 2 one stroke, 3 other hand, 4 eyes closed, 5 fool, 6 daily.
  mode INTEGER NOT NULL CHECK (mode BETWEEN 0 AND 6),
  -- The round that it belongs to, and its place there.
  round BLOB CHECK (length(round) = 16),
  place INTEGER CHECK (place BETWEEN 1 AND 6),
  CHECK ((round IS NULL) = (place IS NULL))
) STRICT;

-- A drawing that was put aside keeps its id when it is finished; this is then its place in the
-- order of what was finished, made as ids are. NULL where the id says it.
ALTER TABLE drawing ADD COLUMN finished INTEGER;

-- Days are those of the server's calendar, counted from 1970. All of this follows from a person's
-- finished drawings in their order; it is kept so that no answer has to go through them.
ALTER TABLE user ADD COLUMN days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN best_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN last_day INTEGER NOT NULL DEFAULT 0;
-- A bit for each device.
ALTER TABLE user ADD COLUMN devices INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN rounds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN good_rounds INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN dailies INTEGER NOT NULL DEFAULT 0;
ALTER TABLE user ADD COLUMN last_daily INTEGER NOT NULL DEFAULT 0;
-- The sum of the levels of all shapes.
ALTER TABLE user ADD COLUMN levels INTEGER NOT NULL DEFAULT 0;

-- The name in the game, and whether the leaderboard may show it.
ALTER TABLE user ADD COLUMN player TEXT COLLATE NOCASE CHECK (length(player) BETWEEN 1 AND 48);
ALTER TABLE user ADD COLUMN player_typed INTEGER NOT NULL DEFAULT 0 CHECK (player_typed IN (0, 1));
ALTER TABLE user ADD COLUMN listed INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1));
-- Whether drawings may be kept: NULL for programs, which were never asked.
ALTER TABLE user ADD COLUMN consent INTEGER CHECK (consent IN (0, 1));
CREATE UNIQUE INDEX user_by_player ON user (player) WHERE player IS NOT NULL;
CREATE INDEX user_listed ON user (id) WHERE listed = 1;

-- The drawing that was the best; NULL where that was before it was kept.
ALTER TABLE user_shape ADD COLUMN best_drawing INTEGER;

CREATE TABLE user_mode (
  user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  mode INTEGER NOT NULL,
  drawings INTEGER NOT NULL,
  -- Those that did what the mode asks for.
  good INTEGER NOT NULL,
  PRIMARY KEY (user_id, mode)
) STRICT, WITHOUT ROWID;

-- The places of a round that were drawn, and drawn well: a bit each.
CREATE TABLE user_round (
  user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  round BLOB NOT NULL,
  drawn INTEGER NOT NULL,
  good INTEGER NOT NULL,
  PRIMARY KEY (user_id, round)
) STRICT, WITHOUT ROWID;

-- Once earned it stays, whatever becomes of the drawing.
CREATE TABLE achievement (
  user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  id TEXT NOT NULL,
  -- The drawing that earned it.
  drawing INTEGER,
  earned INTEGER NOT NULL,
  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;

INSERT INTO achievement SELECT id, 'first_drawing', NULL, created FROM user WHERE drawings >= 1;
INSERT INTO achievement SELECT id, 'ten_drawings', NULL, created FROM user WHERE drawings >= 10;
INSERT INTO achievement SELECT id, 'hundred_drawings', NULL, created FROM user WHERE drawings >= 100;
INSERT INTO achievement SELECT id, 'streak_of_five', NULL, created FROM user WHERE best_streak >= 5;
INSERT INTO achievement SELECT id, 'streak_of_twenty', NULL, created FROM user WHERE best_streak >= 20;

-- The challenge of a day is fixed when it is first asked for, for everybody.
CREATE TABLE daily (
  day INTEGER PRIMARY KEY,
  shape INTEGER NOT NULL REFERENCES shape (id)
) STRICT;

-- Drawings that their person deleted, for a day: what still travels or stands in the log must not
-- bring one back.
CREATE TABLE erased (
  public_id BLOB PRIMARY KEY CHECK (length(public_id) = 16),
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What administrators set; one row.
CREATE TABLE game_setting (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  consent_asked INTEGER NOT NULL CHECK (consent_asked IN (0, 1)),
  -- NULL for the page's own text.
  consent_text TEXT CHECK (length(consent_text) BETWEEN 1 AND 2000),
  -- Counts the texts.
  consent_version INTEGER NOT NULL,
  typed_names INTEGER NOT NULL CHECK (typed_names IN (0, 1)),
  time_limits INTEGER NOT NULL CHECK (time_limits IN (0, 1))
) STRICT;
INSERT INTO game_setting VALUES (1, 1, NULL, 1, 0, 1);
