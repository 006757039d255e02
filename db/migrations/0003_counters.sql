-- Counts of drawings that are not deleted, kept by every insert, change and delete whoever makes
-- it, so that no statistic ever scans the drawings.

CREATE TABLE drawing_count (
  -- Days since 1970, UTC.
  day INTEGER NOT NULL,
  shape INTEGER NOT NULL,
  status INTEGER NOT NULL,
  flagged INTEGER NOT NULL,
  -- Twentieths of the quality, 0 to 19.
  quality_step INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (day, shape, status, flagged, quality_step)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER drawing_counted AFTER INSERT ON drawing WHEN new.deleted IS NULL BEGIN
  INSERT INTO drawing_count
  VALUES ((new.id >> 20) / 86400000, new.shape, new.status, new.flagged,
    min(19, CAST(new.quality * 20 AS INTEGER)), 1)
  ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER drawing_uncounted AFTER DELETE ON drawing WHEN old.deleted IS NULL BEGIN
  UPDATE drawing_count SET count = count - 1
  WHERE day = (old.id >> 20) / 86400000 AND shape = old.shape AND status = old.status
    AND flagged = old.flagged AND quality_step = min(19, CAST(old.quality * 20 AS INTEGER));
END;

CREATE TRIGGER drawing_recounted AFTER UPDATE OF shape, status, quality, flagged, deleted ON drawing
BEGIN
  UPDATE drawing_count SET count = count - 1
  WHERE old.deleted IS NULL
    AND day = (old.id >> 20) / 86400000 AND shape = old.shape AND status = old.status
    AND flagged = old.flagged AND quality_step = min(19, CAST(old.quality * 20 AS INTEGER));
  INSERT INTO drawing_count
  SELECT (new.id >> 20) / 86400000, new.shape, new.status, new.flagged,
    min(19, CAST(new.quality * 20 AS INTEGER)), 1
  WHERE new.deleted IS NULL
  ON CONFLICT DO UPDATE SET count = count + 1;
END;

-- The same for each person and shape: what a person's own page shows.
CREATE TABLE user_shape (
  user_id INTEGER NOT NULL REFERENCES user (id) ON DELETE CASCADE,
  shape INTEGER NOT NULL REFERENCES shape (id),
  drawings INTEGER NOT NULL,
  best_quality REAL NOT NULL,
  PRIMARY KEY (user_id, shape)
) STRICT, WITHOUT ROWID;
