-- A class that plays together.

CREATE TABLE lesson (
  id INTEGER PRIMARY KEY,
  -- Of letters that cannot be misread. A code is never given out twice.
  code TEXT NOT NULL UNIQUE CHECK (length(code) = 5),
  name TEXT CHECK (length(name) BETWEEN 1 AND 80),
  teams INTEGER NOT NULL CHECK (teams BETWEEN 0 AND 6),
  -- Keys of the shapes to draw, a JSON array; NULL for all.
  shapes TEXT CHECK (shapes IS NULL OR json_valid(shapes)),
  frozen INTEGER NOT NULL DEFAULT 0 CHECK (frozen IN (0, 1)),
  -- The seat that is shown large.
  spotlight INTEGER,
  created INTEGER NOT NULL,
  ended INTEGER,
  -- When all of its data was removed.
  removed INTEGER
) STRICT;
CREATE INDEX lesson_open ON lesson (id) WHERE ended IS NULL;

CREATE TABLE lesson_seat (
  lesson_id INTEGER NOT NULL REFERENCES lesson (id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number > 0),
  -- By this it is taken again from another device.
  code TEXT NOT NULL CHECK (length(code) = 5),
  name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 48),
  -- 1 and on; 0 without teams.
  team INTEGER NOT NULL,
  -- Who sits there, or sat there last.
  user_id INTEGER REFERENCES user (id) ON DELETE SET NULL,
  joined INTEGER NOT NULL,
  -- NULL while somebody sits there.
  left INTEGER,
  PRIMARY KEY (lesson_id, number),
  UNIQUE (lesson_id, name),
  UNIQUE (lesson_id, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX lesson_seat_by_user ON lesson_seat (user_id);

-- What was finished at a seat, once each. Of what its person did not want kept stays that it was.
CREATE TABLE lesson_drawing (
  public_id BLOB PRIMARY KEY CHECK (length(public_id) = 16),
  lesson_id INTEGER NOT NULL,
  seat INTEGER NOT NULL,
  drawing_id INTEGER UNIQUE REFERENCES drawing (id) ON DELETE CASCADE,
  FOREIGN KEY (lesson_id, seat) REFERENCES lesson_seat (lesson_id, number) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX lesson_drawing_by_seat ON lesson_drawing (lesson_id, seat, drawing_id);
