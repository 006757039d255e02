-- What is kept of each training, to look at and to run it again.

-- The course of a training: some points on the way, among them those where it was judged.
CREATE TABLE training_point (
  job_id INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  loss REAL NOT NULL,
  accuracy REAL NOT NULL,
  validation_loss REAL,
  validation_accuracy REAL,
  at INTEGER NOT NULL,
  PRIMARY KEY (job_id, step)
) STRICT, WITHOUT ROWID;

-- The newest drawing that there was when it was first begun: later ones are not learnt from, however
-- often it is begun again.
ALTER TABLE training_job ADD COLUMN newest_drawing INTEGER;
-- Which drawings it learnt from, known as soon as they are read.
ALTER TABLE training_job ADD COLUMN data TEXT CHECK (data IS NULL OR json_valid(data));
