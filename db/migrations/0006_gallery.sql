-- What a model saw in a drawing, and what galleries are found and counted by.

-- The best guess of the model that served when it was finished: a shape's id, 0 for none of the
-- shapes, NULL when nobody guessed. Its confidence in thousandths.
ALTER TABLE drawing ADD COLUMN guess INTEGER CHECK (guess >= 0);
ALTER TABLE drawing ADD COLUMN guess_permille INTEGER CHECK (guess_permille BETWEEN 0 AND 1000);

-- All that has few values in one number, so that any choice among them is a short list of numbers:
-- shape * 160 + status * 80 + flagged * 40 + deleted * 20 + device * 4 + what the guess says
-- (0 nobody guessed, 1 the shape asked for, 2 another one, 3 none). Computed, not stored.
ALTER TABLE drawing ADD COLUMN facet INTEGER GENERATED ALWAYS AS (
  shape * 160 + status * 80 + flagged * 40 + (deleted IS NOT NULL) * 20 + device * 4
  + CASE WHEN guess IS NULL THEN 0 WHEN guess = shape THEN 1 WHEN guess > 0 THEN 2 ELSE 3 END
) VIRTUAL;
-- Thousandths of the quality, rounded down: what galleries are sorted by.
ALTER TABLE drawing ADD COLUMN quality_permille INTEGER
  GENERATED ALWAYS AS (CAST(quality * 1000 AS INTEGER)) VIRTUAL;

-- Every index ends with the id. The first lists the drawings of a facet by time, the second by
-- quality; together they take the place of one index for each kind of question.
DROP INDEX drawing_by_shape;
DROP INDEX drawing_flagged;
DROP INDEX drawing_by_user;
CREATE INDEX drawing_by_facet ON drawing (facet);
CREATE INDEX drawing_by_quality ON drawing (facet, quality_permille);
-- It named the id, and so kept it twice.
CREATE INDEX drawing_by_user ON drawing (user_id);

-- How many drawings there are of each facet and guess, deleted ones too.
CREATE TABLE facet_count (
  facet INTEGER NOT NULL,
  -- 0 for none, and where nobody guessed.
  guess INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (facet, guess)
) STRICT, WITHOUT ROWID;

-- How good they are, of all days: those that are not deleted.
CREATE TABLE quality_count (
  shape INTEGER NOT NULL,
  status INTEGER NOT NULL,
  -- Twentieths of the quality, 0 to 19.
  quality_step INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (shape, status, quality_step)
) STRICT, WITHOUT ROWID;

-- How many were finished in each minute since 1970, UTC. Old minutes are thrown away.
CREATE TABLE minute_count (
  minute INTEGER PRIMARY KEY,
  count INTEGER NOT NULL
) STRICT;

INSERT INTO facet_count SELECT facet, ifnull(guess, 0), count(*) FROM drawing GROUP BY 1, 2;
INSERT INTO quality_count
  SELECT shape, status, min(19, CAST(quality * 20 AS INTEGER)), count(*) FROM drawing
  WHERE deleted IS NULL GROUP BY 1, 2, 3;

DROP TRIGGER drawing_counted;
DROP TRIGGER drawing_uncounted;
DROP TRIGGER drawing_recounted;

CREATE TRIGGER drawing_counted AFTER INSERT ON drawing BEGIN
  INSERT INTO facet_count VALUES (new.facet, ifnull(new.guess, 0), 1)
  ON CONFLICT DO UPDATE SET count = count + 1;
  INSERT INTO quality_count
  SELECT new.shape, new.status, min(19, CAST(new.quality * 20 AS INTEGER)), 1
  WHERE new.deleted IS NULL
  ON CONFLICT DO UPDATE SET count = count + 1;
  INSERT INTO drawing_count
  SELECT (new.id >> 20) / 86400000, new.shape, new.status, new.flagged,
    min(19, CAST(new.quality * 20 AS INTEGER)), 1
  WHERE new.deleted IS NULL
  ON CONFLICT DO UPDATE SET count = count + 1;
  INSERT INTO minute_count SELECT (new.id >> 20) / 60000, 1 WHERE new.status = 1
  ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER drawing_uncounted AFTER DELETE ON drawing BEGIN
  UPDATE facet_count SET count = count - 1
  WHERE facet = old.facet AND guess = ifnull(old.guess, 0);
  UPDATE quality_count SET count = count - 1
  WHERE old.deleted IS NULL AND shape = old.shape AND status = old.status
    AND quality_step = min(19, CAST(old.quality * 20 AS INTEGER));
  UPDATE drawing_count SET count = count - 1
  WHERE old.deleted IS NULL
    AND day = (old.id >> 20) / 86400000 AND shape = old.shape AND status = old.status
    AND flagged = old.flagged AND quality_step = min(19, CAST(old.quality * 20 AS INTEGER));
END;

CREATE TRIGGER drawing_recounted
AFTER UPDATE OF shape, status, quality, flagged, deleted, device, guess ON drawing BEGIN
  UPDATE facet_count SET count = count - 1
  WHERE facet = old.facet AND guess = ifnull(old.guess, 0);
  INSERT INTO facet_count VALUES (new.facet, ifnull(new.guess, 0), 1)
  ON CONFLICT DO UPDATE SET count = count + 1;
  UPDATE quality_count SET count = count - 1
  WHERE old.deleted IS NULL AND shape = old.shape AND status = old.status
    AND quality_step = min(19, CAST(old.quality * 20 AS INTEGER));
  INSERT INTO quality_count
  SELECT new.shape, new.status, min(19, CAST(new.quality * 20 AS INTEGER)), 1
  WHERE new.deleted IS NULL
  ON CONFLICT DO UPDATE SET count = count + 1;
  UPDATE drawing_count SET count = count - 1
  WHERE old.deleted IS NULL
    AND day = (old.id >> 20) / 86400000 AND shape = old.shape AND status = old.status
    AND flagged = old.flagged AND quality_step = min(19, CAST(old.quality * 20 AS INTEGER));
  INSERT INTO drawing_count
  SELECT (new.id >> 20) / 86400000, new.shape, new.status, new.flagged,
    min(19, CAST(new.quality * 20 AS INTEGER)), 1
  WHERE new.deleted IS NULL
  ON CONFLICT DO UPDATE SET count = count + 1;
  -- One that was put aside is finished now.
  INSERT INTO minute_count
  SELECT CAST(strftime('%s', 'now') AS INTEGER) / 60, 1 WHERE old.status = 0 AND new.status = 1
  ON CONFLICT DO UPDATE SET count = count + 1;
END;

-- Indexes that a bulk load has dropped and not made again yet: an opening after a crash makes them.
CREATE TABLE dropped_index (
  name TEXT PRIMARY KEY,
  sql TEXT NOT NULL
) STRICT, WITHOUT ROWID;
